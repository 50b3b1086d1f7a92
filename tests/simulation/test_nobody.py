"""Bots that nobody answers say so and end."""

from dataclasses import replace

from tests.ports import free_port


def test_bots_without_a_board_say_that_nobody_answers(app, tmp_path, monkeypatch):
    nobody = replace(app.extensions["settings"], base_url=f"http://127.0.0.1:{free_port()}")
    monkeypatch.setitem(app.extensions, "settings", nobody)
    run = ["simulate", "--cases", "2", "--assessors", "6", "--seed", "1", "--json", str(tmp_path / "bots.json")]
    said = app.test_cli_runner().invoke(args=[*run, "--give-up-after", "1"])
    assert (said.exit_code, "the board gave no answer for 1 s" in said.output) == (1, True), said.output
