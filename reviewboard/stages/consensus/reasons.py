"""A reason says something, and no text is longer than people read."""

from collections.abc import Collection

from reviewboard.stages.consensus.refusals import ReasonSaysNothing, ReasonTooShort, TooLong
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.filler import filler_in
from reviewboard.stages.rating.rules import MIN_REASONS, text_length


def check_reason(reason: str, wording: Collection[str] = ()) -> None:
    """Raise ReasonTooShort, ReasonSaysNothing or TooLong unless reason says something; `wording`: every text of a scale."""
    if text_length(reason) < MIN_REASONS:
        raise ReasonTooShort(least=MIN_REASONS)
    if (found := filler_in(reason, wording=wording)) is not None:
        raise ReasonSaysNothing(found)
    short_enough(reason)


def short_enough(text: str) -> None:
    """Raise TooLong for a text beyond MOST_TEXT characters."""
    if len(text) > MOST_TEXT:
        raise TooLong(most=MOST_TEXT)
