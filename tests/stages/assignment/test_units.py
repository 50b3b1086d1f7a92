"""A cycle may want the raters of a case from different units, so that everyone can be compared with everyone."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.actions import preview_round, recuse
from reviewboard.stages.assignment.effects import groups
from reviewboard.stages.assignment.refusals import WishesRefused
from reviewboard.stages.assignment.shapes import Wishes
from tests.building import Builder
from tests.stages.casework import Casework, casework


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def across(work: Casework, wanted: bool = True) -> None:
    work.build.do(lambda: setattr(db.session.get_one(Cycle, work.cycle_id), "cross_units", wanted))


def people(work: Casework, *units: str) -> list[str]:
    """Add an assessor of each unit."""
    found = [work.assessor() for _ in units]

    def place() -> None:
        for who, unit in zip(found, units, strict=True):
            db.session.get_one(Account, who).unit = unit

    work.build.do(place)
    return found


def units(work: Casework, case_id: str) -> list[str]:
    seats = work.seats(case_id)
    return work.build.read(lambda: sorted(db.session.get_one(Account, seat.assessor_id).unit for seat in seats))


def test_no_two_of_one_unit_rate_a_case(work: Casework) -> None:
    people(work, "Audit", "Audit", "Audit", "Appeals")
    across(work)
    cases = [work.submitted() for _ in range(5)]
    plan = work.round()
    assert [units(work, case_id) for case_id in cases] == [["Appeals", "Audit"]] * 5
    assert (plan.groups, plan.waiting) == (1, {})


def test_a_place_that_came_free_goes_to_another_unit_than_who_stays(work: Casework) -> None:
    people(work, "Audit", "Appeals")
    across(work)
    case_id = work.submitted()
    work.round()
    people(work, "Audit", "Appeals", "Collections")
    going = work.seats(case_id)[0]
    work.clear(work.seats(case_id)[1])
    work.build.do(recuse, seat_id=going.id, reason="An illness.", actor=work.build.principal(going.assessor_id),
                  now=work.build.now)  # fmt: skip
    work.round()
    found = units(work, case_id)
    assert (len(found), len(set(found))) == (2, 2)


def test_a_case_waits_where_only_one_unit_could_rate_it(work: Casework) -> None:
    people(work, "Audit", "audit ", "AUDIT")
    case_id = work.submitted()
    across(work)
    plan = work.round()
    assert (work.seats(case_id), plan.waiting[case_id]["bar"], plan.waiting[case_id]["short"]) == ([], "unit", 2)
    across(work, wanted=False)
    work.round()
    assert len(work.seats(case_id)) == 2


def test_those_whose_unit_is_unknown_are_units_of_their_own(work: Casework) -> None:
    people(work, "", "")
    across(work)
    case_id = work.submitted()
    work.round()
    assert len(work.seats(case_id)) == 2


def test_two_of_one_unit_are_not_pinned_to_a_case(work: Casework) -> None:
    first, second, third = people(work, "Audit", "Audit", "Appeals")
    case_id = work.submitted()
    across(work)
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    look = {"cycle_id": work.cycle_id, "actor": actor, "now": work.build.now}
    with pytest.raises(WishesRefused) as refused:
        work.build.read(preview_round, wishes=Wishes(frozenset({(case_id, first), (case_id, second)})), **look)
    assert refused.value.refused == {(case_id, first): "unit", (case_id, second): "unit"}
    plan = work.build.read(preview_round, wishes=Wishes(frozenset({(case_id, first), (case_id, third)})), **look)
    assert {seat.assessor_id for seat in plan.seats} == {first, third}


@pytest.mark.parametrize(
    ("met", "count"),
    [((), 0), (("ab",), 1), (("ab", "bc"), 1), (("ab", "cd"), 2), (("ab", "cd", "bc"), 1), (("ab", "cd", "ef"), 3)],
)
def test_groups_are_people_whom_shared_cases_link(met, count: int) -> None:
    assert groups(dict.fromkeys(map(tuple, met), 1)) == count
