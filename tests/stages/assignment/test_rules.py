"""Every bar between a person and a seat, alone and together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, bars

TODAY = date(2027, 3, 15)
DAY = timedelta(days=1)
CANDIDATE = Person("cand", unit="Audit", team="North", above=frozenset({"boss", "chief"}), email="cand@example.org")
NEED = CaseNeed("c1", CANDIDATE, "fr", confirmer_emails=frozenset({"Roy@Example.org "}), days=10)
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
        ({"away_from": TODAY + 11 * DAY}, ()),
        ({"away_to": TODAY}, (Bar.AWAY,)),
        ({"away_to": TODAY - DAY}, ()),
        ({"away_from": TODAY + 3 * DAY, "away_to": TODAY + 9 * DAY}, ()),
        ({"away_from": TODAY + 3 * DAY, "away_to": TODAY + 10 * DAY}, (Bar.AWAY,)),
        ({"away_from": TODAY + 10 * DAY, "away_to": TODAY + 30 * DAY}, (Bar.AWAY,)),
        ({"away_from": TODAY + 11 * DAY, "away_to": TODAY + 30 * DAY}, ()),
        ({"away_from": TODAY + 3 * DAY}, (Bar.AWAY,)),
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
        ({"barred": frozenset({"ana"})}, (Bar.TOOK_PART,)),
        ({"barred": frozenset({"ben"})}, ()),
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
