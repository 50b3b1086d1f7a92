"""Reads who could sit and which cases have free places, as plain values for the plan. Nothing here decides."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle, NeverTogether
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, unit_of
from reviewboard.stages.assignment.shapes import Met, OpenCase, PairOfIds, Pool, pair
from reviewboard.stages.assignment.supervision import all_above
from reviewboard.stages.assignment.tables import CaseBar, Conflict, Seat
from reviewboard.stages.submission.tables import Case, Example
from reviewboard.stages.workflow import RATED_AT, SEATS, State

FIRST_PLACES = tuple(range(1, SEATS + 1))

_BAR_OF_KIND = {"declared": Bar.DECLARED, "kin": Bar.KIN, "dispute": Bar.DISPUTE, "team": Bar.SAME_TEAM,
                "supervisor": Bar.SUPERVISOR}  # fmt: skip


def open_cases(
    cases: Sequence[Case], places: tuple[int, ...] = FIRST_PLACES, *, movable: bool = False
) -> list[OpenCase]:
    """Return those of cases that have a free one of places, in the order given. At most nine statements.

    With `movable` a seat that nobody opened, and whose conflict check nobody answered, may change hands: once, for whoever
    gave up a place of a case never comes back to it.
    """
    found = _looked_at(cases, places, movable=movable)
    return [case for case in found if case.free or case.movable]


def look_at(case: Case) -> OpenCase:
    """Return one case as it stands, with all who sit on it."""
    (seen,) = _looked_at([case], RATED_AT.get(State(case.state), FIRST_PLACES))
    return seen


def _looked_at(cases: Sequence[Case], places: tuple[int, ...], *, movable: bool = False) -> list[OpenCase]:
    ids = [case.id for case in cases]
    seats = _by_case(_in(Seat, Seat.case_id, ids))
    accounts = {account.id: account for account in _in(Account, Account.id, {case.candidate_id for case in cases})}
    above = all_above(accounts)
    cycle = db.session.get(Cycle, cases[0].cycle_id) if cases else None
    units = _units_of_seated(seats) if cycle and cycle.cross_units else {}
    confirmers = defaultdict(set)
    for case_id, email in _rows(Example.case_id, Example.confirmer_email, where=Example.case_id.in_(ids)):
        confirmers[case_id].add(email)
    conflicts = _conflicts({case.candidate_id for case in cases})
    barred = _barred(cases)
    found = []
    for case in cases:
        live = [seat for seat in seats[case.id] if seat.ended_at is None]
        free = tuple(place for place in places if place not in {seat.place for seat in live})
        settled = {seat.place for seat in seats[case.id] if seat.ended_why == "moved"}
        loose = {
            seat.place: seat.assessor_id
            for seat in live
            if movable and seat.place in places and seat.place not in settled and _untouched(seat)
        }
        need = CaseNeed(
            case_id=case.id,
            candidate=_plain_person(accounts[case.candidate_id], above),
            language=case.language,
            confirmer_emails=frozenset(confirmers[case.id]),
            previous=frozenset(seat.assessor_id for seat in seats[case.id]) - frozenset(loose.values()),
            seated=frozenset(seat.assessor_id for seat in live) - frozenset(loose.values()),
            barred=frozenset(barred[case.id]),
            conflicts=frozenset(conflicts[case.candidate_id]),
            units=frozenset((seat.assessor_id, units[seat.assessor_id]) for seat in live if seat.assessor_id in units),
            days=cycle.rating_days if cycle else 0,
        )
        found.append(OpenCase(need, case.scale_version_id, free, case.state == State.SUBMITTED, loose))
    return found


def _barred(cases: Sequence[Case]) -> dict[str, set[str]]:
    """Return, by case, who is kept from it by name; leads may have read the first round, so a fresh case asks none of them."""
    found: dict[str, set[str]] = defaultdict(set)
    ids = [case.id for case in cases]
    for case_id, account_id in _rows(CaseBar.case_id, CaseBar.account_id, where=CaseBar.case_id.in_(ids)):
        found[case_id].add(account_id)
    fresh = [case for case in cases if case.fresh_of is not None]
    readers = _leads(fresh[0].cycle_id) if fresh else frozenset()
    for case in fresh:
        found[case.id] |= readers
    return found


def _units_of_seated(seats: Mapping[str, list[Seat]]) -> dict[str, str]:
    """Return the unit of each who sits on one of these cases."""
    who = {seat.assessor_id for found in seats.values() for seat in found if seat.ended_at is None}
    return {account.id: unit_of(_plain_person(account, {})) for account in _in(Account, Account.id, who)}


def _untouched(seat: Seat) -> bool:
    """Nobody opened it, and no coordinator wished for whoever holds it."""
    return not seat.explanation.get("pinned") and seat.cleared_at is None and seat.opened_at is None and seat.sealed_at is None


def pool_of(cycle: Cycle, cases: Sequence[OpenCase]) -> Pool:
    """Return the cycle's assessors as the cases' scale versions see them, in order of id. At most nine statements.

    Whoever still holds a seat of these cases is in it too, without room, although they left the pool. A third rating
    and a check are blind, so the cycle's leads, who may have read the first two, are not asked for them.
    """
    seated = {who for case in cases for who in (*case.need.seated, *case.movable.values())}
    readers = _leads(cycle.id) if any(place > SEATS for case in cases for place in case.free) else frozenset()
    members = {
        membership.account_id: (account, membership)
        for account, membership in _members(cycle.id)
        if account.id not in readers
    }
    gone = _in(Account, Account.id, seated - set(members))
    pairs = _pairs(cycle.id)
    met, taken, unsealed = _held(cycle.id)
    versions = sorted({case.scale_version_id for case in cases})
    trained = {
        (training.account_id, training.scale_version_id): training.expires_on
        for training in _in(Training, Training.scale_version_id, versions)
    }
    experience = _experience(versions)
    ids = sorted([*members, *(account.id for account in gone)])
    accounts = {account.id: account for account in [*gone, *(account for account, _ in members.values())]}
    above = all_above(ids)

    def person(account_id: str, version: str) -> Person:
        account = accounts[account_id]
        if account_id not in members:
            return _plain_person(account, above, here=False)
        membership = members[account_id][1]
        return _plain_person(
            account,
            above,
            languages=frozenset(membership.languages.split(",")),
            capacity=cycle.capacity if membership.capacity is None else membership.capacity,
            own_language=account.language,
            experience=experience[account_id, version],
            load=unsealed[account_id],
            trained_until=trained.get((account_id, version)),
            away_from=membership.away_from,
            away_to=membership.away_to,
            never_with=frozenset(pairs[account_id]),
        )

    people = {version: tuple(person(account_id, version) for account_id in ids) for version in versions}
    return Pool(people, taken, met)


def _plain_person(account: Account, above: Mapping[str, frozenset[str]], **more: object) -> Person:
    return Person(
        account_id=account.id, unit=account.unit, team=account.team, above=above.get(account.id, frozenset()),
        email=account.email, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _in(table: type[Any], column: Any, values: Iterable[str]) -> list[Any]:
    wanted = sorted(set(values))
    return list(db.session.execute(select(table).where(column.in_(wanted))).scalars()) if wanted else []


def _rows(*columns: Any, where: ColumnElement[bool]) -> list[Any]:
    return list(db.session.execute(select(*columns).where(where)))


def _by_case(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    found: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        found[seat.case_id].append(seat)
    return found


def _conflicts(candidates: set[str]) -> dict[str, set[tuple[str, Bar]]]:
    """Return, by candidate, whom a declared conflict keeps out and by which bar, whoever declared it."""
    found: dict[str, set[tuple[str, Bar]]] = defaultdict(set)
    declared = Conflict.person_id.in_(sorted(candidates)) | Conflict.other_id.in_(sorted(candidates))
    for one, other, kind in _rows(Conflict.person_id, Conflict.other_id, Conflict.kind, where=declared):
        for candidate, assessor in ((one, other), (other, one)):
            if candidate in candidates:
                found[candidate].add((assessor, _BAR_OF_KIND[kind]))
    return found


def _members(cycle_id: str) -> list[Any]:
    return list(
        db.session.execute(
            select(Account, Membership)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.cycle_id == cycle_id, Membership.role == Role.ASSESSOR, Account.disabled_at.is_(None))
        )
    )


def _leads(cycle_id: str) -> frozenset[str]:
    held = (Membership.cycle_id == cycle_id) & (Membership.role == Role.LEAD)
    return frozenset(account_id for (account_id,) in _rows(Membership.account_id, where=held))


def _pairs(cycle_id: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in _rows(NeverTogether.first_id, NeverTogether.second_id, where=NeverTogether.cycle_id == cycle_id):
        found[one].add(other)
        found[other].add(one)
    return found


def _experience(versions: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return how many ratings of a version's competency, in any of its versions, each account sealed."""
    known, wanted = aliased(ScaleVersion), aliased(ScaleVersion)
    rows = db.session.execute(
        select(Seat.assessor_id, wanted.id, func.count())
        .join(Case, Case.id == Seat.case_id)
        .join(known, known.id == Case.scale_version_id)
        .join(wanted, wanted.code == known.code)
        .where(wanted.id.in_(versions), Seat.ended_at.is_(None), Seat.sealed_at.is_not(None))
        .group_by(Seat.assessor_id, wanted.id)
    )
    return Counter({(account_id, version): times for account_id, version, times in rows})


def _held(cycle_id: str) -> tuple[dict[PairOfIds, Met], Counter[str], Counter[str]]:
    """Return the live seats of the cycle: who met whom, seats by account, unsealed seats by account."""
    rows = _rows(Seat.case_id, Seat.assessor_id, Seat.sealed_at, Seat.assigned_at,
                 where=(Seat.cycle_id == cycle_id) & Seat.ended_at.is_(None))  # fmt: skip
    together: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for case_id, account_id, _, assigned_at in rows:
        together[case_id].append((account_id, assigned_at.date()))
    met: dict[PairOfIds, Met] = {}
    for people in together.values():
        for (one, since), (other, later) in combinations(people, 2):
            known = met.get(pair(one, other), Met(0, since))
            met[pair(one, other)] = Met(known.times + 1, max(known.last, since, later))
    taken = Counter(account_id for _, account_id, _, _ in rows)
    return met, taken, Counter(account_id for _, account_id, sealed_at, _ in rows if sealed_at is None)
