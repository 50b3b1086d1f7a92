"""`flask seed` fills the board and says in a file what there is."""

import json


def _seed(app, file, *arguments):
    return app.test_cli_runner().invoke(args=["seed", "--assessors", "5", "--json", str(file), *arguments])


def test_seed_writes_accounts_states_and_canaries_and_refuses_the_same_seed(app, tmp_path):
    file = tmp_path / "seeded.json"
    said = _seed(app, file, "--cases", "24", "--seed", "2", "--canaries")
    told = json.loads(file.read_text("utf-8"))
    assert (said.exit_code, told["cases"], sum(map(len, told["states"].values()))) == (0, 24, 24)
    assert {len(told["accounts"][role]) for role in ("assessor",)} == {5}
    assert {account["password"] for people in told["accounts"].values() for account in people} == {told["password"]}
    assert len(told["canaries"]) > 24
    assert said.output.startswith("24 cases in ")
    again = _seed(app, file, "--cases", "3", "--seed", "2")
    assert (again.exit_code, again.output) == (1, "Error: Seed 2 is on this board already. Choose another seed.\n")
    assert _seed(app, tmp_path / "other.json", "--cases", "3", "--seed", "4").exit_code == 0


def test_seed_needs_no_more_than_a_number_of_cases(app, tmp_path):
    runner, file = app.test_cli_runner(), tmp_path / "seeded.json"
    assert runner.invoke(args=["seed", "--cases", "6"]).output.startswith("6 cases in ")
    assert runner.invoke(args=["seed", "--cases", "6", "--seed", "2", "--json", str(file)]).exit_code == 0
    assert len(json.loads(file.read_text("utf-8"))["accounts"]["assessor"]) == 4


def test_seed_refuses_fewer_than_four_assessors(app, tmp_path):
    said = app.test_cli_runner().invoke(
        args=["seed", "--cases", "3", "--seed", "1", "--assessors", "3", "--json", str(tmp_path / "x.json")]
    )
    assert (said.exit_code, (tmp_path / "x.json").exists()) == (2, False)
