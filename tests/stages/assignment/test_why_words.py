"""Why these two and why not her, in words: each sentence says what its data say, in both languages."""

import re

import pytest
from flask_babel import force_locale

from reviewboard.stages.assignment.explaining import Beside, WhyNot
from reviewboard.stages.assignment.rules import Bar
from reviewboard.stages.assignment.why_words import why_not_sentences, why_this_one

NAMES = {"a": "Ana", "b": "Ben"}
FITS = ("other_unit", "own_language", "one_language", "experience", "recent")


def facts_in(sentence):
    """Return the numbers and names in a sentence: what every language has to say."""
    return re.findall(r"\b(?:\d+|Ana|Ben|Cat)\b", sentence)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (WhyNot(False, False, (), 0, ()), ["Cat is not an assessor of this cycle."]),
        (WhyNot(True, True, (), 0, ()), ["Cat sits on this case."]),
        (WhyNot(True, False, (Bar.LANGUAGE, Bar.AWAY), 0, ()), [
            "Cat may not sit here: does not read the language of the submission.", "Cat may not sit here: is away."]),
        (WhyNot(True, False, (), 2, (Beside("a", 0.5, 1), Beside("b", -0.5, 0)), True), [
            "Cat could sit here today, and has 2 cases.", "Ana fits better, and has 1 case.",
            "Ben fits less well, and has 0 cases.",
            "A round weighs all cases together and draws lots among equals; opened seats never move."]),
        (WhyNot(True, False, (), 1, (Beside("a", 0.0, 3),)), [
            "Nothing keeps Cat from this case, whose places are taken. Cat has 1 case.", "Ana fits as well, and has 3 cases.",
            "A round weighs all cases together and draws lots among equals; opened seats never move."]),
    ],
)  # fmt: skip
def test_why_not_her_says_what_the_data_say(app, why, told):
    with app.test_request_context(), force_locale("en"):
        assert why_not_sentences(why, "Cat", NAMES) == told
    with app.test_request_context(), force_locale("fr"):
        french = why_not_sentences(why, "Cat", NAMES)
        assert [facts_in(sentence) for sentence in french] == [facts_in(sentence) for sentence in told]
        assert not set(french) & set(told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"pinned": True}, "A coordinator asked for them."),
        ({"eligible": 1}, "1 assessor could sit here."),
        ({"eligible": 3}, "3 assessors could sit here."),
        ({"better": 1}, "1 who does not sit here fits this case better; a round weighs all cases and loads together."),
        ({"better": 2}, "2 who do not sit here fit this case better; a round weighs all cases and loads together."),
        ({"seats_before": 1}, "This one had 1 seat before."),
        ({"fit": {"other_unit": 1.0}}, "They work in another unit than the candidate."),
        ({"fit": {"own_language": 0.5}}, "The submission is in the language they work in."),
        ({"fit": {"one_language": 0.5}}, "They read one language; those who read both stay free for cases that are short."),
        ({"fit": {"experience": 0.05}}, "They have rated this competency before."),
        ({"fit": {"recent": -0.5}},
         "They were given a case with the other assessor in the last two months, which counted against it."),
        ({"shared": {"a": 0}}, "They had no case with Ana before."),
        ({"shared": {"a": 2}}, "They had 2 cases with Ana before."),
        ({"shared": {"?": 1}}, "They had 1 case with the other assessor before."),
        ({"barred": {"language": 4}}, "4 could not: does not read the language of the submission."),
    ],
)
def test_why_this_one_says_what_the_round_weighed(app, data, told):
    with app.test_request_context(), force_locale("en"):
        assert why_this_one(data, NAMES) == [told]
        assert why_this_one({"pinned": False, "better": 0, "fit": dict.fromkeys(FITS, 0.0)}, NAMES) == []
    with app.test_request_context(), force_locale("fr"):
        (french,) = why_this_one(data, NAMES)
        assert (facts_in(french), french != told) == (facts_in(told), True)
