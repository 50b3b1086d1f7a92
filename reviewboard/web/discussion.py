"""What was said and moved in a discussion, as one line of time. Raters are letters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.comparison import LETTERS, Passage, move_title
from reviewboard.stages.consensus.sealed import SealedRating
from reviewboard.stages.consensus.tables import Message, Move
from reviewboard.web.filters import moment


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
        "title": move_title(move, letter, scale),
        "by": _("citing ⟦%(number)s⟧", number=number) if number else None,
        "text": move.reason,
    }
