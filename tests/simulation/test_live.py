"""Bots on a board that really runs: every kind of thing happens, every case comes to its end, nothing is lost."""

import json

import pytest

from reviewboard.simulation.scripts import SURE_FROM
from tests.live import running_board

pytestmark = pytest.mark.once  # bots work through a storm of kills on every database
HAPPENED = (
    "agreements", "discussions", "disputes", "third_ratings", "recusals", "freed_seats", "refills", "messages", "moves",
    "resolutions", "countersigns", "declined", "confirmations", "withdrawals", "records", "releases",
)  # fmt: skip


def test_bots_walk_every_kind_of_case_to_its_end(tmp_path):
    file = tmp_path / "bots.json"
    with running_board(tmp_path / "board", "bots") as board:
        said = board.flask("simulate", "--cases", str(SURE_FROM), "--assessors", "8", "--seed", "3", "--json", str(file),
                           check=False)  # fmt: skip
        told = json.loads(file.read_text("utf-8"))
        assert (said.returncode, told["complaints"], told["lost"], told["doubled"]) == (0, [], [], []), board.log()[-3000:]
        assert {name for name in HAPPENED if not told["counts"][name]} == set()
        assert set(told["counts"]) == set(HAPPENED)
        ended = {state: number for state, number in told["states"].items() if state not in ("released", "withdrawn")}
        assert (ended, sum(told["states"].values()), len(told["final"])) == ({}, SURE_FROM, SURE_FROM)
        assert told["results_read"] == told["states"]["released"] == told["counts"]["records"]
        assert told["owed"] == {"undone": 0, "needs_attention": 0}
        assert board.flask("check").returncode == 0
        assert board.flask("journal", "verify").returncode == 0


def test_bots_without_a_board_say_that_nobody_answers(tmp_path):
    from tests.live import LiveBoard

    (tmp_path / "board").mkdir()
    board = LiveBoard(tmp_path / "board", "nobody")
    board.flask("db", "upgrade")
    file = tmp_path / "bots.json"
    said = board.flask("simulate", "--cases", "2", "--assessors", "6", "--seed", "1", "--json", str(file),
                       "--give-up-after", "2", check=False)  # fmt: skip
    assert (said.returncode, "the board gave no answer for 2 s" in said.stderr) == (1, True)
