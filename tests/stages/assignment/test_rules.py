"""Every bar between a person and a seat, alone and together, and shortages with their numbers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.assignment.rules import (
    SEATS,
    Bar,
    CaseNeed,
    Person,
    Shortage,
    bars,
    shortages,
)

TODAY = date(2027, 3, 15)
DAY = timedelta(days=1)
CANDIDATE = Person("cand", unit="Audit", team="North", above=frozenset({"boss", "chief"}), email="cand@example.org")
NEED = CaseNeed("c1", CANDIDATE, "fr", confirmer_emails=frozenset({"Roy@Example.org "}))
ASSESSOR = Person(
    "ana",
    unit="Appeals",
    team="East",
    above=frozenset({"other"}),
    email="ana@example.org",
    languages=frozenset({"fr", "en"}),
    capacity=3,
    load=2,
    trained_until=TODAY,
)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, ()),
        ({"account_id": "cand"}, (Bar.SELF,)),
        ({"account_id": "boss"}, (Bar.SUPERVISOR,)),
        ({"account_id": "chief"}, (Bar.SUPERVISOR,)),
        ({"above": frozenset({"cand"})}, (Bar.SUPERVISOR,)),
        ({"above": frozenset({"other", "cand"})}, (Bar.SUPERVISOR,)),
        ({"above": frozenset({"boss", "chief"})}, ()),
        ({"above": frozenset()}, ()),
        ({"unit": "Audit", "team": "North"}, (Bar.SAME_TEAM,)),
        ({"unit": " audit", "team": "NORTH "}, (Bar.SAME_TEAM,)),
        ({"unit": "Audit"}, ()),
        ({"team": "North"}, ()),
        ({"unit": "Audit", "team": ""}, ()),
        ({"email": "roy@example.ORG"}, (Bar.CO_SIGNER,)),
        ({"email": ""}, ()),
        ({"languages": frozenset({"en"})}, (Bar.LANGUAGE,)),
        ({"languages": frozenset()}, (Bar.LANGUAGE,)),
        ({"languages": frozenset({"fr"})}, ()),
        ({"trained_until": None}, (Bar.TRAINING,)),
        ({"trained_until": TODAY - DAY}, (Bar.TRAINING,)),
        ({"trained_until": TODAY + DAY}, ()),
        ({"load": 3}, (Bar.CAPACITY,)),
        ({"load": 4}, (Bar.CAPACITY,)),
        ({"capacity": 0, "load": 0}, (Bar.CAPACITY,)),
        ({"away_from": TODAY, "away_to": TODAY}, (Bar.AWAY,)),
        ({"away_from": TODAY - DAY, "away_to": TODAY + DAY}, (Bar.AWAY,)),
        ({"away_from": TODAY + DAY, "away_to": TODAY + DAY}, ()),
        ({"away_from": TODAY - DAY, "away_to": TODAY - DAY}, ()),
        ({"away_from": TODAY}, (Bar.AWAY,)),
        ({"away_from": TODAY + DAY}, ()),
        ({"away_to": TODAY}, (Bar.AWAY,)),
        ({"away_to": TODAY - DAY}, ()),
        ({"never_with": frozenset({"ben"})}, ()),
        (
            {"account_id": "boss", "languages": frozenset(), "trained_until": None, "load": 9},
            (Bar.SUPERVISOR, Bar.LANGUAGE, Bar.TRAINING, Bar.CAPACITY),
        ),
    ],
)
def test_bars_name_each_fact_about_a_person(change, found):
    assert bars(replace(ASSESSOR, **change), NEED, TODAY) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"language": "en"}, ()),
        ({"language": "iu"}, (Bar.LANGUAGE,)),
        ({"previous": frozenset({"ana"})}, (Bar.BEEN_SEATED,)),
        ({"previous": frozenset({"ben"})}, ()),
        ({"seated": frozenset({"ben"})}, (Bar.NEVER_TOGETHER,)),
        ({"seated": frozenset({"eve"})}, ()),
        ({"seated": frozenset({"eve"}), "units": frozenset({("eve", "appeals")})}, (Bar.UNIT,)),
        ({"seated": frozenset({"eve"}), "units": frozenset({("eve", "audit")})}, ()),
        ({"units": frozenset({("eve", "appeals")})}, ()),
        ({"seated": frozenset({"ana"}), "units": frozenset({("ana", "appeals")})}, ()),
        ({"confirmer_emails": frozenset({""})}, ()),
        *(({"conflicts": frozenset({("ana", bar)})}, (bar,)) for bar in Bar),
        ({"conflicts": frozenset({("ben", Bar.KIN)})}, ()),
        ({"conflicts": frozenset({("ana", Bar.KIN), ("ana", Bar.DECLARED)})}, (Bar.DECLARED, Bar.KIN)),
        ({"candidate": replace(CANDIDATE, unit="", team="")}, ()),
    ],
)
def test_bars_name_each_fact_about_a_case(change, found):
    assert bars(replace(ASSESSOR, never_with=frozenset({"ben"})), replace(NEED, **change), TODAY) == found


def test_bars_do_not_take_two_unknown_teams_for_the_same():
    nowhere = replace(NEED, candidate=replace(CANDIDATE, unit="Audit", team=" "))
    assert bars(replace(ASSESSOR, unit="Audit", team=""), nowhere, TODAY) == ()


def test_bars_do_not_take_two_unknown_units_for_the_same():
    need = replace(NEED, seated=frozenset({"eve"}), units=frozenset({("eve", "")}))
    assert bars(replace(ASSESSOR, unit=" "), need, TODAY) == ()


def cases(language: str, count: int, seated: int = 0) -> list[CaseNeed]:
    sitting = frozenset(f"s{number}" for number in range(seated))
    return [CaseNeed(f"{language}{number}", CANDIDATE, language, seated=sitting) for number in range(count)]


def assessor(name: str, languages: str, capacity: int, load: int = 0, **more) -> Person:
    return Person(
        name, languages=frozenset(languages.split()), capacity=capacity, load=load, trained_until=TODAY, **more
    )


@pytest.mark.parametrize(
    ("needs", "people", "found"),
    [
        ([], [], ()),
        (cases("fr", 2), [assessor("a", "fr", 2), assessor("b", "fr en", 2)], ()),
        (cases("fr", 2), [assessor("a", "fr", 2), assessor("b", "fr", 1)], (Shortage(("fr",), 1, 2),)),
        (cases("fr", 3), [], (Shortage(("fr",), 6, None),)),
        (cases("fr", 3), [assessor("a", "en", 9)], (Shortage(("fr",), 6, None),)),
        # one person cannot hold both seats of a case, whatever the limit
        (cases("fr", 3), [assessor("a", "fr", 99)], (Shortage(("fr",), 3, None),)),
        (cases("fr", 3, seated=1), [assessor("a", "fr", 99)], ()),
        # what is held already does not count, and the raised limit holds for everybody
        (
            cases("fr", 10),
            [assessor("a", "fr", 25, 25), assessor("b", "fr", 25, 21), assessor("c", "fr", 25, 20)],
            (Shortage(("fr",), 11, 29),),
        ),
        # over the limit already: nothing free, nothing owed
        (cases("fr", 1), [assessor("a", "fr", 1, 3), assessor("b", "fr", 1)], (Shortage(("fr",), 1, 4),)),
        # nobody may sit yet, and one seat each would do
        (cases("fr", 1), [assessor("a", "fr", 0), assessor("b", "fr", 0)], (Shortage(("fr",), 2, 1),)),
        # away, or trained no longer
        (
            cases("fr", 1),
            [assessor("a", "fr", 5, away_from=TODAY), replace(assessor("b", "fr", 5), trained_until=TODAY - DAY)],
            (Shortage(("fr",), 2, None),),
        ),
        # each language alone has enough, both together have not
        (
            cases("en", 2) + cases("fr", 2),
            [assessor("a", "fr en", 3), assessor("b", "fr en", 3)],
            (Shortage(("en", "fr"), 2, 4),),
        ),
        # where one language is short, the sum says nothing more
        (
            cases("en", 2) + cases("fr", 2),
            [assessor("a", "en", 2), assessor("b", "en", 2), assessor("c", "fr", 1)],
            (Shortage(("fr",), 3, None),),
        ),
        (
            cases("de", 1) + cases("en", 2) + cases("fr", 2),
            [assessor("a", "fr en", 3), assessor("b", "fr en", 3)],
            (Shortage(("de",), 2, None), Shortage(("en", "fr"), 2, 4)),
        ),
        (
            cases("en", 1) + cases("fr", 1),
            [assessor("a", "de", 9), assessor("b", "de", 9)],
            (Shortage(("en",), 2, None), Shortage(("fr",), 2, None)),
        ),
    ],
)
def test_shortages_name_the_language_the_number_and_the_limit(needs, people, found):
    assert shortages(needs, people, TODAY) == found


languages = st.sets(st.sampled_from(["fr", "en"]), min_size=1).map(" ".join)
crowds = st.lists(st.tuples(languages, st.integers(0, 5), st.integers(0, 5)), max_size=5).map(
    lambda rows: [assessor(f"p{number}", *row) for number, row in enumerate(rows)]
)


@given(st.integers(0, 4), st.integers(0, 4), crowds)
def test_shortages_end_once_the_limit_is_raised_as_far_as_they_say(french, english, crowd):
    needs = cases("fr", french) + cases("en", english)
    found = shortages(needs, crowd, TODAY)
    for shortage in found:
        assert shortage.missing > 0
        if shortage.raise_limit_to is not None:
            held_to = [replace(person, capacity=max(person.capacity, shortage.raise_limit_to)) for person in crowd]
            almost = [replace(person, capacity=max(person.capacity, shortage.raise_limit_to - 1)) for person in crowd]
            assert shortage.languages not in {other.languages for other in shortages(needs, held_to, TODAY)}
            assert shortage.languages in {other.languages for other in shortages(needs, almost, TODAY)}


def test_a_case_has_two_seats():
    assert SEATS == 2
