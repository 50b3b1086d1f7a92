"""Who wrote which words of a record: the raters by their places, never by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewboard.stages.consensus.queries import OUTCOME, agreement_of, moves_of
from reviewboard.stages.consensus.sealed import sealed_ratings

Voices = Sequence[tuple[str, str]]
PLACES = {1: "first", 2: "second", 3: "third"}
DISCUSSION = "discussion"


@dataclass(frozen=True)
class Spoken:
    """What was written, as (voice, words): of the outcome, of each dimension by its key, of the level above.

    `levels` holds what each voice sealed of a dimension, by its key and by the voice.
    """

    general: Voices
    dimensions: dict[str, Voices]
    why_not_above: Voices
    levels: dict[str, dict[str, int | None]]


def voices_of(case_id: str) -> Spoken:
    """Return what the raters of a case wrote in their sealed ratings and in their moves. At most four statements."""
    ratings = [(PLACES[one.place], one.draft) for one in sealed_ratings(case_id)]
    agreement = agreement_of(case_id)
    moves = moves_of(agreement.discussion_id) if agreement is not None and agreement.discussion_id else []
    moved = [(move.topic, move.reason) for move in moves]
    keys = {key for _voice, draft in ratings for key in draft.reasons_dimension} | {topic for topic, _reason in moved}
    return Spoken(
        general=[*_moved(moved, OUTCOME), *((voice, draft.reasons) for voice, draft in ratings)],
        dimensions={
            key: [*((voice, draft.reasons_dimension.get(key, "")) for voice, draft in ratings), *_moved(moved, key)]
            for key in keys
        },
        why_not_above=[(voice, draft.why_not_above) for voice, draft in ratings],
        levels={key: {voice: draft.dimensions.get(key) for voice, draft in ratings} for key in keys},
    )


def _moved(moved: Sequence[tuple[str, str]], topic: str) -> list[tuple[str, str]]:
    return [(DISCUSSION, reason) for about, reason in moved if about == topic]
