"""How a record came about, whose reasons it carries, what came next."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reviewboard.stages.rating.rules import Outcome, OutcomeKind, RatingDraft
from reviewboard.stages.record.rules import (
    Method,
    Path,
    RecordReasons,
    basis,
    compose_reasons,
    next_level_needed,
    told_apart,
    years_after,
)


@pytest.mark.parametrize(
    ("path", "signed", "method"),
    [
        (Path.AGREEMENT, False, Method.AGREEMENT),
        (Path.AGREEMENT, True, Method.CONFIRMED_AGREEMENT),
        (Path.DISCUSSION, False, Method.DISCUSSION),
        (Path.DISCUSSION, True, Method.CONFIRMED_DISCUSSION),
        (Path.RESOLUTION, False, Method.RESOLUTION),
        (Path.RESOLUTION, True, Method.COUNTERSIGNED_RESOLUTION),
    ],
)
def test_basis_names_the_path_and_the_signature(path, signed, method):
    assert basis(path, signed=signed) is method


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 11, 28), 5, date(2031, 11, 28)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (datetime(2028, 2, 29, 23, 5, tzinfo=UTC), 2, datetime(2030, 3, 1, 23, 5, tzinfo=UTC)),
    ],
)
def test_years_after_is_the_same_day_and_hour(day, years, then):
    assert years_after(day, years) == then


AT_TWO = RatingDraft(
    in_scope=True,
    dimensions={"effort": 2, "benefit": 2},
    outcome=Outcome.at(2),
    reasons="A new contact was found.",
    reasons_dimension={"effort": "She had to look for it.", "benefit": " "},
    why_not_above="The need was immediate.",
    citations=(),
    single_contact_noted=None,
)
ALSO_TWO = replace(
    AT_TWO,
    reasons="Une nouvelle relation.",
    reasons_dimension={"benefit": "Immédiat.", "effort": "She had to look for it."},
    why_not_above="",
)
AT_THREE = replace(AT_TWO, outcome=Outcome.at(3), reasons="Future issues.", why_not_above="Not strategic.")


@pytest.mark.parametrize(
    ("ratings", "decided", "reasons"),
    [
        ((), (), RecordReasons((), {}, ())),
        (
            (AT_TWO, AT_THREE),
            ("The second reading rests on a plan, not on what was done.", " "),
            RecordReasons(
                ("The second reading rests on a plan, not on what was done.", "A new contact was found."),
                {"effort": ("She had to look for it.",)},
                ("The need was immediate.",),
            ),
        ),
        (
            (AT_TWO, ALSO_TWO),
            (),
            RecordReasons(
                ("A new contact was found.", "Une nouvelle relation."),
                {"effort": ("She had to look for it.",), "benefit": ("Immédiat.",)},
                ("The need was immediate.",),
            ),
        ),
        (
            (AT_TWO, AT_TWO),
            ("A new contact was found.",),
            RecordReasons(
                ("A new contact was found.",), {"effort": ("She had to look for it.",)}, ("The need was immediate.",)
            ),
        ),
        ((AT_THREE,), ("Neither holds.",), RecordReasons(("Neither holds.",), {}, ())),
    ],
)
def test_reasons_are_those_of_the_deciders_and_of_the_ratings_that_say_so(ratings, decided, reasons):
    assert compose_reasons(Outcome.at(2), ratings, decided) == reasons


def test_reasons_for_a_dimension_that_one_rating_left_out_come_from_the_other():
    silent = replace(AT_TWO, reasons_dimension={})
    assert compose_reasons(Outcome.at(2), (silent, ALSO_TWO)).dimensions == {
        "benefit": ("Immédiat.",),
        "effort": ("She had to look for it.",),
    }


@pytest.mark.parametrize(
    ("levels", "outcome", "needed"),
    [
        ((1, 2, 3, 4), Outcome.at(1), 2),
        ((1, 2, 3, 4), Outcome.at(3), 4),
        ((1, 2, 3, 4), Outcome.at(4), None),
        ((4, 3, 2, 1), Outcome.at(2), 3),
        ((0, 1, 2), Outcome.at(0), 1),
        ((0, 1, 2), Outcome(OutcomeKind.NOT_DEMONSTRATED), 1),
        ((1, 2, 3, 4), Outcome(OutcomeKind.NOT_DEMONSTRATED), 1),
        ((1, 3), Outcome.at(1), 3),
        ((), Outcome(OutcomeKind.NOT_DEMONSTRATED), None),
        ((1, 2, 3, 4), Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE), None),
        ((1, 2, 3, 4), Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service"), None),
    ],
)
def test_next_level_needed_is_the_one_above(levels, outcome, needed):
    assert next_level_needed(levels, outcome) == needed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I saw one.\n\nI saw two.", [("first", "I saw one."), ("second", "I saw two.")]),
        ("A move.\n\nI saw\n\none.\n\nI saw two.", [("", "A move.\n\nI saw\n\none.\n\nI saw two.")]),
        ("I saw two.", [("", "I saw two.")]),
        ("A lead's own words.", [("", "A lead's own words.")]),
        ("", [("", "")]),
    ],
)
def test_told_apart_gives_each_words_their_voice_and_leaves_other_words_whole(text, parts):
    assert told_apart(text, [("first", "I saw one."), ("second", "I saw two."), ("third", "")]) == parts
