"""Conflict check, recusal, late seats, withdrawal: on a real database, by the board's own actions."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.actions import (
    ConflictKind,
    declare,
    free_seat,
    recuse,
    sweep_late,
    sweep_unfit,
    vacate,
)
from reviewboard.stages.assignment.late import FREE_AFTER
from reviewboard.stages.assignment.refusals import ReasonMissing, SeatSealed
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.step import take_step
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.casework import Casework, casework

DAY = timedelta(days=1)


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def test_no_conflict_clears_the_seat_once(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    seat = work.seats(case_id)[0]
    work.clear(seat)
    cleared_at = work.seats(case_id)[0].cleared_at
    work.build.now += DAY
    work.clear(seat)
    assert work.seats(case_id)[0].cleared_at == cleared_at == work.build.now - DAY
    assert work.steps(case_id) == ["case.submit", "case.assign", "case.clear"]


def test_declared_conflict_takes_the_seat_away_and_the_next_round_refills_it(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    actor = work.build.principal(first.assessor_id)
    work.finish_owed()
    work.build.do(declare, seat_id=first.id, conflict=True, kind=ConflictKind.KIN, note="My cousin.", actor=actor,
                  now=work.build.now)  # fmt: skip
    assert work.owed("assignment.round") == 1
    known = work.build.read(lambda: db.session.query(Conflict).one())
    case = work.case(case_id)
    assert (known.person_id, known.other_id, known.kind, known.note) == (
        first.assessor_id, case.candidate_id, "kin", "My cousin.",
    )  # fmt: skip
    assert case.state == "rating"
    with pytest.raises(NotYours):
        work.build.do(declare, seat_id=first.id, conflict=False, actor=actor, now=work.build.now)
    work.round()
    refilled, kept = work.seats(case_id)
    assert (refilled.place, kept.id) == (first.place, second.id)
    assert {seat.assessor_id for seat in work.seats(case_id, live=False)} == set(work.assessors)
    assert work.steps(case_id) == ["case.submit", "case.assign", "case.recuse", "case.refill"]
    ended = next(seat for seat in work.seats(case_id, live=False) if seat.id == first.id)
    assert ended.ended_why == "conflict"


def test_a_conflict_with_the_candidate_frees_their_other_seats_too(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    candidate = work.case(case_id).candidate_id
    work.conflict(candidate, first.assessor_id, by=candidate)
    work.sweep(sweep_unfit, work.build.now)
    work.sweep(sweep_unfit, work.build.now)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]
    assert work.steps(case_id) == ["case.submit", "case.assign", "case.free_seat"]
    assert work.told("seat.freed") == [first.assessor_id]


def test_recusing_needs_a_reason_and_is_kept_in_the_journal(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    actor = work.build.principal(first.assessor_id)
    with pytest.raises(ReasonMissing):
        work.build.do(recuse, seat_id=first.id, reason="  ", actor=actor, now=work.build.now)
    assert len(work.seats(case_id)) == 2
    work.build.do(recuse, seat_id=first.id, reason="I am leaving.", actor=actor, now=work.build.now)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]
    reason = work.build.read(lambda: db.session.query(JournalEntry.reason).filter_by(action="case.recuse").scalar())
    assert reason == "I am leaving."


def test_nobody_answers_for_another(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    other = work.build.principal(second.assessor_id)
    for verb, more in ((declare, {"conflict": False}), (recuse, {"reason": "no"})):
        with pytest.raises(NotYours):
            work.build.do(verb, seat_id=first.id, actor=other, now=work.build.now, **more)
    with pytest.raises(NotYours):
        work.build.do(declare, seat_id="unknown", conflict=False, actor=other, now=work.build.now)
    assert [seat.cleared_at for seat in work.seats(case_id)] == [None, None]


def test_reminders_come_two_days_before_when_due_and_a_day_after_each_once(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    due = work.seats(case_id)[0].due_at
    both = sorted(work.assessors)
    work.sweep(sweep_late, due - 2 * DAY - timedelta(seconds=1))
    assert (work.told("seat.due_soon"), work.told("seat.due")) == ([], [])
    for moment in (due - 2 * DAY, due - DAY):
        work.sweep(sweep_late, moment)
        assert (work.told("seat.due_soon"), work.told("seat.due")) == (both, [])
    for moment in (due, due + DAY - timedelta(seconds=1)):
        work.sweep(sweep_late, moment)
        assert (work.told("seat.due"), work.told("seat.overdue")) == (both, [])
    for moment in (due + DAY, due + 3 * DAY - timedelta(seconds=1)):
        work.sweep(sweep_late, moment)
        assert [work.told(kind) for kind in ("seat.due_soon", "seat.due", "seat.overdue")] == [both] * 3
    assert len(work.seats(case_id)) == 2


def test_three_days_late_the_unsealed_seat_is_freed_and_the_sealed_one_stays(work: Casework) -> None:
    case_id, first, second = work.cleared()
    work.pretend_sealed(second.id)
    for late in (DAY, FREE_AFTER - timedelta(seconds=1)):
        work.sweep(sweep_late, first.due_at + late)
        assert len(work.seats(case_id)) == 2
    work.sweep(sweep_late, first.due_at + FREE_AFTER)
    work.sweep(sweep_late, first.due_at + FREE_AFTER)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]
    assert [seat.ended_why for seat in work.seats(case_id, live=False)] in (["overdue", None], [None, "overdue"])
    assert work.told("seat.freed") == [first.assessor_id]
    assert work.steps(case_id).count("case.free_seat") == 1


KINDS = ("seat.due_soon", "seat.due", "seat.overdue", "seat.freed")


@pytest.mark.parametrize(
    ("back", "kind"),
    [(-DAY, "seat.due_soon"), (timedelta(0), "seat.due"), (DAY, "seat.overdue"), (9 * DAY, "seat.overdue")],
)
def test_after_an_outage_only_the_reminder_that_is_still_true_goes_out(work: Casework, back: timedelta, kind: str) -> None:
    case_id, first, _ = work.cleared()
    both = sorted(work.assessors)
    work.sweep(sweep_late, first.due_at + back)
    assert {one: work.told(one) for one in KINDS} == {one: both if one == kind else [] for one in KINDS}
    assert len(work.seats(case_id)) == 2


def test_nobody_loses_a_seat_before_the_last_reminder_is_two_days_old(work: Casework) -> None:
    case_id, first, _ = work.cleared()
    back = first.due_at + 9 * DAY
    for moment in (back, back + 2 * DAY - timedelta(seconds=1)):
        work.sweep(sweep_late, moment)
        assert (work.told("seat.freed"), len(work.seats(case_id))) == ([], 2)
    work.sweep(sweep_late, back + 2 * DAY)
    assert (work.told("seat.freed"), work.seats(case_id)) == (sorted(work.assessors), [])


def test_coordinator_frees_an_unsealed_seat_with_a_reason(work: Casework) -> None:
    case_id, first, second = work.cleared()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    work.pretend_sealed(second.id)
    with pytest.raises(ReasonMissing):
        work.build.do(free_seat, seat_id=first.id, reason="", actor=actor, now=work.build.now)
    with pytest.raises(SeatSealed):
        work.build.do(free_seat, seat_id=second.id, reason="On leave.", actor=actor, now=work.build.now)
    with pytest.raises(NotYours):
        work.build.do(free_seat, seat_id=first.id, reason="On leave.", now=work.build.now,
                      actor=work.build.principal(second.assessor_id))  # fmt: skip
    work.build.do(free_seat, seat_id=first.id, reason="On leave.", actor=actor, now=work.build.now)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]


def test_withdrawal_ends_the_seats_and_tells_who_was_still_rating(work: Casework) -> None:
    case_id, first, second = work.cleared()
    work.pretend_sealed(second.id)
    candidate = work.build.principal(work.case(case_id).candidate_id)

    def withdraw() -> None:
        case = db.session.get_one(Case, case_id)
        with db.session.no_autoflush:
            case.withdrawn_at = work.build.now
            take_step(case, "withdraw", actor=candidate, now=work.build.now)

    work.build.do(withdraw)
    assert work.build.do(vacate, case_id=case_id, now=work.build.now) == 2
    assert work.build.do(vacate, case_id=case_id, now=work.build.now) == 0
    assert [seat.ended_why for seat in work.seats(case_id, live=False)] == ["withdrawn", "withdrawn"]
    assert work.told("seat.withdrawn") == [first.assessor_id]


def test_vacate_leaves_a_case_alone_that_was_not_withdrawn(work: Casework) -> None:
    case_id, _, _ = work.cleared()
    assert work.build.do(vacate, case_id=case_id, now=work.build.now) == 0
    assert len(work.seats(case_id)) == 2
