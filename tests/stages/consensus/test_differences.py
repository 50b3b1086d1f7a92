"""A disagreement is typed: scope, missed evidence, dimension, one passage read in two ways, the anchor."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.consensus.differences import Difference, DifferenceKind, differences, share_text
from reviewboard.stages.consensus.rules import Side
from reviewboard.stages.rating.rules import Citation, Outcome, OutcomeKind, RatingDraft

PASSAGE = Citation("e1", "actions", 10, 20, "ten chars.", "effort", 2)
SAME = replace(PASSAGE, start=15, end=25)
ELSEWHERE = replace(PASSAGE, start=40, end=50, dimension="benefit")
RATING = RatingDraft(
    in_scope=True,
    dimensions={"effort": 2, "benefit": 2},
    outcome=Outcome.at(2),
    reasons="reasons",
    reasons_dimension={},
    why_not_above="",
    citations=(PASSAGE,),
    single_contact_noted=None,
)
SCOPE = Difference(DifferenceKind.SCOPE)
ANCHOR = Difference(DifferenceKind.ANCHOR_READING)
EFFORT = Difference(DifferenceKind.DIMENSION, "effort")
BENEFIT = Difference(DifferenceKind.DIMENSION, "benefit")
NOT_SHOWN = Outcome(OutcomeKind.NOT_DEMONSTRATED)


def missed(citation: Citation, by: Side) -> Difference:
    return Difference(DifferenceKind.MISSED_EVIDENCE, citation.dimension, by, (citation,))


def read_differently(one: Citation, other: Citation) -> Difference:
    return Difference(DifferenceKind.SAME_PASSAGE_READ_DIFFERENTLY, one.dimension, citations=(one, other))


AT_THREE = replace(SAME, level=3)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, ()),
        ({"reasons": "other words", "single_contact_noted": True}, ()),
        ({"in_scope": False}, (SCOPE,)),
        ({"in_scope": False, "outcome": NOT_SHOWN}, (SCOPE,)),
        ({"dimensions": {"effort": 3, "benefit": 2}}, (EFFORT,)),
        ({"dimensions": {"benefit": 1, "effort": 3}}, (EFFORT, BENEFIT)),
        ({"dimensions": {"effort": None, "benefit": 2}}, ()),
        ({"dimensions": {}}, ()),
        ({"outcome": Outcome.at(3)}, (ANCHOR,)),
        ({"outcome": NOT_SHOWN}, (ANCHOR,)),
        ({"outcome": Outcome.at(3), "dimensions": {"effort": 3, "benefit": 2}}, (EFFORT, ANCHOR)),
        ({"citations": (SAME,)}, ()),
        ({"citations": (AT_THREE,)}, (read_differently(PASSAGE, AT_THREE),)),
        ({"citations": (AT_THREE,), "outcome": Outcome.at(3)}, (read_differently(PASSAGE, AT_THREE), ANCHOR)),
        ({"citations": (replace(AT_THREE, level=None),)}, ()),
        ({"citations": (replace(AT_THREE, dimension="benefit"),)}, ()),
        ({"citations": (PASSAGE, ELSEWHERE)}, (missed(ELSEWHERE, Side.FIRST),)),
        ({"citations": (ELSEWHERE,)}, (missed(PASSAGE, Side.SECOND), missed(ELSEWHERE, Side.FIRST))),
        (
            {"citations": (PASSAGE, ELSEWHERE), "outcome": Outcome.at(3), "dimensions": {"effort": 2, "benefit": 3}},
            (missed(ELSEWHERE, Side.FIRST), BENEFIT),
        ),
        (
            {"in_scope": None, "citations": (AT_THREE, ELSEWHERE), "dimensions": {"effort": 3, "benefit": 2}},
            (SCOPE, missed(ELSEWHERE, Side.FIRST), EFFORT, read_differently(PASSAGE, AT_THREE)),
        ),
    ],
)
def test_differences_are_typed_and_ordered(change, found):
    assert differences(RATING, replace(RATING, **change)) == found


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        ({}, True),
        ({"start": 19, "end": 30}, True),
        ({"start": 20, "end": 30}, False),
        ({"start": 0, "end": 11}, True),
        ({"start": 0, "end": 10}, False),
        ({"start": 12, "end": 13}, True),
        ({"start": 0, "end": 90}, True),
        ({"field": "result"}, False),
        ({"example_id": "e2"}, False),
    ],
)
def test_passages_share_text_from_one_character_on(change, shared):
    other = replace(PASSAGE, **change)
    assert share_text(PASSAGE, other) is share_text(other, PASSAGE) is shared


citations = st.builds(
    lambda start, length, dimension, level: Citation("e1", "actions", start, start + length, "q", dimension, level),
    st.integers(0, 30),
    st.integers(1, 20),
    st.sampled_from([None, "effort", "benefit"]),
    st.none() | st.integers(1, 4),
)
ratings = st.builds(
    lambda scope, effort, level, cited: replace(
        RATING,
        in_scope=scope,
        dimensions={"effort": effort, "benefit": 2},
        outcome=Outcome.at(level),
        citations=tuple(cited),
    ),
    st.booleans(),
    st.none() | st.integers(1, 4),
    st.integers(1, 4),
    st.lists(citations, max_size=4),
)


@given(ratings, ratings)
def test_differences_are_found_whoever_comes_first(one, other):
    def turned(difference: Difference) -> Difference:
        by = {None: None, Side.FIRST: Side.SECOND, Side.SECOND: Side.FIRST}[difference.missed_by]
        return replace(difference, missed_by=by, citations=difference.citations[::-1])

    assert sorted(map(repr, differences(one, other))) == sorted(repr(turned(d)) for d in differences(other, one))


@given(ratings)
def test_a_rating_does_not_differ_from_itself_unless_it_cites_one_passage_at_two_levels(rating):
    kinds = {difference.kind for difference in differences(rating, rating)}
    levels: dict[str | None, set[int]] = {}
    for citation in rating.citations:
        levels.setdefault(citation.dimension, set()).update({citation.level} - {None})
    assert kinds <= {DifferenceKind.SAME_PASSAGE_READ_DIFFERENTLY}
    assert not kinds or max(map(len, levels.values())) > 1


@given(ratings, ratings)
def test_two_outcomes_that_differ_always_have_a_difference_to_talk_about(one, other):
    assert one.outcome == other.outcome or differences(one, other)
