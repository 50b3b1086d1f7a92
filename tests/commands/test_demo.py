"""`flask demo` makes the demo once, prints its accounts every time, and leaves another board alone."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account

pytestmark = pytest.mark.once


def _demo(app, *arguments):
    return app.test_cli_runner().invoke(args=["demo", *arguments])


def _accounts(app):
    with app.app_context():
        return db.session.query(Account).count()


def test_the_demo_is_made_once_and_printed_again(app):
    first = _demo(app, "--if-empty")
    made = _accounts(app)
    again, plain = _demo(app, "--if-empty"), _demo(app)
    assert (first.exit_code, again.exit_code, plain.exit_code) == (0, 0, 0)
    assert first.output == again.output == plain.output
    assert ("admin@board.example" in first.output, _accounts(app)) == (True, made)


def test_a_board_that_holds_something_else_is_left_alone(app, build):
    build.person()
    said = _demo(app, "--if-empty")
    assert (said.exit_code, said.output, _accounts(app)) == (0, "", 1)


def test_a_demo_that_was_cut_off_says_what_to_do(app, monkeypatch):
    def cut_off(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("reviewboard.demo.making.make_cycles", cut_off)
    assert _demo(app).exit_code != 0
    monkeypatch.undo()
    said = _demo(app, "--if-empty")
    assert (said.exit_code, said.output) == (
        1, "Error: The demo was cut off while it was made. Empty DATA_DIR and start anew.\n",
    )  # fmt: skip
