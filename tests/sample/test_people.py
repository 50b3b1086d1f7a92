"""People are the same for the same seed, have addresses of their own, and supervisors who exist."""

import re
from collections import Counter
from random import Random

from reviewboard.sample.people import TEAM_SIZE, TEAMS_IN_UNIT, confirmer, people

UNIT_SIZE = TEAM_SIZE * TEAMS_IN_UNIT
MANY = 220 * UNIT_SIZE


def test_same_seed_gives_the_same_people_and_more_begin_with_them():
    assert people(50, Random(1)) == people(200, Random(1))[:50]
    assert people(50, Random(1)) != people(50, Random(2))
    assert people(0, Random(1)) == ()


def test_every_address_is_their_own_and_plain():
    everyone = people(MANY, Random(1))
    assert len({person.email for person in everyone}) == len(everyone) == MANY
    assert [person.email for person in everyone if not re.fullmatch(r"[a-z.\-]+\d*@example\.org", person.email)] == []


def test_address_drops_accents_and_apostrophes():
    spelled = {person.name: person.email for person in reversed(people(MANY, Random(1)))}
    assert spelled["Marie-Ève D’Amours"] == "marie-eve.damours@example.org"


def test_supervisors_come_first_and_lead_the_team_or_the_unit():
    everyone = people(4 * UNIT_SIZE, Random(3))
    seen = {}
    for position, person in enumerate(everyone):
        supervisor = seen.get(person.supervisor_email)
        if position % UNIT_SIZE == 0:
            assert person.supervisor_email is None
        else:
            assert supervisor.unit == person.unit
            assert (supervisor.team == person.team) == (position % TEAM_SIZE != 0)
        seen[person.email] = person


def test_teams_and_units_have_their_size_and_their_own_name():
    everyone = people(MANY, Random(4))
    assert set(Counter(person.unit for person in everyone).values()) == {UNIT_SIZE}
    assert set(Counter((person.unit, person.team) for person in everyone).values()) == {TEAM_SIZE}


def test_a_small_group_already_has_both_languages():
    languages = Counter(person.language for person in people(40, Random(5)))
    assert languages.keys() == {"fr", "en"}
    assert all(person.language in person.languages for person in people(40, Random(5)))


def test_confirmer_is_outside_the_organization():
    name, email = confirmer("fr", Random(6))
    assert (name, email) == confirmer("fr", Random(6))
    assert re.fullmatch(r"[a-z.\-]+@partners\.example\.org", email)
