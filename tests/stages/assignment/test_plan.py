"""Plans on random pools: hard rules hold on every answer, with wishes, bounds and seats that may move."""

from collections import Counter
from datetime import date
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.plan import make_plan
from reviewboard.stages.assignment.refusals import WishRefused
from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, bars, unit_of
from reviewboard.stages.assignment.shapes import Bounds, Met, OpenCase, Pool, Wishes, pair

TODAY = date(2026, 3, 2)
SCALE = "scale"


@st.composite
def worlds(draw, across):
    names = [f"p{number}" for number in range(draw(st.integers(0, 6)))]
    people = {
        name: Person(
            name, unit=draw(st.sampled_from(["Audit", "Collections", "collections ", ""])),
            team=draw(st.sampled_from(["", "One", "Two"])),
            languages=draw(st.sampled_from([frozenset({"fr"}), frozenset({"en"}), frozenset({"fr", "en"})])),
            capacity=draw(st.integers(0, 4)), trained_until=draw(st.sampled_from([TODAY, TODAY, TODAY, None])),
            experience=draw(st.integers(0, 20)),
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
        candidate = Person(f"c{number}", unit="Audit", team=draw(st.sampled_from(["", "One"])))
        need = CaseNeed(
            f"case{number}", candidate, draw(st.sampled_from(["fr", "en"])), seated=frozenset(holders[:fixed]),
            previous=frozenset(holders[:fixed]), units=units,
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


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.sampled_from([None, 1, 2]), st.integers(0, 4), st.booleans(), st.integers(0, 99))
def test_a_plan_keeps_every_hard_rule(data, pair_limit, moves, across, seed):
    cases, pool, wishes = data.draw(worlds(across))
    asked = {"today": TODAY, "seed": seed, "wishes": wishes, "bounds": Bounds(pair_limit, moves, across)}
    try:
        plan = make_plan(cases, pool, **asked)
    except WishRefused:
        return
    assert make_plan(cases, pool, **asked) == plan
    people = {person.account_id: person for person in pool.people[SCALE]}
    loads = Counter({name: person.load for name, person in people.items()})
    moved = 0
    for case in cases:
        new = [seat for seat in plan.seats if seat.case_id == case.need.case_id]
        before = {*case.need.seated, *case.movable.values()}
        gone = {seat.instead_of for seat in new if seat.instead_of}
        moved += len(gone)
        here = [*(before - gone), *(seat.assessor_id for seat in new)]
        loads.subtract(gone)
        loads.update(seat.assessor_id for seat in new)
        assert gone <= set(case.movable.values())
        assert {seat.place for seat in new} <= {*case.free, *case.movable}
        assert len(here) == len(set(here)) <= 2
        assert len(here) >= len(before)
        assert not case.whole or len(new) in (0, len(case.free))
        for seat in new:
            found = set(bars(people[seat.assessor_id], case.need, TODAY)) - {Bar.CAPACITY}
            assert found == set()
            assert (case.need.case_id, seat.assessor_id) not in wishes.excluded
            assert people[seat.assessor_id].never_with.isdisjoint(set(here) - before)
            own = unit_of(people[seat.assessor_id])
            assert not (across and own and own in {unit_of(people[who]) for who in here if who != seat.assessor_id})
        if case.need.case_id in plan.waiting:
            assert len(here) < 2
        elif not plan.waiting:
            assert len(here) == 2
    assert moved <= moves
    for name, person in people.items():
        assert loads[name] <= max(person.capacity, person.load)
    waiting = set(plan.waiting)
    for case_id, who in wishes.pinned - {wish for wish in wishes.pinned if wish[0] in waiting}:
        case = next(one for one in cases if one.need.case_id == case_id)
        assert who in {*case.movable.values(), *(seat.assessor_id for seat in plan.seats if seat.case_id == case_id)}
