"""Reasons are written for any outcome, and a rating made of them could be sealed."""

from random import Random

import pytest

from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.wording import wording_of
from reviewboard.sample.reasons import rating_for, reasons_for
from reviewboard.sample.texts import LANGUAGES, library, vary
from reviewboard.stages.rating.rules import (
    Outcome,
    OutcomeKind,
    ScaleShape,
    missing_before_seal,
)

SCALE = ScaleShape(
    (1, 2, 3, 4), ("effort", "benefit"), ("service-excellence", "leadership", "teamwork"), (3,),
    tuple(text for scale in shipped_scales() for text in wording_of(scale)),
)  # fmt: skip
OUTCOMES = [
    *map(Outcome.at, SCALE.levels),
    Outcome(OutcomeKind.NOT_DEMONSTRATED),
    Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE),
    *(Outcome(OutcomeKind.OTHER_COMPETENCY, competency=code) for code in SCALE.other_competencies),
]
LIBRARY = [sample for language in LANGUAGES for sample in library(language)]
EACH = pytest.mark.parametrize("sample", LIBRARY, ids=lambda sample: sample.key)
TIMES = 12


@EACH
def test_rating_of_any_outcome_could_be_sealed(sample):
    rng = Random(sample.key)
    for outcome in OUTCOMES * TIMES:
        variant = vary(sample, rng)
        rating = rating_for(variant, outcome, "e1", rng)
        assert (rating.outcome, missing_before_seal(rating, SCALE)) == (outcome, ())
        for citation in rating.citations:
            assert getattr(variant, citation.field)[citation.start : citation.end] == citation.quote


@EACH
def test_outcome_is_the_highest_level_shown_in_both_dimensions(sample):
    rng = Random(1)
    for outcome in OUTCOMES * TIMES:
        levels = set(rating_for(sample, outcome, "e1", rng).dimensions.values())
        assert min(levels - {None}, default=None) == outcome.level
        assert (None in levels) == (outcome.level is None)


@EACH
def test_right_outcome_keeps_the_levels_of_the_example(sample):
    assert reasons_for(sample, sample.true_outcome, Random(1)).dimensions == sample.dimensions


@EACH
@pytest.mark.parametrize(("outcome", "written"), [("true_outcome", "reasons"), ("neighbour", "neighbour_reasons")])
def test_written_reasons_serve_the_outcome_they_were_written_for(sample, outcome, written):
    rng = Random(2)
    said = [reasons_for(sample, getattr(sample, outcome), rng).text for _ in range(40)]
    own = [text for text in said if getattr(sample, written) in text]
    assert 15 < len(own) < 40
    assert len(set(said)) > 6


@EACH
def test_another_outcome_never_borrows_the_written_reasons(sample):
    rng = Random(3)
    others = [outcome for outcome in OUTCOMES if outcome not in (sample.true_outcome, sample.neighbour)]
    said = [reasons_for(sample, outcome, rng).text for outcome in others for _ in range(TIMES)]
    assert [text for text in said if sample.reasons in text or sample.neighbour_reasons in text] == []


def test_other_competency_is_named_in_words():
    service = Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service-excellence")
    for language, name in (("fr", "Service d’excellence"), ("en", "Service Excellence")):
        sample = library(language)[0]
        assert name in reasons_for(sample, service, Random(1)).text


def test_same_seed_gives_the_same_rating():
    sample = library("fr")[4]
    assert rating_for(sample, sample.neighbour, "e1", Random(9)) == rating_for(
        sample, sample.neighbour, "e1", Random(9)
    )


@pytest.mark.parametrize(
    "outcome", [Outcome.at(5), Outcome(OutcomeKind.OTHER_COMPETENCY, competency="juggling")], ids=str
)
def test_outcome_that_the_scale_lacks_is_refused(outcome):
    with pytest.raises(KeyError):
        reasons_for(library("en")[0], outcome, Random(1))
