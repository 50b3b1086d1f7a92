"""Seats that nobody opened may change hands within the cycle's bound; opened ones never do, and no case loses anybody."""

from collections import Counter
from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.actions import commit_round, preview_round
from reviewboard.stages.assignment.refusals import RoundChanged, WishesRefused
from reviewboard.stages.assignment.shapes import Wishes
from reviewboard.stages.assignment.tables import Seat
from tests.building import Builder
from tests.stages.casework import Casework, casework


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def allow(work: Casework, **numbers: int) -> None:
    def change() -> None:
        cycle = db.session.get_one(Cycle, work.cycle_id)
        for name, number in numbers.items():
            setattr(cycle, name, number)

    work.build.do(change)


def crowded(work: Casework, cases: int = 4) -> list[str]:
    """Two people hold every seat of some cases; two more have just come."""
    work.assessor(), work.assessor()
    found = [work.submitted() for _ in range(cases)]
    work.round()
    work.assessor(), work.assessor()
    return found


def holders(work: Casework, cases: list[str]) -> Counter[str]:
    return Counter(seat.assessor_id for case_id in cases for seat in work.seats(case_id))


def coordinator(work: Casework):
    return work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))


@pytest.mark.parametrize(("moves", "moved"), [(0, 0), (1, 1), (3, 3), (8, 4)])
def test_a_round_moves_unopened_seats_as_far_as_the_cycle_allows(work: Casework, moves: int, moved: int) -> None:
    cases = crowded(work)
    allow(work, moves=moves)
    plan = work.round(seed=5)
    assert sum(seat.instead_of is not None for seat in plan.seats) == moved
    assert [len({seat.assessor_id for seat in work.seats(case_id)}) for case_id in cases] == [2] * 4
    gone = work.build.read(lambda: db.session.query(Seat).filter_by(ended_why="moved").count())
    assert (gone, len(work.told("seat.freed"))) == (moved, moved)
    steps = [step for case_id in cases for step in work.steps(case_id)]
    assert steps.count("case.move_seat") == moved


def test_the_loads_are_even_after_enough_moves(work: Casework) -> None:
    cases = crowded(work)
    allow(work, moves=8)
    work.round(seed=5)
    assert sorted(holders(work, cases).values()) == [2, 2, 2, 2]


def test_an_answered_seat_never_moves(work: Casework) -> None:
    cases = crowded(work)
    for case_id in cases:
        for seat in work.seats(case_id):
            work.clear(seat)
    before = [seat.id for case_id in cases for seat in work.seats(case_id)]
    allow(work, moves=8)
    assert work.round(seed=5).seats == ()
    assert [seat.id for case_id in cases for seat in work.seats(case_id)] == before


def test_a_round_run_again_leaves_what_is_good_enough(work: Casework) -> None:
    crowded(work)
    allow(work, moves=8)
    work.round(seed=5)
    assert [work.round(seed=seed).seats for seed in (6, 7)] == [(), ()]


def test_the_same_two_meet_no_more_often_than_the_cycle_wishes(work: Casework) -> None:
    for _ in range(4):
        work.assessor()
    allow(work, pair_limit=1)
    cases = []
    for _ in range(6):  # a round each: what was given out before counts
        cases.append(work.submitted())
        plan = work.round()
    pairs = Counter(frozenset(seat.assessor_id for seat in work.seats(case_id)) for case_id in cases)
    assert (sorted(pairs.values()), plan.over_limit) == ([1] * 6, ())
    work.submitted()
    (over,) = work.round().over_limit
    assert over[2] == 2


def test_a_pinned_person_sits_and_an_excluded_one_does_not(work: Casework) -> None:
    people = [work.assessor() for _ in range(5)]
    case_id = work.submitted()
    wishes = Wishes(pinned=frozenset({(case_id, people[3])}), excluded=frozenset((case_id, who) for who in people[:2]))
    look = {"cycle_id": work.cycle_id, "actor": coordinator(work), "now": work.build.now}
    plan = work.build.read(preview_round, seed=3, wishes=wishes, **look)
    assert {seat.assessor_id for seat in plan.seats} == {people[3], people[seated_of(plan, people) - 1]} >= {people[3]}
    (pinned,) = (seat for seat in plan.seats if seat.assessor_id == people[3])
    assert (pinned.explanation["pinned"], pinned.explanation["barred"]) == (True, {"excluded": 2})
    with pytest.raises(RoundChanged):
        work.build.do(commit_round, seed=3, input_hash=plan.input_hash, **look)
    work.build.do(commit_round, seed=3, input_hash=plan.input_hash, wishes=wishes, **look)
    assert {seat.assessor_id for seat in work.seats(case_id)} == {seat.assessor_id for seat in plan.seats}


