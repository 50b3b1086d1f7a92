"""Every phrase is there in both languages, fills its places, and is long enough for its purpose."""

import re
from random import Random
from string import Formatter

import pytest

from reviewboard.sample.phrases import (
    ABOUT,
    CONFLICTS,
    conflict_note,
    discussion_message,
    move_reason,
    outcome_words,
    phrases,
    resolution_reason,
    withdraw_reason,
)
from reviewboard.sample.texts import LANGUAGES, library
from reviewboard.stages.consensus.rules import MIN_REASONS_NEITHER
from reviewboard.stages.rating.rules import MIN_REASONS, Outcome, OutcomeKind, text_length

OUTCOMES = [
    Outcome.at(1),
    Outcome.at(4),
    Outcome(OutcomeKind.NOT_DEMONSTRATED),
    Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE),
    Outcome(OutcomeKind.OTHER_COMPETENCY, competency="teamwork"),
]
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
TIMES = 30


def shape(part):
    """The keys and lengths of a nested value, and the places each of its texts fills, the words left out."""
    if isinstance(part, dict):
        return {key: shape(value) for key, value in part.items() if key != "name"}
    if isinstance(part, list):
        return [shape(value) for value in part]
    return sorted({name for _, name, _, _ in Formatter().parse(part) if name})


def every_text(part):
    if isinstance(part, dict):
        return [text for value in part.values() for text in every_text(value)]
    return [text for value in part for text in every_text(value)] if isinstance(part, list) else [part]


def test_both_languages_have_the_same_phrases():
    french, english = (shape(phrases(language)) for language in LANGUAGES)
    assert french == english


def test_french_phrases_are_typeset():
    for text in every_text(phrases("fr")):
        assert re.findall(r"['\"]| [:;?!»]|«(?!\u00a0)|(?<!\u00a0)»", text) == []


@IN_EACH_LANGUAGE
def test_resolution_reasons_are_long_enough_for_any_outcome(language):
    rng = Random(1)
    for sample in library(language):
        said = [resolution_reason(sample, *rng.choices(OUTCOMES, k=3), rng) for _ in range(TIMES)]
        assert min(map(text_length, said)) >= MIN_REASONS_NEITHER
        assert [text for text in said if "{" in text] == []


@IN_EACH_LANGUAGE
def test_move_reasons_say_where_from_and_where_to(language):
    rng = Random(2)
    for sample in library(language):
        before, after = rng.sample(OUTCOMES, 2)
        said = move_reason(sample, before, after, rng)
        assert text_length(said) >= MIN_REASONS
        assert outcome_words(language, before) in said
        assert outcome_words(language, after) in said


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("about", ABOUT)
def test_discussion_messages_name_an_outcome_or_quote_the_example(language, about):
    rng = Random(3)
    for sample in library(language):
        for _ in range(TIMES):
            said = discussion_message(sample, about, sample.true_outcome, sample.neighbour, rng)
            quotes = [passage.quote.rstrip(".") for passage in sample.passages]
            words = [outcome_words(language, outcome) for outcome in (sample.true_outcome, sample.neighbour)]
            assert any(part in said for part in quotes + words)
            assert "{" not in said


def test_discussion_quotes_a_passage_of_the_dimension_it_is_about():
    rng = Random(4)
    for sample in library("en")[:12]:
        for_benefit = [passage.quote.rstrip(".") for passage in sample.passages if passage.dimension == "benefit"]
        for_effort = [passage.quote.rstrip(".") for passage in sample.passages if passage.dimension == "effort"]
        said = [discussion_message(sample, "benefit", Outcome.at(1), Outcome.at(2), rng) for _ in range(TIMES)]
        assert all(any(quote in text for quote in for_benefit) for text in said)
        assert not any(quote in text for quote in for_effort for text in said)


@IN_EACH_LANGUAGE
def test_notes_come_in_variants_and_repeat_with_the_seed(language):
    for kind in CONFLICTS:
        assert len({conflict_note(language, kind, Random(seed)) for seed in range(TIMES)}) >= 2
        assert conflict_note(language, kind, Random(5)) == conflict_note(language, kind, Random(5))
    assert len({withdraw_reason(language, Random(seed)) for seed in range(TIMES)}) == 4
