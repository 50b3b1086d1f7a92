"""Small worlds of people, cases and wishes, drawn at random: languages, conflicts, leave, limits, seats that may move."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

from hypothesis import strategies as st

from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, unit_of
from reviewboard.stages.assignment.shapes import Met, OpenCase, Pool, Wishes, pair

TODAY = date(2026, 3, 2)
SCALE = "scale"
AWAY = [(None, None), (None, None), (TODAY, None), (TODAY + timedelta(days=3), TODAY + timedelta(days=30))]


@st.composite
def worlds(draw, across):
    names = [f"p{number}" for number in range(draw(st.integers(0, 6)))]
    people = {
        name: Person(
            name, unit=draw(st.sampled_from(["Audit", "Collections", "collections ", ""])),
            team=draw(st.sampled_from(["", "One", "Two"])),
            languages=draw(st.sampled_from([frozenset({"fr"}), frozenset({"en"}), frozenset({"fr", "en"})])),
            capacity=draw(st.integers(0, 4)), trained_until=draw(st.sampled_from([TODAY, TODAY, TODAY, None])),
            experience=draw(st.integers(0, 20)), email=f"{name}@x.org", own_language=draw(st.sampled_from(["fr", "en"])),
            above=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"c1"}), frozenset({"chief"})])),
            here=draw(st.sampled_from([True, True, True, False])),
            **dict(zip(("away_from", "away_to"), draw(st.sampled_from(AWAY)), strict=True)),
        )
        for name in names
    }  # fmt: skip
    for one, other in draw(st.sets(st.sampled_from([*combinations(names, 2), ("", "")]), max_size=2)):
        for who, partner in ((one, other), (other, one)):
            if who:
                known = people[who]
                people[who] = Person(**{**known.__dict__, "never_with": known.never_with | {partner}})
    load, cases = Counter(), []
    for number in range(draw(st.integers(0, 5))):
        holders = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        fixed = draw(st.integers(0, len(holders)))
        load.update(holders)
        free = tuple(range(len(holders) + 1, 3))
        units = frozenset((who, unit_of(people[who])) for who in holders) if across else frozenset()
        above = draw(st.sampled_from([frozenset(), frozenset(), frozenset({"p0"})]))
        candidate = Person(f"c{number}", unit="Audit", team=draw(st.sampled_from(["", "One"])), above=above)
        bars = st.tuples(st.sampled_from(names or [""]), st.sampled_from([Bar.KIN, Bar.DECLARED, Bar.SAME_TEAM]))
        need = CaseNeed(
            f"case{number}", candidate, draw(st.sampled_from(["fr", "en"])), seated=frozenset(holders[:fixed]),
            previous=frozenset(holders[:fixed]) | draw(st.frozensets(st.sampled_from(names or [""]), max_size=1)) - {*holders},
            units=units, conflicts=draw(st.frozensets(bars, max_size=1)), days=draw(st.sampled_from([0, 14])),
            confirmer_emails=draw(st.sampled_from([frozenset(), frozenset({"P1@x.org "})])),
        )  # fmt: skip
        movable = {place: who for place, who in enumerate(holders, start=1) if who not in need.seated}
        cases.append(OpenCase(need, SCALE, free, not holders, movable))
    known = tuple(Person(**{**person.__dict__, "load": load[name]}) for name, person in people.items())
    met = {
        pair(*two): Met(draw(st.integers(1, 4)), TODAY) for two in draw(st.sets(
            st.sampled_from(list(combinations(names, 2))), max_size=4))
    } if len(names) > 1 else {}  # fmt: skip
    for case in cases:
        for two in combinations([*case.need.seated, *case.movable.values()], 2):
            met.setdefault(pair(*two), Met(1, TODAY))
    ids = [case.need.case_id for case in cases]
    wish = st.frozensets(st.tuples(st.sampled_from(ids or [""]), st.sampled_from(names or [""])), max_size=2)
    wishes = Wishes(draw(wish), draw(wish)) if draw(st.booleans()) and ids and names else Wishes()
    return cases, Pool({SCALE: known}, dict(load), met), wishes
