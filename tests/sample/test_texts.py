"""The library covers the scale, its passages are exact, and its variants keep every rule."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.sample.examples import Passage
from reviewboard.sample.people import confirmer
from reviewboard.sample.texts import LANGUAGES, SampleBroken, check, library, vary
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS, Limits, problems_before_submit

LIBRARY = [sample for language in LANGUAGES for sample in library(language)]
EACH = pytest.mark.parametrize("sample", LIBRARY, ids=lambda sample: sample.key)
VARIANTS = 60
TODAY = date(2026, 3, 31)
LIMITS = Limits(examples_min=1, examples_max=3, words_max=450, age_months=36, files_max=2, megabytes_max=5)


def texts_of(sample):
    return [value for value in vars(sample).values() if isinstance(value, str)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_library_covers_every_outcome(language):
    outcomes = Counter(sample.true_outcome for sample in library(language))
    assert outcomes == {
        **{Outcome.at(level): 3 for level in (1, 2, 3, 4)},
        Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service-excellence"): 1,
        Outcome(OutcomeKind.OTHER_COMPETENCY, competency="teamwork"): 1,
        Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE): 2,
    }
    assert {sample.language for sample in library(language)} == {language}


def test_library_names_competencies_of_the_shipped_scale():
    named = {sample.true_outcome.competency for sample in LIBRARY} - {None}
    known = {other.code for scale in shipped_scales() for other in scale.other_competencies}
    assert named & known == named


def test_keys_and_texts_are_all_different():
    assert len({sample.key for sample in LIBRARY}) == len(LIBRARY)
    for name in (*EXAMPLE_FIELDS, "reasons", "neighbour_reasons"):
        assert len({getattr(sample, name) for sample in LIBRARY}) == len(LIBRARY)


@EACH
def test_passages_are_exact_parts_of_their_fields(sample):
    for passage in sample.passages:
        citation = sample.citation(passage, "e1", passage.level)
        assert getattr(sample, passage.field)[citation.start : citation.end] == passage.quote


@EACH
def test_passages_of_a_level_show_both_dimensions_at_their_levels(sample):
    shown = {(passage.dimension, passage.level) for passage in sample.passages}
    if sample.true_outcome.level is None:
        assert shown == {(None, None)}
    else:
        assert shown == set(sample.dimensions.items())


@EACH
def test_every_level_below_the_top_says_why_not_above(sample):
    assert bool(sample.why_not_above) == (sample.true_outcome.level in (1, 2, 3))


@EACH
def test_neighbour_of_a_level_is_one_away(sample):
    if sample.true_outcome.level is not None:
        assert abs(sample.neighbour.level - sample.true_outcome.level) == 1


@EACH
def test_variants_keep_every_rule(sample):
    rng = Random(sample.key)
    for _ in range(VARIANTS):
        variant = vary(sample, rng)
        check(variant)
        assert [text for text in texts_of(variant) if "{" in text or "}" in text or "\n\n\n" in text] == []


@EACH
def test_variants_differ_and_keep_what_they_show(sample):
    rng = Random(7)
    variants = [vary(sample, rng) for _ in range(VARIANTS)]
    assert len({variant.context + variant.actions for variant in variants}) > VARIANTS / 2
    assert {(variant.key, variant.true_outcome, variant.neighbour, variant.effort_level) for variant in variants} == {
        (sample.key, sample.true_outcome, sample.neighbour, sample.effort_level)
    }


@EACH
def test_same_seed_gives_the_same_variant(sample):
    assert vary(sample, Random(3)) == vary(sample, Random(3))


@EACH
def test_variant_of_a_variant_is_a_variant_of_the_example(sample):
    assert vary(vary(sample, Random(1)), Random(2)) == vary(sample, Random(2))


@EACH
def test_submitted_example_is_whole(sample):
    rng = Random(5)
    for _ in range(VARIANTS):
        submitted = vary(sample, rng).submitted(TODAY, *confirmer(sample.language, rng))
        assert problems_before_submit([submitted], LIMITS, TODAY, notice_acknowledged=True) == ()


def test_submitted_example_counts_its_months_back_from_the_day():
    submitted = library("fr")[0].submitted(TODAY, "A. Témoin", "temoin@partners.example.org")
    assert (submitted.when_from, submitted.when_to) == (date(2024, 12, 1), date(2026, 1, 31))


@pytest.mark.parametrize("sample", library("fr"), ids=lambda sample: sample.key)
def test_french_is_typeset(sample):
    rng = Random(11)
    for text in (text for _ in range(VARIANTS) for text in texts_of(vary(sample, rng))):
        assert re.findall(r"['\"]| [:;?!»]|«(?!\u00a0)|(?<!\u00a0)»", text) == []


@pytest.mark.parametrize("sample", library("en"), ids=lambda sample: sample.key)
def test_english_is_typeset(sample):
    rng = Random(11)
    assert [text for _ in range(VARIANTS) for text in texts_of(vary(sample, rng)) if set("'\"") & set(text)] == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"actions": "Too short."}, "250 to 450 words"),
        ({"actions": "word " * 500}, "250 to 450 words"),
        ({"benefit": " "}, "no field is empty"),
        ({"passages": ()}, "two or three passages"),
        ({"passages": (Passage("actions", "never written", None, None),) * 2}, "stands once in actions"),
        ({"passages": (Passage("reasons", "The", None, None),) * 2}, "stands once in reasons"),
        ({"months_ago_to": 99}, "dates run forward"),
        ({"months_ago_to": 0}, "dates run forward"),
        ({"effort_level": None}, "a level for each dimension"),
        ({"effort_level": 3, "benefit_level": 2}, "highest level shown"),
        ({"true_outcome": Outcome(OutcomeKind.NOT_DEMONSTRATED)}, "a level for each dimension"),
        ({"neighbour": Outcome.at(1)}, "the neighbour differs"),
    ],
)
def test_check_names_the_rule_that_is_broken(change, rule):
    sound = library("en")[0]
    check(sound)
    with pytest.raises(SampleBroken, match=rule) as broken:
        check(replace(sound, **change))
    assert str(broken.value).startswith(sound.key)


def test_library_of_another_language_is_refused():
    with pytest.raises(ValueError, match="'de'"):
        library("de")
