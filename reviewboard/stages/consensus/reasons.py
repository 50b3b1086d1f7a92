"""A reason says something, and no text is longer than people read."""

from reviewboard.stages.consensus.refusals import ReasonTooShort, TooLong
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.rules import MIN_REASONS, text_length


def check_reason(reason: str) -> None:
    """Raise ReasonTooShort or TooLong unless reason says something."""
    if text_length(reason) < MIN_REASONS:
        raise ReasonTooShort(least=MIN_REASONS)
    short_enough(reason)


def short_enough(text: str) -> None:
    """Raise TooLong for a text beyond MOST_TEXT characters."""
    if len(text) > MOST_TEXT:
        raise TooLong(most=MOST_TEXT)
