"""Where two sealed ratings part: the scope, a dimension, evidence one of them missed, a passage or the anchor itself.

Pure like the rules. Source: the product's stage "Consensus": the disagreement is typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from reviewboard.stages.consensus.rules import Side
from reviewboard.stages.rating.rules import Citation, RatingDraft


class DifferenceKind(StrEnum):
    """The kinds of disagreement, in the order in which two people best talk about them."""

    SCOPE = "scope"
    MISSED_EVIDENCE = "missed_evidence"
    DIMENSION = "dimension"
    SAME_PASSAGE_READ_DIFFERENTLY = "same_passage_read_differently"
    ANCHOR_READING = "anchor_reading"


@dataclass(frozen=True)
class Difference:
    """One difference. `dimension` says which, `missed_by` who did not cite what `citations` holds.

    For one passage read differently `citations` holds the first rater's mark, then the second's.
    """

    kind: DifferenceKind
    dimension: str | None = None
    missed_by: Side | None = None
    citations: tuple[Citation, ...] = ()


def differences(first: RatingDraft, second: RatingDraft) -> tuple[Difference, ...]:
    """Return how two sealed ratings differ, ordered by kind, then as the first rating tells it.

    The anchor was read differently when the outcomes differ though both saw the same scope and the same passages.
    """
    scope = [Difference(DifferenceKind.SCOPE)] if first.in_scope != second.in_scope else []
    missed = [*_missed(first, second, Side.SECOND), *_missed(second, first, Side.FIRST)]
    anchor = first.outcome != second.outcome and not scope and not missed
    return (
        *scope,
        *missed,
        *_dimensions(first, second),
        *_read_differently(first, second),
        *([Difference(DifferenceKind.ANCHOR_READING)] if anchor else []),
    )


def share_text(one: Citation, other: Citation) -> bool:
    """Return whether two citations have at least one character of the same field of the same example in common."""
    same_field = (one.example_id, one.field) == (other.example_id, other.field)
    return same_field and one.start < other.end and other.start < one.end


def _missed(cited: RatingDraft, other: RatingDraft, missed_by: Side) -> Iterator[Difference]:
    for citation in cited.citations:
        if not any(share_text(citation, theirs) for theirs in other.citations):
            yield Difference(DifferenceKind.MISSED_EVIDENCE, citation.dimension, missed_by, (citation,))


def _dimensions(first: RatingDraft, second: RatingDraft) -> Iterator[Difference]:
    for dimension, level in first.dimensions.items():
        if _differ(level, second.dimensions.get(dimension)):
            yield Difference(DifferenceKind.DIMENSION, dimension)


def _read_differently(first: RatingDraft, second: RatingDraft) -> Iterator[Difference]:
    for one, other in product(first.citations, second.citations):
        if share_text(one, other) and one.dimension == other.dimension and _differ(one.level, other.level):
            yield Difference(DifferenceKind.SAME_PASSAGE_READ_DIFFERENTLY, one.dimension, citations=(one, other))


def _differ(level: int | None, other: int | None) -> bool:
    """Two levels differ only where both were given: what was left open contradicts nothing."""
    return len({level, other} - {None}) == 2
