"""A check seat is filled, given up, late and released from as any other, and delays nothing."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import IllegalStep, NotYours
from reviewboard.quality.actions import note, seat_check
from reviewboard.quality.tables import Draw, Finding, FindingNote, StratumRow
from reviewboard.stages.assignment.actions import ConflictKind, declare, free_seat, recuse
from reviewboard.stages.assignment.late import sweep_late
from reviewboard.stages.assignment.standing import sweep_unfit
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.rating.actions import save_draft
from reviewboard.stages.rating.refusals import RatingAlreadySealed
from reviewboard.stages.recourse.tables import CheckOpening
from reviewboard.stages.retention.actions import carry_out, propose
from reviewboard.stages.submission.tables import Case
from tests.quality.checks import CHECK, breaches, checks, rows
from tests.walking import draft_of, level, rate, seated, seats_of, settle, state_of

pytestmark = pytest.mark.once

REASONS = "The check reads the second contact as part of the first; the raters read it as one of its own."


def kin(*, who, other, now):
    """Note that two people are related."""
    db.session.add(Conflict(person_id=who, other_id=other, kind="kin", note="", declared_by=who, declared_at=now))


def test_a_case_for_which_nobody_is_left_waits_is_seen_and_is_seated_later(build):
    work = checks(build, assessors=2)
    case_id = work.agreed()
    (case,) = rows(build, Case, id=case_id)
    assert (set(seats_of(build, case_id)), case["waiting"] is not None) == ({1, 2}, True)
    work.release(case_id)
    build.someone(work.people.cycle, Role.ASSESSOR)
    build.do(seat_check, case_id=case_id, now=build.now)
    (case,) = rows(build, Case, id=case_id)
    assert (CHECK in seats_of(build, case_id), case["waiting"], case["state"]) == (True, None, "released")


def test_a_lead_who_also_assesses_is_never_asked_for_a_check(build):
    work = checks(build, assessors=2)
    case_id = seated(build, work.people)
    both = build.someone(work.people.cycle, Role.ASSESSOR)
    build.member(both, work.people.cycle, Role.LEAD)
    for place in (1, 2):
        rate(build, case_id, place, level(3))
    settle(build)
    assert (set(seats_of(build, case_id)), rows(build, Draw)[0]["drawn"]) == ({1, 2}, True)


def test_a_check_seat_is_given_up_and_filled_again_like_any_other(build):
    work = checks(build, assessors=6)
    case_id = work.agreed()
    seen = []
    seat_id, who = seats_of(build, case_id)[CHECK]
    seen.append(who)
    build.do(recuse, seat_id=seat_id, reason=REASONS, actor=build.principal(who), now=build.now)
    settle(build)
    seat_id, who = seats_of(build, case_id)[CHECK]
    seen.append(who)
    build.do(declare, seat_id=seat_id, conflict=True, kind=ConflictKind.KIN, actor=build.principal(who), now=build.now)
    settle(build)
    seat_id, who = seats_of(build, case_id)[CHECK]
    seen.append(who)
    coordinator = build.principal(work.people.coordinator)
    build.do(free_seat, seat_id=seat_id, reason=REASONS, actor=coordinator, now=build.now)
    settle(build)
    seen.append(work.checker(case_id))
    assert len(set(seen)) == 4
    assert breaches(build) == {}


def test_a_late_check_is_reminded_of_and_freed(build):
    work = checks(build, assessors=6)
    case_id = work.agreed()
    seat_id, who = seats_of(build, case_id)[CHECK]
    due = rows(build, Seat, id=seat_id)[0]["due_at"]
    for later in (timedelta(days=-1), timedelta(hours=1), timedelta(days=1, hours=1), timedelta(days=4)):
        build.read(sweep_late, due + later)
    settle(build)
    assert rows(build, Seat, id=seat_id)[0]["ended_why"] == "overdue"
    kinds = {row["kind"] for row in rows(build, Notice, account_id=who)}
    assert {"seat.due_soon", "seat.due", "seat.overdue", "seat.freed"} <= kinds


def test_a_conflict_found_after_the_seal_leaves_a_check_as_it_is(build):
    work = checks(build)
    case_id = work.checked(level(4))
    who = work.checker(case_id)
    candidate = rows(build, Case, id=case_id)[0]["candidate_id"]
    build.do(kin, who=who, other=candidate, now=build.now)
    build.read(sweep_unfit, build.now)
    settle(build)
    assert work.checker(case_id) == who


def test_a_conflict_found_before_the_seal_frees_the_check(build):
    work = checks(build)
    case_id = work.agreed()
    who = work.checker(case_id)
    candidate = rows(build, Case, id=case_id)[0]["candidate_id"]
    build.do(kin, who=who, other=candidate, now=build.now)
    build.read(sweep_unfit, build.now)
    settle(build)
    assert work.checker(case_id) != who


def test_a_sealed_check_is_never_written_again_and_a_rater_cannot_seal_twice(build):
    work = checks(build)
    case_id = work.checked(level(4))
    seat_id, who = seats_of(build, case_id)[CHECK]
    with pytest.raises(RatingAlreadySealed):
        build.do(save_draft, seat_id=seat_id, version=1, typed=draft_of(level(2)), actor=build.principal(who), now=build.now)
    seat_id, rater = seats_of(build, case_id)[1]
    with pytest.raises((NotYours, IllegalStep)):
        build.do(recuse, seat_id=seat_id, reason=REASONS, actor=build.principal(rater), now=build.now)


def test_a_release_goes_its_way_before_under_and_after_a_check(build):
    work = checks(build, assessors=6)
    before, under, after = work.agreed(), work.agreed(), work.checked(level(1))
    for case_id in (before, under, after):
        work.release(case_id)
    assert [state_of(build, case_id) for case_id in (before, under, after)] == ["released"] * 3
    rate(build, under, CHECK, level(3))
    settle(build)
    assert breaches(build) == {}


def test_a_case_is_disposed_of_with_its_check(build):
    work = checks(build, assessors=3)
    case_id = work.checked(level(4))
    work.release(case_id)
    settle(build)
    lead = work.opened(case_id, work.people.leads[0])
    build.do(note, case_id=case_id, follows="nothing", reasons=REASONS, actor=lead, now=build.now)
    (stratum,) = rows(build, StratumRow)
    build.now += timedelta(days=6 * 365)
    first, second = (build.principal(build.someone(work.people.cycle, Role.COORDINATOR)) for _ in range(2))
    batch = build.do(
        propose, cycle=CycleFacts(work.people.cycle, "closed"), case_ids=[case_id], why=REASONS, actor=first, now=build.now
    )
    assert build.do(carry_out, batch_id=batch, actor=second, now=build.now) == 1
    assert [rows(build, table) for table in (Draw, Finding, FindingNote, CheckOpening)] == [[], [], [], []]
    assert (rows(build, StratumRow), breaches(build)) == ([stratum], {})