def seated_of(plan, people: list[str]) -> int:
    """Return the place among people, counted from one, of the other who sits."""
    return next(people.index(seat.assessor_id) + 1 for seat in plan.seats if seat.assessor_id != people[3])


def test_an_unopened_seat_gives_way_to_a_pin(work: Casework) -> None:
    (case_id,) = crowded(work, cases=1)
    allow(work, moves=1)
    wishes = Wishes(pinned=frozenset({(case_id, work.assessors[3])}))
    look = {"cycle_id": work.cycle_id, "actor": coordinator(work), "now": work.build.now, "wishes": wishes}
    plan = work.build.read(preview_round, seed=3, **look)
    work.build.do(commit_round, seed=3, input_hash=plan.input_hash, **look)
    assert [(seat.assessor_id, seat.instead_of in work.assessors[:2]) for seat in plan.seats] == [(work.assessors[3], True)]
    assert work.assessors[3] in holders(work, [case_id])


def test_who_was_wished_for_is_not_moved_by_a_later_round(work: Casework) -> None:
    (case_id,) = crowded(work, cases=1)
    allow(work, moves=1)
    wishes = Wishes(pinned=frozenset({(case_id, work.assessors[3])}))
    look = {"cycle_id": work.cycle_id, "actor": coordinator(work), "now": work.build.now, "wishes": wishes}
    plan = work.build.read(preview_round, seed=3, **look)
    work.build.do(commit_round, seed=3, input_hash=plan.input_hash, **look)
    for _ in range(3):
        work.submitted()
    allow(work, moves=8)
    for seed in (5, 6, 7):
        work.round(seed=seed)
    assert work.assessors[3] in holders(work, [case_id])


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (lambda case, people: Wishes(frozenset({("no such case", people[0])})), "unknown"),
        (lambda case, people: Wishes(frozenset({(case, "nobody")})), "unknown"),
        (lambda case, people: Wishes(excluded=frozenset({(case, "nobody")})), "unknown"),
        (lambda case, people: Wishes(*[frozenset({(case, people[0])})] * 2), "contradiction"),
        (lambda case, people: Wishes(frozenset((case, who) for who in people[:3])), "too_many"),
        (lambda case, people: Wishes(frozenset({(case, people[4])})), "language"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused_by_name(work: Casework, wish, why: str) -> None:
    people = [work.assessor() for _ in range(4)]
    people.append(work.assessor(languages="fr"))
    case_id = work.submitted()
    with pytest.raises(WishesRefused) as refused:
        work.build.read(preview_round, cycle_id=work.cycle_id, actor=coordinator(work), now=work.build.now,
                        wishes=wish(case_id, people))  # fmt: skip
    assert set(refused.value.refused.values()) == {why}


def test_who_worked_long_with_the_one_who_stays_is_taken_last(work: Casework) -> None:
    ana, _ben = work.assessor(), work.assessor()
    old = work.submitted()
    work.round()
    for seat in work.seats(old):
        work.clear(seat)
        work.pretend_sealed(seat.id)
    cat = work.assessor()
    case_id = work.submitted()
    actor = coordinator(work)
    wishes = Wishes(pinned=frozenset({(case_id, ana)}))
    look = {"cycle_id": work.cycle_id, "actor": actor, "now": work.build.now + timedelta(days=1), "wishes": wishes}
    plan = work.build.read(preview_round, seed=1, **look)
    assert {seat.assessor_id for seat in plan.seats} == {ana, cat}
    (chosen,) = (seat for seat in plan.seats if seat.assessor_id == ana)
    assert (chosen.explanation["shared"], chosen.explanation["fit"]["experience"]) == ({cat: 0}, 0.05)
