"""Plans on random pools: hard rules hold on every answer, with wishes, bounds and seats that may move."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.fitting import Fitting
from reviewboard.stages.assignment.plan import make_plan
from reviewboard.stages.assignment.refusals import WishesRefused
from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, bars, unit_of
from reviewboard.stages.assignment.shapes import Bounds, OpenCase, Pool, Wishes, pair
from tests.lengths import length
from tests.stages.assignment.worlds import SCALE, TODAY, worlds

often = settings(
    max_examples=length(usual=80, long=2000), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.mark.long
@often
@given(st.data(), st.sampled_from([None, 1, 2]), st.integers(0, 4), st.booleans(), st.integers(0, 99))
def test_a_plan_keeps_every_hard_rule(data, pair_limit, moves, across, seed):
    cases, pool, wishes = data.draw(worlds(across))
    asked = {"today": TODAY, "seed": seed, "wishes": wishes, "bounds": Bounds(pair_limit, moves, across)}
    try:
        plan = make_plan(cases, pool, **asked)
    except WishesRefused:
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
    for case_id, who in wishes.pinned:
        case = next(one for one in cases if one.need.case_id == case_id)
        assert who in {*case.movable.values(), *(seat.assessor_id for seat in plan.seats if seat.case_id == case_id)}
    for case in cases:
        if case.whole and case.need.case_id in plan.waiting:
            assert not _could_be_seated(case, people, loads, wishes, across)


def _could_be_seated(case, people, loads, wishes, across):
    """Whether two people who still have room could take both places of a whole case."""
    free = [
        person for name, person in people.items()
        if loads[name] < person.capacity and (case.need.case_id, name) not in wishes.excluded
        and not set(bars(person, case.need, TODAY)) - {Bar.CAPACITY}
    ]  # fmt: skip
    return any(
        other.account_id not in one.never_with and not (across and unit_of(one) and unit_of(one) == unit_of(other))
        for one, other in combinations(free, 2)
    )


@pytest.mark.long
@often
@given(st.data(), st.integers(0, 3), st.integers(0, 99))
def test_an_explanation_says_what_is_so(data, moves, seed):
    """Each figure is counted anew, one by one, from the people and the case."""
    cases, pool, wishes = data.draw(worlds(False))
    try:
        plan = make_plan(cases, pool, today=TODAY, seed=seed, wishes=wishes, bounds=Bounds(None, moves))
    except WishesRefused:
        return
    for seat in plan.seats:
        case = next(one for one in cases if one.need.case_id == seat.case_id)
        taken = [one for one in plan.seats if one.case_id == seat.case_id]
        gone = {one.instead_of for one in taken}
        here = {*case.need.seated, *(set(case.movable.values()) - gone), *(one.assessor_id for one in taken)}
        told = seat.explanation
        assert told["seats_before"] == pool.taken.get(seat.assessor_id, 0)
        assert told["shared"] == {
            other: pool.met[pair(seat.assessor_id, other)].times if pair(seat.assessor_id, other) in pool.met else 0
            for other in here - {seat.assessor_id}
        }
        assert told["pinned"] == ((seat.case_id, seat.assessor_id) in wishes.pinned)
        people = [one for one in pool.people[SCALE] if (seat.case_id, one.account_id) not in wishes.excluded]
        able = {one.account_id for one in people if not set(bars(one, case.need, TODAY)) - {Bar.CAPACITY}}
        assert told["eligible"] <= len(able)
        assert told["better"] <= len(able - here)
        if not moves and not any(one.movable for one in cases):
            fitting = Fitting(pool, TODAY)
            worth = dict(zip(fitting.index, fitting.worth(case).tolist(), strict=True))
            ready = {one.account_id for one in people if not bars(one, case.need, TODAY)}
            assert told["eligible"] == len(ready)
            assert told["better"] == sum(worth[one] > worth[seat.assessor_id] for one in ready - here)
            assert sum(told["fit"].values()) == pytest.approx(worth[seat.assessor_id])


def _person(name, languages, capacity, **more):
    return Person(name, languages=frozenset(languages.split()), capacity=capacity, trained_until=TODAY, **more)


def _cases(language, count):
    needs = [CaseNeed(f"{language}{n}", Person(f"{language}-c{n}"), language) for n in range(count)]
    return [OpenCase(need, SCALE, (1, 2), True) for need in needs]


def _planned(cases, people, **asked):
    return make_plan(cases, Pool({SCALE: tuple(people)}, {}), today=TODAY, seed=1, **asked)


@pytest.mark.parametrize(
    ("cases", "people", "seated"),
    [
        (_cases("fr", 1) + _cases("en", 1), [_person("b", "fr en", 1), _person("e", "en", 1)], {"en0"}),
        (_cases("fr", 5) + _cases("en", 5), [_person("b", "fr en", 5), _person("e", "en", 5)], {f"en{n}" for n in range(5)}),
        (_cases("en", 3), [_person("a", "en", 2), _person("b", "en", 2), _person("c", "en", 1)], {"en0", "en1"}),
        (_cases("fr", 1) + _cases("en", 2), [_person("a", "fr en", 2), _person("f", "fr", 1), _person("e", "en", 2)],
         {"fr0", "en0"}),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_filled_takes_no_place_from_another(cases, people, seated):
    plan = _planned(cases, people)
    assert {seat.case_id for seat in plan.seats} == seated
    assert set(plan.waiting) == {case.need.case_id for case in cases} - seated


def test_a_pin_onto_a_case_that_stays_without_is_refused_by_name():
    cases, people = _cases("fr", 1), [_person("a", "fr", 1), _person("e", "en", 1)]
    with pytest.raises(WishesRefused) as refused:
        _planned(cases, people, wishes=Wishes(frozenset({("fr0", "a")})))
    assert refused.value.refused == {("fr0", "a"): "alone"}


def test_every_wish_that_cannot_be_kept_is_named_at_once():
    cases, people = _cases("fr", 2), [_person("a", "fr", 2), _person("b", "fr", 2), _person("e", "en", 1)]
    wishes = Wishes(frozenset({("fr0", "e"), ("fr1", "e"), ("fr0", "a"), ("gone", "a")}), frozenset({("fr0", "nobody")}))
    with pytest.raises(WishesRefused) as refused:
        _planned(cases, people, wishes=wishes)
    assert refused.value.refused == {
        ("fr0", "e"): "language", ("fr1", "e"): "language", ("gone", "a"): "unknown", ("fr0", "nobody"): "unknown",
    }  # fmt: skip


def test_who_is_not_there_any_more_is_neither_counted_nor_wished_for():
    people = [_person("a", "fr", 2), _person("b", "fr", 2), replace(_person("z", "", 0), here=False)]
    plan = _planned(_cases("fr", 1), people)
    assert set(plan.loads) == {"a", "b"}
    assert [seat.explanation["barred"] for seat in plan.seats] == [{}, {}]
    with pytest.raises(WishesRefused):
        _planned(_cases("fr", 1), people, wishes=Wishes(excluded=frozenset({("fr0", "z")})))
