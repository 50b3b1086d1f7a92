"""What was said and moved in a discussion, as one line of time. Raters are letters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.queries import OUTCOME
from reviewboard.stages.consensus.sealed import SealedRating
from reviewboard.stages.consensus.tables import Message, Move
from reviewboard.stages.rating.rules import Outcome
from reviewboard.web.assessor.text import dimension_word
from reviewboard.web.comparison import LETTERS, Passage
from reviewboard.web.filters import moment
from reviewboard.web.outcomes import outcome_view


def entries(
    messages: Sequence[Message],
    moves: Sequence[Move],
    ratings: Sequence[SealedRating],
    scale: ScaleView,
    found: Sequence[Passage],
) -> list[dict[str, Any]]:
    """Return messages and moves as entries of a timeline, oldest first."""
    letters = {one.assessor_id: LETTERS[one.place] for one in ratings}
    numbers = {one.id: one.number for one in found}
    told = [
        (message.said_at, {"title": _("%(letter)s says", letter=letters[message.author_id]), "text": message.body})
        for message in messages
    ]
    told += [(move.moved_at, _move(move, letters[move.author_id], scale, numbers)) for move in moves]
    return [{"when": moment(at), **entry} for at, entry in sorted(told, key=lambda pair: pair[0])]


def _move(move: Move, letter: str, scale: ScaleView, numbers: dict[str, int]) -> dict[str, Any]:
    number = numbers.get(move.citation_id or "")
    return {
        "title": _move_title(move, letter, scale),
        "by": _("citing ⟦%(number)s⟧", number=number) if number else None,
        "text": move.reason,
    }


def _move_title(move: Move, letter: str, scale: ScaleView) -> str:
    kept = move.from_value == move.to_value
    if move.topic == OUTCOME:
        both = (Outcome.from_dict(said) for said in (move.from_value, move.to_value))
        here, there = (outcome_view(outcome, scale)["word"] for outcome in both)
        if kept:
            return _("%(letter)s keeps the outcome: %(outcome)s", letter=letter, outcome=here)
        return _("%(letter)s moves from %(before)s to %(after)s", letter=letter, before=here, after=there)
    name = dimension_word(move.topic, scale)
    if kept:
        return _("For %(dimension)s, %(letter)s keeps level %(level)s",
                 dimension=name, letter=letter, level=move.to_value["level"])  # fmt: skip
    return _("For %(dimension)s, %(letter)s moves from level %(before)s to level %(after)s", dimension=name,
             letter=letter, before=move.from_value["level"], after=move.to_value["level"])  # fmt: skip
