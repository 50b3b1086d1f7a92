"""Passages on a real database: found, tied, removed, and refused without a trace."""

from datetime import timedelta
from typing import Any

import pytest

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.rating.actions import (
    add_citation,
    remove_citation,
)
from reviewboard.stages.rating.refusals import (
    NoSuchPart,
    NotOnThisScale,
    PassageAmbiguous,
    PassageNotFound,
    TooLong,
    TooManyPassages,
)
from tests.building import Builder
from tests.stages.casework import ACTIONS, Casework, casework
from tests.stages.rating.raters import QUOTE, Rater, other_than


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


@pytest.fixture
def rater(work: Casework) -> Rater:
    _, first, _ = work.cleared()
    return Rater(work, first)


def test_a_passage_is_found_in_the_text_and_tied(rater: Rater) -> None:
    rater.cite(dimension="effort", level=2, note=" first ")
    cited = rater.own().citations[0]
    assert (cited.field, cited.start, cited.end, cited.quote, cited.dimension, cited.level, cited.note) == (
        "actions", 0, len(QUOTE), QUOTE, "effort", 2, "first",
    )  # fmt: skip
    assert rater.own().version == 1


def test_the_same_passage_is_cited_once_and_tied_anew_if_asked(rater: Rater) -> None:
    first = rater.cite(dimension="effort")
    assert rater.cite(dimension="effort") == first
    rater.work.build.now += timedelta(seconds=1)
    assert rater.cite(dimension="benefit") != first
    assert [cited.dimension for cited in rater.own().citations] == ["effort", "benefit"]


def test_a_passage_cited_for_no_level_takes_the_level_it_is_cited_for_again(rater: Rater) -> None:
    first = rater.cite(dimension="effort", note="sought out")
    assert rater.cite(dimension="effort", level=3) == rater.cite(dimension="effort", level=3) == first
    rater.cite(dimension="effort", level=2)
    rater.cite(dimension="benefit", level=3)
    tied = {(cited.dimension, cited.level, cited.note) for cited in rater.own().citations}
    assert tied == {("effort", 3, "sought out"), ("effort", 2, ""), ("benefit", 3, "")}


def test_a_passage_cited_again_takes_the_new_note_and_an_empty_one_takes_none_away(rater: Rater) -> None:
    first = rater.cite(dimension="effort")
    assert rater.cite(dimension="effort", note=" sought out ") == first
    assert rater.cite(dimension="effort", note="sought out") == first
    assert rater.cite(dimension="effort") == first
    assert ([cited.note for cited in rater.own().citations], rater.own().version) == (["sought out"], 2)
    rater.cite(dimension="effort", note="sought out on purpose")
    assert ([cited.note for cited in rater.own().citations], rater.own().version) == (["sought out on purpose"], 3)


def test_words_are_looked_for_everywhere_when_no_part_is_named(rater: Rater) -> None:
    rater.act(add_citation, quote="Two offices asked")
    rater.act(add_citation, quote="saves each office", field="benefit")
    assert sorted(cited.field for cited in rater.own().citations) == ["benefit", "context"]
    with pytest.raises(PassageAmbiguous):
        rater.act(add_citation, quote="I still call her every month")
    with pytest.raises(PassageNotFound):
        rater.act(add_citation, quote="saves each office", field="context")


def test_offsets_are_code_points_of_the_stored_text(rater: Rater) -> None:
    second = ACTIONS.rindex("I")
    rater.cite("I still call", start=second)
    assert rater.own().citations[0].start == second


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"quote": "words that nobody wrote"}, PassageNotFound),
        ({"quote": "  "}, PassageNotFound),
        ({"quote": "her"}, PassageAmbiguous),
        ({"field": "confirmer_name"}, NoSuchPart),
        ({"field": "candidate_id"}, NoSuchPart),
        ({"dimension": "charm"}, NotOnThisScale),
        ({"level": 9}, NotOnThisScale),
        ({"quote": "x" * 5_001}, TooLong),
        ({"note": "x" * 1_001}, TooLong),
    ],
)
def test_a_passage_that_cannot_be_taken_changes_nothing(rater: Rater, given: dict[str, Any], refusal: type) -> None:
    rater.cite()
    with pytest.raises(refusal):
        rater.cite(**given)
    assert (rater.own().version, len(rater.own().citations)) == (1, 1)


def test_an_example_of_another_case_cannot_be_cited(rater: Rater) -> None:
    elsewhere = rater.work.example(rater.work.submitted())
    with pytest.raises(NoSuchPart):
        rater.act(add_citation, example_id=elsewhere, field="actions", quote=QUOTE)


def test_passages_have_a_limit(rater: Rater, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewboard.stages.rating.cite.MOST_PASSAGES", 1)
    rater.cite()
    with pytest.raises(TooManyPassages):
        rater.cite("She brought two colleagues")
    assert len(rater.own().citations) == 1


def test_a_passage_is_removed_by_its_author_only(rater: Rater) -> None:
    citation_id = rater.cite()
    other = other_than(rater)
    with pytest.raises(NotYours):
        other.act(remove_citation, citation_id=citation_id)
    assert len(rater.own().citations) == 1
    rater.act(remove_citation, citation_id=citation_id)
    assert (rater.own().citations, rater.own().version) == ((), 2)
