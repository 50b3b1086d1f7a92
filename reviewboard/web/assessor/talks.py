"""One's discussions as a list shows them: since when, in which language, until when, and whose turn it is."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from reviewboard.stages.consensus.turns import Turn, turns_of
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.wording import gettext as _


def talks(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return discussions, as `discussions` reads them, as prepared values. One statement, none where there is no row."""
    turns = turns_of([row.case_id for row in rows]) if rows else {}
    return [_talk(row, turns.get(row.case_id)) for row in rows]


def language_word(code: str) -> str:
    """Return what a language is called in the middle of a line: French writes it without a capital."""
    word = {"fr": _("French"), "en": _("English")}[code]
    return word.lower() if locale() == "fr" else word


def _talk(row: Any, turn: Turn | None) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "href": url_for("assessor.room", case_id=row.case_id),
        "since": moment(row.state_since),
        "language": language_word(row.language),
        "due": moment(turn.due_at) if turn else None,
        "turn": _turn(turn.last if turn else None),
        "mine": turn is None or turn.last != me().account_id,
    }


def _turn(last: str | None) -> str:
    """Both raters read in the room who entered the last word; where there is none, either may begin."""
    if last is None:
        return _("nobody has spoken yet")
    return _("the other assessor’s turn") if last == me().account_id else _("your turn")
