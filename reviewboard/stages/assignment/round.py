"""A round fills free places from the pool: previewed, committed, or run by the board.

A seat whose conflict check was answered never moves. One that nobody opened may, as far as the cycle allows.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.keeping import keep_from
from reviewboard.stages.assignment.late import give_up
from reviewboard.stages.assignment.plan import held_plan, make_plan
from reviewboard.stages.assignment.pool import FIRST_PLACES, open_cases, pool_of
from reviewboard.stages.assignment.refusals import RoundChanged
from reviewboard.stages.assignment.shapes import Bounds, Chosen, Plan, Wishes
from reviewboard.stages.assignment.tables import AssignmentRound, Seat
from reviewboard.stages.step import payload_of, single_of, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, THIRD_PLACE, Facts, State

SEED_BITS = 31
SEATS_BY = {
    State.SUBMITTED: "assign", State.RATING: "refill", State.THIRD_RATING: "seat_third", State.RECORDED: "seat_check",
    State.RELEASED: "seat_check",
}  # fmt: skip
"""The step that seats somebody, by the state of the case."""

AT_ONCE = 5_000  # cases one round takes up: those that lack somebody first, oldest first


def run_round(*, cycle_id: str, actor: Principal = SYSTEM, now: datetime, seed: int | None = None) -> Plan:
    """Fill what can be filled in the cycle and name what cannot. Return what was done. Raises NotYours.

    Where rounds are held nothing is filled: the cases wait for a coordinator, and say so.
    """
    require(actor, "board")
    cycle = lock_cycle(cycle_id)
    cases = _needy(cycle, lock=True)
    if cycle.rounds_held:
        return _commit(cycle, held_plan(open_cases(cases)), now=now)
    plan = _commit(cycle, _plan(cycle, cases, now=now, seed=seed, advise=False), now=now)
    if plan.seats and len(cases) == AT_ONCE:
        first = cases[0]
        owe("assignment.round", payload_of("assignment.round", first), now=now, case_id=first.id, cycle_id=cycle.id,
            single=single_of("assignment.round", first))  # fmt: skip
    return plan


def preview_round(
    *, cycle_id: str, actor: Principal, now: datetime, seed: int | None = None, wishes: Wishes | None = None
) -> Plan:
    """Return what a round would do now, writing nothing. Raises NotYours, WishesRefused."""
    cycle = db.session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotYours()
    require(actor, "cycle.manage", CycleFacts(cycle.id, cycle.state))
    return _plan(cycle, _needy(cycle, lock=False), now=now, seed=seed, wishes=wishes)


def commit_round(
    *, cycle_id: str, seed: int, input_hash: str, actor: Principal, now: datetime, wishes: Wishes | None = None
) -> Plan:
    """Do what a preview with this seed, input hash and these wishes showed.

    Raises RoundChanged when it would differ, WishesRefused, NotYours.
    """
    cycle = lock_cycle(cycle_id)
    require(actor, "cycle.manage", CycleFacts(cycle.id, cycle.state))
    plan = _plan(cycle, _needy(cycle, lock=True), now=now, seed=seed, wishes=wishes)
    if plan.input_hash != input_hash:
        raise RoundChanged()
    enter("assignment.commit", actor=actor, now=now, cycle_id=cycle.id,
          details={"seed": seed, "input_hash": input_hash, "seats": len(plan.seats)})  # fmt: skip
    return _commit(cycle, plan, now=now)


def seat_third(*, case_id: str, actor: Principal = SYSTEM, now: datetime, seed: int | None = None) -> Plan | None:
    """Seat a third rater where a lead asked for one, or name why not. None where nobody is wanted any more."""
    require(actor, "board")
    cycle, case = lock_for_one(case_id)
    return seat_at(cycle, case, THIRD_PLACE, now=now, seed=seed) if case.state == State.THIRD_RATING else None


def lock_for_one(case_id: str) -> tuple[Cycle, Case]:
    """Return a case and its cycle, both locked in the order in which a round locks them. Raises NotYours."""
    known = db.session.get(Case, case_id)
    if known is None:
        raise NotYours()
    cycle = lock_cycle(known.cycle_id)
    return cycle, _locked([case_id])[0]


def seat_at(
    cycle: Cycle, case: Case, place: int, *, now: datetime, seed: int | None = None, without: frozenset[str] = frozenset()
) -> Plan:
    """Seat somebody at one free place of a locked case, or name on the case why not. Return what was done.

    `without`: accounts that are not asked, besides those whom the rules bar.
    """
    plan = _plan(cycle, [case], now=now, seed=seed, places=(place,), advise=False, without=without)
    return _commit(cycle, plan, now=now)


def next_seed(cycle_id: str) -> int:
    """Return the seed of the next preview: the same until a round was written, so nobody draws lots until they like them."""
    newest = select(AssignmentRound.id).where(AssignmentRound.cycle_id == cycle_id)
    last = db.session.execute(newest.order_by(AssignmentRound.ran_at.desc(), AssignmentRound.id).limit(1)).scalar()
    return int(digest([cycle_id, last])[:8], 16) >> (32 - SEED_BITS)


def lock_cycle(cycle_id: str) -> Cycle:
    """Return the cycle, locked until the transaction ends, so one round at a time runs. Raises NotYours.

    Rows that only name the cycle (key_share) are written meanwhile: candidates begin and hand in during a round.
    """
    cycle = db.session.execute(
        select(Cycle).where(Cycle.id == cycle_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if cycle is None:
        raise NotYours()
    return cycle


def _needy(cycle: Cycle, *, lock: bool) -> list[Case]:
    """Return the cases of the cycle that wait for a first or second assessor or may change one, oldest first."""
    live = (
        select(func.count())
        .where(Seat.case_id == Case.id, Seat.ended_at.is_(None), Seat.place.in_(FIRST_PLACES))
        .scalar_subquery()
    )
    unopened = exists().where(
        Seat.case_id == Case.id, Seat.ended_at.is_(None), Seat.opened_at.is_(None), Seat.cleared_at.is_(None)
    )
    lacking = live < SEATS
    wanting = or_(Case.state == State.SUBMITTED, (Case.state == State.RATING) & lacking)
    needy = (
        select(Case)
        .where(Case.cycle_id == cycle.id, Case.state.in_((State.SUBMITTED, State.RATING)))
        .where(or_(wanting, unopened) if cycle.moves else wanting)
        .order_by(wanting.desc(), Case.submitted_at, Case.id)
        .limit(AT_ONCE)
    )
    found = list(db.session.execute(needy).scalars())
    if lock:
        found = [case for case in _locked([case.id for case in found]) if case.state in (State.SUBMITTED, State.RATING)]
    return sorted(found, key=lambda case: (case.submitted_at, case.id))


def _locked(ids: Sequence[str]) -> list[Case]:
    """Return the cases, locked in order of id: two rounds, or a round and a sweep, never wait for each other."""
    return list(
        db.session.execute(
            select(Case)
            .where(Case.id.in_(ids))
            .order_by(Case.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).scalars()
    )


def _plan(
    cycle: Cycle, cases: list[Case], *, now: datetime, seed: int | None, places: tuple[int, ...] = FIRST_PLACES,
    wishes: Wishes | None = None, advise: bool = True, without: frozenset[str] = frozenset(),
) -> Plan:  # fmt: skip
    needs = [
        replace(case, need=replace(case.need, barred=case.need.barred | without)) if without else case
        for case in open_cases(cases, places, movable=cycle.moves > 0 and places == FIRST_PLACES)
    ]
    bounds = Bounds(cycle.pair_limit, cycle.moves, cycle.cross_units)
    return make_plan(
        needs, pool_of(cycle, needs), today=now.date(), seed=secrets.randbits(SEED_BITS) if seed is None else seed,
        wishes=wishes, bounds=bounds, advise=advise,
    )  # fmt: skip


def _commit(cycle: Cycle, plan: Plan, *, now: datetime) -> Plan:
    cases = {case.id: case for case in _locked(sorted({*(seat.case_id for seat in plan.seats), *plan.waiting}))}
    if plan.seats:
        _seat(cycle, plan, cases, now=now)
    for case_id, case in cases.items():
        lacks = plan.waiting.get(case_id)
        case.waiting = None if lacks is None else {**lacks, "looked_at": now.isoformat()}
    db.session.flush()
    return plan


def _seat(cycle: Cycle, plan: Plan, cases: dict[str, Case], *, now: datetime) -> None:
    done = AssignmentRound(
        cycle_id=cycle.id, seed=plan.seed, input_hash=plan.input_hash, outcome=plan.outcome(), ran_at=now
    )
    db.session.add(done)
    db.session.flush()
    due_at = now + timedelta(days=cycle.rating_days)
    by_case: dict[str, list[Chosen]] = {}
    for chosen in plan.seats:
        by_case.setdefault(chosen.case_id, []).append(chosen)
    for case_id, chosen_here in by_case.items():
        _clear_places(cases[case_id], {chosen.place for chosen in chosen_here if chosen.instead_of}, now=now)
        seats = [
            Seat(case_id=case_id, cycle_id=cycle.id, place=chosen.place, assessor_id=chosen.assessor_id,
                 round_id=done.id, assigned_at=now, due_at=due_at, explanation=chosen.explanation)
            for chosen in chosen_here
        ]  # fmt: skip
        db.session.add_all(seats)
        db.session.flush()
        if (first_round := cases[case_id].fresh_of) is not None:  # who rates afresh may lead the panel, now or later
            keep_from(first_round, [seat.assessor_id for seat in seats])
        _step(cases[case_id], seats, done, now=now)
        for seat in seats:
            notify(seat.assessor_id, "seat.assigned", once=seat.id, now=now, case_id=case_id,
                   reference=cases[case_id].reference, seat_id=seat.id, due_at=due_at.isoformat())  # fmt: skip


def _clear_places(case: Case, places: set[int], *, now: datetime) -> None:
    """End the unopened seats at these places of a locked case: somebody else takes them in this round."""
    here = select(Seat).where(Seat.case_id == case.id, Seat.ended_at.is_(None), Seat.place.in_(places))
    for seat in db.session.execute(here).scalars() if places else ():
        give_up(case, seat, now=now)


def _step(case: Case, seats: Sequence[Seat], done: AssignmentRound, *, now: datetime) -> None:
    details: dict[str, Any] = {"round": done.id, "seats": [seat.id for seat in seats]}
    take_step(case, SEATS_BY[State(case.state)], actor=SYSTEM, now=now, facts=Facts(live_seats=len(seats)), details=details)
