"""Words as people count them, dates as the calendar has them, and every problem with its place."""

import json
import unicodedata
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.submission.rules import (
    EXAMPLE_FIELDS,
    ExampleText,
    Limits,
    Problem,
    ProblemKind,
    example_words,
    months_before,
    problem_of_file,
    problems_before_submit,
    submission_content,
    word_count,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t\u00a0\u202f\u3000", 0),
        ("one", 1),
        ("one two", 2),
        ("one\r\ntwo\u2028three\x0bfour", 4),
        ("l'équipe d’à côté", 3),
        ("aujourd'hui, c'est-à-dire demain", 3),
        ("« Bonjour ! » – dit-elle…", 2),
        ("Est-ce vrai\u202f? Oui\u00a0!", 3),
        ("– — - * / …", 0),
        ("3,5 % de 1 000 $", 4),
        ("🤝 👩‍👩‍👧 🇨🇦", 0),
        ("merci🤝 🤝merci", 2),
        ("e\u0301te\u0301 passe\u0301", 2),
        ("\u0301", 0),
        ("a\u200bb", 2),
        ("–\u200b–", 0),
        ("soft\u00adhyphen", 1),
        ("naïve_name x_y", 2),
        ("½ ②", 2),
        ("ᐃᓄᒃᑎᑐᑦ ᖃᓂᐅᔮᖅᐸᐃᑦ", 2),
    ],
)
def test_word_count_counts_as_people_do(text, words):
    assert word_count(text) == words


some_text = st.text(st.sampled_from("aéÉœ'’-–.,!?🤝🇨1½ \n\u00a0\u202f\u0301\u200b"), max_size=40)


@given(some_text, some_text)
def test_word_count_adds_up_over_white_space(one, other):
    assert word_count(f"{one} {other}") == word_count(one) + word_count(other)


@given(some_text)
def test_word_count_does_not_depend_on_how_accents_apostrophes_and_spaces_are_typed(text):
    assert word_count(unicodedata.normalize("NFC", text)) == word_count(unicodedata.normalize("NFD", text))
    assert word_count(text.replace("'", "’")) == word_count(text.replace("’", "'"))
    assert word_count(text.replace(" ", "\u00a0")) == word_count(text.replace("\u00a0", " \n"))


@given(st.text())
def test_word_count_is_never_more_than_the_letters_and_digits(text):
    assert 0 <= word_count(text) <= sum(map(str.isalnum, text))


TODAY = date(2027, 3, 31)
LIMITS = Limits(examples_min=1, examples_max=2, words_max=20, age_months=24, files_max=3, megabytes_max=2)
EXAMPLE = ExampleText(
    title="A network",
    when_from=date(2026, 1, 5),
    when_to=date(2026, 6, 30),
    context="The audit needed help.",
    contacts="Two accountants.",
    why_not_clients="They are neither.",
    actions="I called them.",
    result="They answered.",
    benefit="Fewer errors.",
    confirmer_name="A. Roy",
    confirmer_email="a.roy@example.org",
)


def test_example_fields_are_the_texts_of_an_example_in_order():
    texts = [field.name for field in fields(ExampleText) if field.type is str]
    assert texts == [*EXAMPLE_FIELDS, "confirmer_name", "confirmer_email"]


def test_example_words_adds_up_its_texts_only():
    assert example_words(EXAMPLE) == 2 + 4 + 2 + 3 + 3 + 2 + 2


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({}, ()),
        *(({name: " \n"}, (Problem(ProblemKind.EMPTY, 0, name),)) for name in (*EXAMPLE_FIELDS, "confirmer_name")),
        ({"when_from": None}, (Problem(ProblemKind.EMPTY, 0, "when_from"),)),
        ({"when_from": None, "when_to": None}, (Problem(ProblemKind.EMPTY, 0, "when_from"),)),
        ({"when_to": None}, ()),
        ({"when_to": date(2026, 1, 5)}, ()),
        ({"when_to": date(2026, 1, 4)}, (Problem(ProblemKind.DATES_REVERSED, 0, "when_to"),)),
        ({"when_to": TODAY}, ()),
        ({"when_to": date(2027, 4, 1)}, (Problem(ProblemKind.IN_FUTURE, 0, "when_to"),)),
        ({"when_from": TODAY, "when_to": None}, ()),
        ({"when_from": date(2027, 4, 1), "when_to": None}, (Problem(ProblemKind.IN_FUTURE, 0, "when_from"),)),
        ({"when_from": date(1990, 1, 1), "when_to": date(2025, 3, 31)}, ()),
        (
            {"when_from": date(1990, 1, 1), "when_to": date(2025, 3, 30)},
            (Problem(ProblemKind.TOO_OLD, 0, "when_to", limit=24),),
        ),
        (
            {"when_from": date(1990, 1, 1), "when_to": None},
            (Problem(ProblemKind.TOO_OLD, 0, "when_from", limit=24),),
        ),
        ({"actions": "word " * 5}, ()),
        ({"actions": "word " * 6}, (Problem(ProblemKind.TOO_MANY_WORDS, 0, limit=20, found=21),)),
        ({"confirmer_email": ""}, ()),
        ({"confirmer_email": " roy@tax.example.org "}, ()),
        ({"confirmer_email": "roy@X.example"}, ()),
        *(
            ({"confirmer_email": wrong}, (Problem(ProblemKind.NOT_AN_EMAIL, 0, "confirmer_email"),))
            for wrong in (
                "roy",
                "@example.org",
                "roy@",
                "roy@example",
                "r@y@example.org",
                "r oy@example.org",
                "roy@org.",
            )
        ),
        (
            {"benefit": "", "when_to": date(2027, 4, 1), "actions": "word " * 9, "confirmer_email": "roy"},
            (
                Problem(ProblemKind.EMPTY, 0, "benefit"),
                Problem(ProblemKind.IN_FUTURE, 0, "when_to"),
                Problem(ProblemKind.TOO_MANY_WORDS, 0, limit=20, found=22),
                Problem(ProblemKind.NOT_AN_EMAIL, 0, "confirmer_email"),
            ),
        ),
    ],
)
def test_problems_of_an_example_name_their_place(change, problems):
    assert problems_before_submit([replace(EXAMPLE, **change)], LIMITS, TODAY, True) == problems


