"""What a coordinator reads of a shortage, a waiting case, a bar: each sentence says what its data say, in both languages."""

import re

import pytest
from flask_babel import force_locale

from reviewboard.stages.assignment.lacking import HELD, NOBODY
from reviewboard.stages.assignment.rules import Bar
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.words import bar_word, barred_words, ended_word, shortage_sentence, waiting_sentence


def said(app, words, data):
    """Return what words make of data in English and in French."""
    found = []
    for language in ("en", "fr"):
        with app.test_request_context(), force_locale(language):
            found.append(words(data))
    return found


def numbers(sentence: str) -> list[str]:
    return re.findall(r"\d+", sentence)


def waiting(bar: str, short: int, language: str = "fr") -> dict:
    return {"bar": str(bar), "language": language, "short": short, "eligible": 0, "barred": {}}


WAITING = [
    (waiting(Bar.LANGUAGE, 1), "Waits for 1 more assessor who reads French."),
    (waiting(Bar.LANGUAGE, 1) | {"places": 2, "eligible": 1}, "Waits for 1 more assessor who reads French. Two places are "
     "empty: one person could sit, and both wait until two can."),
    (waiting(Bar.LANGUAGE, 2), "Waits for 2 more assessors who read French."),
    (waiting(Bar.LANGUAGE, 2, "en"), "Waits for 2 more assessors who read English."),
    (waiting(Bar.CAPACITY, 1), "Waits for 1 more place: add an assessor, or raise somebody’s “Cases at a time”."),
    (waiting(Bar.CAPACITY, 2), "Waits for 2 more places: add assessors, or raise somebody’s “Cases at a time”."),
    (waiting(Bar.TRAINING, 2), "Waits for 2 more assessors with current training on the scale."),
    (waiting(Bar.UNIT, 1), "Waits for 1 more assessor of another unit."),
    (waiting(Bar.UNIT, 2), "Waits for 2 more assessors of different units."),
    (waiting(Bar.AWAY, 1), "Waits for 1 assessor to be back: add one who is here."),
    (waiting(Bar.BEEN_SEATED, 2), "Waits for 2 more assessors: the others had a seat on it before."),
    (waiting(Bar.TOOK_PART, 2), "Waits for 2 more assessors: the others took part before."),
    (waiting(Bar.NEVER_TOGETHER, 1), "Waits for 1 more assessor: those who could sit here never sit together."),
    (waiting(Bar.EXCLUDED, 2), "Waits for 2 more assessors: your wishes leave the others out."),
    (waiting(NOBODY, 1), "Waits for 1 more assessor: nobody else may sit here."),
    (waiting(NOBODY, 2), "Waits for 2 more assessors: nobody else may sit here."),
    (waiting(HELD, 2), "Waits for you: rounds are held in this cycle."),
    *((waiting(bar, 2), "Waits for 2 more assessors without a conflict of interest.") for bar in (
        Bar.SELF, Bar.SUPERVISOR, Bar.SAME_TEAM, Bar.DECLARED, Bar.KIN, Bar.DISPUTE, Bar.CO_SIGNER)),
]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), WAITING)
def test_a_waiting_case_says_what_it_lacks(app, data, told):
    english, french = said(app, waiting_sentence, data)
    assert (english, numbers(french), french != english) == (told, numbers(told), True)


@pytest.mark.parametrize(
    ("languages", "missing", "limit", "told"),
    [
        (("fr",), 12, 27,
         "French submissions need 12 more places: add assessors, or raise everybody’s “Cases at a time” to 27."),
        (("fr",), 1, 3, "French submissions need 1 more place: add an assessor, or raise everybody’s “Cases at a time” to 3."),
        (("en",), 4, None, "English submissions need 4 more places: add assessors."),
        (("en",), 1, None, "English submissions need 1 more place: add an assessor."),
        (("en", "fr"), 2, 4, "All submissions need 2 more places: add assessors, or raise everybody’s “Cases at a time” to 4."),
    ],
)
def test_a_shortage_says_how_many_places_and_what_limit_would_do(app, languages, missing, limit, told):
    data = {"languages": list(languages), "missing": missing, "raise_limit_to": limit}
    english, french = said(app, shortage_sentence, data)
    assert (english, numbers(french), french != english) == (told, numbers(told), True)


@pytest.mark.parametrize("bar", list(Bar))
def test_every_bar_has_its_own_words_in_both_languages(app, bar):
    english, french = said(app, bar_word, bar)
    others = {words for other in Bar if other is not bar for words in said(app, bar_word, other)}
    assert english != french
    assert not {english, french} & others


def test_every_bar_of_a_waiting_case_has_a_sentence():
    asked = {data["bar"] for data, _told in WAITING}
    assert asked == {*map(str, Bar), NOBODY, HELD}


def test_the_counts_of_those_kept_out_stand_before_the_reason(app):
    assert said(app, barred_words, {"barred": {"language": 4, "away": 1}})[0] == [
        "4: does not read the language of the submission", "1: is away",
    ]  # fmt: skip
    assert said(app, barred_words, {}) == [[], []]


def test_every_way_a_seat_may_end_has_its_words(app):
    (known,) = (check for check in Seat.__table__.constraints if "seat_end_is_known" in str(check.name))
    ways = re.findall(r"'(\w+)'", str(known.sqltext))
    found = [said(app, ended_word, why) for why in ways]
    assert (len(ways), len({words for two in found for words in two})) == (8, 16)
