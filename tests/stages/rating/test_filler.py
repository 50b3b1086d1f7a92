"""Words that say nothing are told; an honest reason, however short and in either language, is never refused."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.wording import wording_of
from reviewboard.sample.asides import ASIDES
from reviewboard.sample.phrases import move_reason, resolution_reason
from reviewboard.sample.reasons import reasons_for
from reviewboard.sample.texts import LANGUAGES, library
from reviewboard.stages.rating.filler import COPIED, FEWEST_IN_SHORT, Filler, Hollow, filler_in, hollow_parts, said_before
from reviewboard.stages.rating.rules import Outcome

WORDING = tuple(text for scale in shipped_scales() for text in wording_of(scale))
LEVELS = [Outcome.at(number) for number in range(1, 5)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Level. Level. Level. Level. Level. Level.", Filler.REPEATED),
        ("Collaborationpartenairesintervenantsexternes", Filler.FEW_WORDS),
        ("good good good good good good good good work was done", Filler.REPEATED),
        ("D’accord, d’accord, d’accord, d’accord, d’accord", Filler.REPEATED),
        ("asdf qwerty asdf zxcv asdf qwerty lkjh asdf", Filler.KEYS),
        ("azerty qsdf azerty wxcv azerty qsdf azerty", Filler.KEYS),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", Filler.KEYS),
        ("!!!! ???? .... ---- !!!! ???? .... ----", Filler.KEYS),
        ("They met once and wrote to nobody. " * 6, None),
        ("They met once. They wrote to four people. They met once.", None),
        ("", None),
        ("   ", None),
        ("Passage 2 shows it.", None),
        ("Le passage 2 le montre.", None),
        ("No plan for others.", None),
        ("Read the second passage: the property was never theirs to give.", None),
        ("The four were there 1234 times, in 2025 and 2026.", None),
    ],
)
def test_filler_is_told_from_reasons(text, found):
    assert filler_in(text) == found


@pytest.mark.parametrize("sample", [one for language in LANGUAGES for one in library(language)], ids=lambda one: one.key)
def test_no_reason_that_people_would_write_is_refused(sample):
    rng = Random(sample.key)
    texts = [*ASIDES[sample.language].values(), sample.reasons, sample.neighbour_reasons]
    for own in LEVELS:
        said = reasons_for(sample, own, rng)
        texts += [said.text, *said.by_dimension.values(), said.why_not_above]
        for other in LEVELS:
            if other != own:
                texts += [move_reason(sample, own, other, rng), resolution_reason(sample, own, own, other, rng)]
    assert [text for text in texts if filler_in(text, wording=WORDING)] == []


@pytest.mark.parametrize("words", ["", "N/A", "Non", "Absent.", "xxxxx", "idem", "OK OK", "...", "à, à, à"])
def test_short_text_needs_two_words_of_its_own(words):
    assert [bool(filler_in(f"{words}{more}", fewest=FEWEST_IN_SHORT)) for more in ("", " here, and lasting")] == [
        bool(words), False
    ]  # fmt: skip


@pytest.mark.parametrize("text", [text for text in WORDING if len(text.split()) > COPIED * 2])
def test_text_copied_from_the_scale_is_told_and_what_is_added_to_it_is_not(text):
    copied = text.upper().replace(",", " ")
    assert filler_in(copied, wording=WORDING) is Filler.FROM_SCALE
    assert filler_in(f"{text}\n{WORDING[0]}", wording=WORDING) is Filler.FROM_SCALE
    for own in ("Passage 2 shows it.", "Le passage 2 le montre."):
        assert filler_in(f"{text} {own}", wording=WORDING) is None


def test_texts_in_the_same_words_are_told_and_no_filler():
    texts = [("reasons", "They met, twice."), ("effort", "they met twice"), ("benefit", ""), ("next", "")]
    assert said_before(texts) == (("effort", "reasons"),)


def test_two_texts_of_a_form_may_be_in_the_same_words():
    texts = [("reasons", "Met them twice, and wrote.", 4), ("reasons_effort", "", 2), ("reasons_benefit", "Met, met.", 2)]
    assert hollow_parts(texts, ()) == (Hollow("reasons_benefit", Filler.REPEATED),)
    assert hollow_parts([("a", "They met twice.", 2), ("b", "They met twice.", 2)], ()) == ()


SOME = ("the", "person", "met", "three", "others", "twice", "and", "wrote", "à", "nos", "réunions", "de", "mars")


@given(st.lists(st.sampled_from(SOME), min_size=6, max_size=13, unique=True))
def test_different_words_are_a_reason_in_any_order(words):
    assert filler_in(" ".join(words)) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text):
    assert filler_in(text) in (None, *Filler)