@pytest.mark.parametrize(
    ("count", "acknowledged", "problems"),
    [
        (0, True, (Problem(ProblemKind.TOO_FEW_EXAMPLES, limit=1, found=0),)),
        (1, True, ()),
        (2, True, ()),
        (3, True, (Problem(ProblemKind.TOO_MANY_EXAMPLES, limit=2, found=3),)),
        (2, False, (Problem(ProblemKind.NOTICE),)),
        (0, False, (Problem(ProblemKind.NOTICE), Problem(ProblemKind.TOO_FEW_EXAMPLES, limit=1, found=0))),
    ],
)
def test_problems_of_the_whole_come_first(count, acknowledged, problems):
    assert problems_before_submit([EXAMPLE] * count, LIMITS, TODAY, acknowledged) == problems


def test_problems_name_the_example_they_are_in():
    examples = [EXAMPLE, replace(EXAMPLE, result=""), replace(EXAMPLE, title="")]
    assert problems_before_submit(examples, LIMITS, TODAY, True) == (
        Problem(ProblemKind.TOO_MANY_EXAMPLES, limit=2, found=3),
        Problem(ProblemKind.EMPTY, 1, "result"),
        Problem(ProblemKind.EMPTY, 2, "title"),
    )


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 12, 31), 12, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 3, 31), 27, date(2024, 12, 31)),
        (date(2, 3, 15), 12, date(1, 3, 15)),
        (date(2, 3, 1), 14, date(1, 1, 1)),
        (date(2, 3, 1), 15, date(1, 1, 1)),
        (date(2, 3, 1), 900, date(1, 1, 1)),
    ],
)
def test_months_before_keeps_to_the_calendar(day, months, earlier):
    assert months_before(day, months) == earlier


@given(st.dates(date(1900, 1, 1)), st.integers(0, 600))
def test_months_before_goes_back_whole_months(day, months):
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or (earlier.day < day.day and (earlier + timedelta(days=1)).day == 1)


MEGABYTE = 1_048_576


@pytest.mark.parametrize(
    ("already", "size", "problem"),
    [
        (0, 1, None),
        (2, 2 * MEGABYTE, None),
        (0, 2 * MEGABYTE + 1, Problem(ProblemKind.FILE_TOO_LARGE, limit=2)),
        (0, 0, Problem(ProblemKind.FILE_EMPTY)),
        (3, 1, Problem(ProblemKind.TOO_MANY_FILES, limit=3, found=4)),
        (3, 0, Problem(ProblemKind.TOO_MANY_FILES, limit=3, found=4)),
    ],
)
def test_a_file_joins_an_example_within_the_limits(already, size, problem):
    assert problem_of_file(already, size, LIMITS) == problem


def test_submission_content_is_one_form_of_plain_values():
    content = submission_content([EXAMPLE], {"f2": "bb", "f1": "aa"}, scale="c0ffee", language="en")
    assert json.dumps(content) == json.dumps(
        {
            "examples": [
                {
                    "title": "A network",
                    "when_from": "2026-01-05",
                    "when_to": "2026-06-30",
                    "context": "The audit needed help.",
                    "contacts": "Two accountants.",
                    "why_not_clients": "They are neither.",
                    "actions": "I called them.",
                    "result": "They answered.",
                    "benefit": "Fewer errors.",
                    "confirmer_name": "A. Roy",
                    "confirmer_email": "a.roy@example.org",
                }
            ],
            "evidence": {"f1": "aa", "f2": "bb"},
            "pinned": {"language": "en", "scale": "c0ffee"},
        }
    )


@given(st.sampled_from([field.name for field in fields(ExampleText)]), st.text(max_size=5))
def test_submission_content_changes_with_every_part_of_an_example(name, text):
    value = None if name.startswith("when") else getattr(EXAMPLE, name) + text + "\u0301"
    changed = replace(EXAMPLE, **{name: value})
    assert submission_content([changed], {}) != submission_content([EXAMPLE], {})
    assert submission_content([EXAMPLE, changed], {}) != submission_content([changed, EXAMPLE], {})
