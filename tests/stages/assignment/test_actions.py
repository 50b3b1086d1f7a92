"""Rounds, conflict check, recusal, late seats: on a real database, by the board's own actions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import NeverTogether
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Training
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.actions import (
    ConflictKind,
    commit_round,
    declare,
    free_seat,
    preview_round,
    recuse,
    seat_third,
    sweep_conflicted,
    sweep_late,
    sweep_waiting,
    vacate,
)
from reviewboard.stages.assignment.late import FREE_AFTER
from reviewboard.stages.assignment.queries import Listing, desk_page, figures
from reviewboard.stages.assignment.refusals import ReasonMissing, RoundChanged, SeatSealed
from reviewboard.stages.assignment.tables import AssignmentRound, Conflict, Seat
from reviewboard.stages.step import take_step
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.casework import Casework, casework

DAY = timedelta(days=1)


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def _sweep(work: Casework, sweep: Callable[..., None], now: Any) -> None:
    with work.build.app.app_context():
        sweep(now)


def _steps(work: Casework, case_id: str) -> list[str]:
    def read() -> list[str]:
        entries = select(JournalEntry.action).where(JournalEntry.case_id == case_id).order_by(JournalEntry.number)
        return list(db.session.execute(entries).scalars())

    return work.build.read(read)


def _owed(work: Casework, topic: str) -> int:
    return work.build.read(lambda: db.session.query(OutboxRow).filter_by(topic=topic, done_at=None).count())


def _told(work: Casework, kind: str) -> list[str]:
    return work.build.read(lambda: sorted(row.account_id for row in db.session.query(Notice).filter_by(kind=kind)))


def test_round_seats_two_distinct_assessors_and_tells_them(work: Casework) -> None:
    ana, ben = work.assessor(), work.assessor()
    case_id = work.submitted()
    plan = work.round(seed=7)
    first, second = work.seats(case_id)
    assert {first.assessor_id, second.assessor_id} == {ana, ben}
    assert (first.place, second.place) == (1, 2)
    assert first.due_at == work.build.now + 10 * DAY
    assert work.case(case_id).state == "rating"
    assert _steps(work, case_id) == ["case.submit", "case.assign"]
    assert _told(work, "seat.assigned") == sorted([ana, ben])
    stored = work.build.read(lambda: db.session.query(AssignmentRound.seed, AssignmentRound.input_hash).one())
    assert tuple(stored) == (7, plan.input_hash)
    assert first.explanation == {
        "fit": {"other_unit": 1.0, "one_language": 0.0, "repeats": 0.0}, "seats_before": 0, "eligible": 2, "barred": {},
    }  # fmt: skip


def test_round_run_twice_changes_nothing(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    before = [(seat.id, seat.assessor_id) for seat in work.seats(case_id)]
    plan = work.round(seed=2)
    assert plan.seats == ()
    assert [(seat.id, seat.assessor_id) for seat in work.seats(case_id)] == before
    assert work.build.read(lambda: db.session.query(AssignmentRound).count()) == 1


def test_same_input_and_seed_give_the_same_seats(work: Casework) -> None:
    for _ in range(5):
        work.assessor()
    for _ in range(4):
        work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    look = {"cycle_id": work.cycle_id, "actor": actor, "now": work.build.now}
    first = work.build.read(preview_round, seed=3, **look)
    again = work.build.read(preview_round, seed=3, **look)
    other = work.build.read(preview_round, seed=4, **look)
    assert first == again
    assert other.input_hash == first.input_hash
    assert other.seats != first.seats


def test_preview_writes_nothing_and_commit_does_what_it_showed(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    plan = work.build.read(preview_round, cycle_id=work.cycle_id, actor=actor, now=work.build.now, seed=5)
    assert work.seats(case_id) == []
    assert work.case(case_id).state == "submitted"
    work.build.do(commit_round, cycle_id=work.cycle_id, seed=plan.seed, input_hash=plan.input_hash, actor=actor,
                  now=work.build.now)  # fmt: skip
    assert [(seat.place, seat.assessor_id) for seat in work.seats(case_id)] == [
        (chosen.place, chosen.assessor_id) for chosen in plan.seats
    ]


def test_commit_refuses_when_the_pool_changed_after_the_preview(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    plan = work.build.read(preview_round, cycle_id=work.cycle_id, actor=actor, now=work.build.now, seed=5)
    work.assessor()
    with pytest.raises(RoundChanged):
        work.build.do(commit_round, cycle_id=work.cycle_id, seed=5, input_hash=plan.input_hash, actor=actor,
                      now=work.build.now)  # fmt: skip
    assert work.seats(case_id) == []


def test_only_the_coordinator_previews_and_only_the_board_runs(work: Casework) -> None:
    ana = work.build.principal(work.assessor())
    with pytest.raises(NotYours):
        work.build.read(preview_round, cycle_id=work.cycle_id, actor=ana, now=work.build.now)
    with pytest.raises(NotYours):
        work.build.do(commit_round, cycle_id=work.cycle_id, seed=1, input_hash="", actor=ana, now=work.build.now)


def _bar_self(work: Casework) -> str:
    return work.build.member(work.assessors[0], work.cycle_id, Role.CANDIDATE)


def _bar_supervisor(work: Casework) -> str:
    return _candidate(work, supervisor_id=work.assessors[0])


def _bar_supervised(work: Casework) -> str:
    candidate = _candidate(work)

    def report() -> None:
        db.session.get_one(Account, work.assessors[0]).supervisor_id = candidate

    work.build.do(report)
    return candidate


def _bar_team(work: Casework) -> str:
    unit, team = work.build.read(
        lambda: db.session.query(Account.unit, Account.team).filter_by(id=work.assessors[0]).one()
    )
    return _candidate(work, unit=unit, team=team)


def _bar_declared(work: Casework) -> str:
    candidate = _candidate(work)
    _declare(work, candidate, work.assessors[0], by=candidate)
    return candidate


def _candidate(work: Casework, **more: Any) -> str:
    return work.build.member(work.build.person(**more), work.cycle_id, Role.CANDIDATE)


def _declare(work: Casework, one: str, other: str, *, by: str) -> None:
    def add() -> None:
        db.session.add(Conflict(person_id=one, other_id=other, kind="kin", declared_by=by, declared_at=work.build.now))

    work.build.do(add)


@pytest.mark.parametrize("bar", [_bar_self, _bar_supervisor, _bar_supervised, _bar_team, _bar_declared])
def test_a_conflict_keeps_an_assessor_out(work: Casework, bar: Callable[[Casework], str]) -> None:
    barred, ben, cat = work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted(candidate=bar(work))
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted([ben, cat])
    assert barred not in {seat.assessor_id for seat in work.seats(case_id)}


def test_who_confirms_an_example_does_not_rate_it(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    email = work.build.read(lambda: db.session.get_one(Account, work.assessors[0]).email)
    case_id = work.submitted(confirmer_email=email.upper())
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted(work.assessors[1:])


def test_those_who_are_never_together_share_no_case(work: Casework) -> None:
    ana, ben, cat = work.assessor(), work.assessor(), work.assessor()
    first, second = sorted([ana, ben])
    work.build.do(lambda: db.session.add(NeverTogether(cycle_id=work.cycle_id, first_id=first, second_id=second)))
    case_id = work.submitted()
    work.round()
    seated = {seat.assessor_id for seat in work.seats(case_id)}
    assert len(seated) == 2
    assert cat in seated


def test_a_case_that_gets_one_seat_gets_none_and_names_why(work: Casework) -> None:
    work.assessor(languages="fr"), work.assessor(languages="en"), work.assessor(languages="en")
    case_id = work.submitted(language="fr")
    plan = work.round()
    assert plan.seats == ()
    case = work.case(case_id)
    assert (case.state, work.seats(case_id)) == ("submitted", [])
    assert case.waiting == {
        "bar": "language", "language": "fr", "short": 2, "eligible": 1, "barred": {"language": 2},
        "looked_at": work.build.now.isoformat(),
    }  # fmt: skip


def test_places_that_run_short_go_to_whole_cases_oldest_first(work: Casework) -> None:
    work.assessor(capacity=1), work.assessor(capacity=1), work.assessor(capacity=1)
    older, younger = work.submitted(), work.submitted()
    plan = work.round()
    assert (len(work.seats(older)), len(work.seats(younger))) == (2, 0)
    assert (work.case(younger).waiting["bar"], work.case(younger).waiting["short"]) == ("capacity", 2)
    assert plan.outcome()["shortages"] == [{"languages": ["en"], "missing": 1, "raise_limit_to": 2}]


def test_a_waiting_case_is_looked_at_again_each_minute_and_seated(work: Casework) -> None:
    work.assessor()
    case_id = work.submitted()
    work.round()
    assert work.case(case_id).waiting is not None
    _finish_owed(work)
    _sweep(work, sweep_waiting, work.build.now + timedelta(seconds=59))
    assert _owed(work, "assignment.round") == 0
    _sweep(work, sweep_waiting, work.build.now + timedelta(seconds=60))
    _sweep(work, sweep_waiting, work.build.now + timedelta(seconds=61))
    assert _owed(work, "assignment.round") == 1
    work.assessor()
    work.round()
    assert (len(work.seats(case_id)), work.case(case_id).waiting) == (2, None)


def _finish_owed(work: Casework) -> None:
    def finish() -> None:
        db.session.query(OutboxRow).update({"done_at": work.build.now})

    work.build.do(finish)


def test_load_is_shared_evenly(work: Casework) -> None:
    for _ in range(4):
        work.assessor()
    for _ in range(6):
        work.submitted()
    work.round()
    loads = work.build.read(
        lambda: sorted(db.session.query(Seat).filter_by(assessor_id=who).count() for who in work.assessors)
    )
    assert loads == [3, 3, 3, 3]


def test_training_that_ended_keeps_an_assessor_out(work: Casework) -> None:
    ana = work.assessor()
    work.assessor(), work.assessor()

    def expire() -> None:
        db.session.query(Training).filter_by(account_id=ana).update({"expires_on": (work.build.now - DAY).date()})

    work.build.do(expire)
    case_id = work.submitted()
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted(work.assessors[1:])
    assert work.seats(case_id)[0].explanation["barred"] == {"training": 1}


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
    assert _steps(work, case_id) == ["case.submit", "case.assign", "case.clear"]


def test_declared_conflict_takes_the_seat_away_and_the_next_round_refills_it(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    actor = work.build.principal(first.assessor_id)
    _finish_owed(work)
    work.build.do(declare, seat_id=first.id, conflict=True, kind=ConflictKind.KIN, note="My cousin.", actor=actor,
                  now=work.build.now)  # fmt: skip
    assert _owed(work, "assignment.round") == 1
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
    assert _steps(work, case_id) == ["case.submit", "case.assign", "case.recuse", "case.refill"]
    ended = next(seat for seat in work.seats(case_id, live=False) if seat.id == first.id)
    assert ended.ended_why == "conflict"


def test_a_conflict_with_the_candidate_frees_their_other_seats_too(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    candidate = work.case(case_id).candidate_id
    _declare(work, candidate, first.assessor_id, by=candidate)
    _sweep(work, sweep_conflicted, work.build.now)
    _sweep(work, sweep_conflicted, work.build.now)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]
    assert _steps(work, case_id) == ["case.submit", "case.assign", "case.free_seat"]
    assert _told(work, "seat.freed") == [first.assessor_id]


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


def test_reminders_come_two_days_before_and_when_due_each_once(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    due = work.seats(case_id)[0].due_at
    both = sorted(work.assessors)
    _sweep(work, sweep_late, due - 2 * DAY - timedelta(seconds=1))
    assert (_told(work, "seat.due_soon"), _told(work, "seat.due")) == ([], [])
    for moment in (due - 2 * DAY, due - DAY):
        _sweep(work, sweep_late, moment)
        assert (_told(work, "seat.due_soon"), _told(work, "seat.due")) == (both, [])
    for moment in (due, due + 3 * DAY - timedelta(seconds=1)):
        _sweep(work, sweep_late, moment)
        assert (_told(work, "seat.due_soon"), _told(work, "seat.due")) == (both, both)
    assert len(work.seats(case_id)) == 2


def test_three_days_late_the_unsealed_seat_is_freed_and_the_sealed_one_stays(work: Casework) -> None:
    case_id, first, second = work.cleared()
    _pretend_sealed(work, second.id)
    _sweep(work, sweep_late, first.due_at + FREE_AFTER)
    _sweep(work, sweep_late, first.due_at + FREE_AFTER)
    assert [seat.id for seat in work.seats(case_id)] == [second.id]
    assert [seat.ended_why for seat in work.seats(case_id, live=False)] in (["overdue", None], [None, "overdue"])
    assert _told(work, "seat.freed") == [first.assessor_id]
    assert _steps(work, case_id).count("case.free_seat") == 1


def _pretend_sealed(work: Casework, seat_id: str) -> None:
    def seal() -> None:
        db.session.get_one(Seat, seat_id).sealed_at = work.build.now

    work.build.do(seal)


def test_coordinator_frees_an_unsealed_seat_with_a_reason(work: Casework) -> None:
    case_id, first, second = work.cleared()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    _pretend_sealed(work, second.id)
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
    _pretend_sealed(work, second.id)
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
    assert _told(work, "seat.withdrawn") == [first.assessor_id]


def test_vacate_leaves_a_case_alone_that_was_not_withdrawn(work: Casework) -> None:
    case_id, _, _ = work.cleared()
    assert work.build.do(vacate, case_id=case_id, now=work.build.now) == 0
    assert len(work.seats(case_id)) == 2


def test_a_third_seat_goes_to_a_third_person_once(work: Casework) -> None:
    case_id, _, _ = work.cleared()
    work.build.do(_send_to_third, case_id=case_id)
    assert work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1).seats == ()
    assert work.case(case_id).waiting["bar"] == "been_seated"
    third = work.assessor()
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    assert [(seat.place, seat.assessor_id) for seat in work.seats(case_id)][2:] == [(3, third)]
    assert work.case(case_id).waiting is None
    assert _steps(work, case_id)[-1] == "case.seat_third"


def _send_to_third(*, case_id: str) -> None:
    """Put the case where a third rating is asked for, without the stages in between."""
    db.session.execute(Case.__table__.update().where(Case.id == case_id).values(state="third_rating"))


def test_the_desk_lists_own_open_seats_by_due_time_and_page(work: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewboard.stages.assignment.queries.PAGE", 2)
    work.assessor(), work.assessor()
    cases = [work.submitted(), work.submitted(language="fr"), work.submitted()]
    for _ in cases:
        work.round()
        work.build.now += DAY
    ana = work.assessors[0]
    first = work.build.read(desk_page, ana)
    assert len(first.rows) == 2
    rest = work.build.read(desk_page, ana, after=first.onward)
    assert (len(rest.rows), rest.onward) == (1, None)
    own = {seat.id for case_id in cases for seat in work.seats(case_id) if seat.assessor_id == ana}
    assert {row.id for row in (*first.rows, *rest.rows)} == own
    french = work.build.read(desk_page, ana, language="fr")
    assert [row.language for row in french.rows] == ["fr"]
    assert work.build.read(desk_page, ana, listing=Listing.SEALED).rows == []
    assert work.build.read(desk_page, ana, listing=Listing.DRAFTING).rows == []
    mine = work.build.read(figures, ana)
    assert (mine.to_rate, mine.sealed, mine.next.id) == (3, 0, first.rows[0].id)


def test_the_desk_of_one_moves_by_nothing_the_other_does(work: Casework) -> None:
    _, first, second = work.cleared()
    before = work.build.read(lambda: [tuple(row) for row in desk_page(first.assessor_id).rows])
    _pretend_sealed(work, second.id)
    after = work.build.read(lambda: [tuple(row) for row in desk_page(first.assessor_id).rows])
    assert before == after
    assert len(before) == 1
