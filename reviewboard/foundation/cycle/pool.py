"""Who takes part in a cycle, as what, and when they can. The pool may change while the cycle runs; seats stay."""

from datetime import date, datetime

from sqlalchemy import delete, func, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.refusals import (
    AuditorTakesNoPart,
    HasPassword,
    LastInOpenCycle,
    LastOfRole,
    NotInPool,
    RolesClash,
    WrongMembership,
)  # fmt: skip
from reviewboard.foundation.cycle.rules import CAPACITY, roles_clash
from reviewboard.foundation.cycle.setup import lock_cycle
from reviewboard.foundation.cycle.tables import Cycle, CycleScale, NeverTogether
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.invitations import invite
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.sessions import end_all_sessions
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.refusals import NotYours

LANGUAGES = ("fr", "en", "fr,en")


def add_member(
    *, cycle_id: str, account_id: str, role: Role, languages: str = "fr,en", capacity: int | None = None,
    actor: Principal, now: datetime,
) -> Membership:  # fmt: skip
    """Give a person a role in a cycle; somebody who has it already keeps it unchanged. Part of a transaction.

    Raises AuditorTakesNoPart, RolesClash where a coordinator would be anything else, WrongMembership, NotYours.
    """
    lock_cycle(cycle_id, actor)
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotYours()
    _require_fitting(languages, capacity, None, None)
    held = {
        membership.role: membership
        for membership in db.session.execute(
            select(Membership).where(Membership.cycle_id == cycle_id, Membership.account_id == account_id)
        ).scalars()
    }
    if role in held:
        return held[role]
    if account.is_auditor:
        raise AuditorTakesNoPart(email=account.email)
    if roles_clash(frozenset(held), role):
        raise RolesClash(email=account.email)
    membership = Membership(account_id=account_id, cycle_id=cycle_id, role=role.value, languages=languages,
                            capacity=capacity, created_at=now)  # fmt: skip
    db.session.add(membership)
    db.session.flush()
    enter("pool.add", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account_id}",
          details={"role": role.value})  # fmt: skip
    return membership


def change_member(
    *, cycle_id: str, membership_id: str, languages: str, capacity: int | None, away_from: date | None = None,
    away_to: date | None = None, actor: Principal, now: datetime,
) -> Membership:  # fmt: skip
    """Set what an assessor reads, how many cases at a time (None: as the cycle says), and absence.

    Raises WrongMembership, NotYours. Part of a transaction.
    """
    lock_cycle(cycle_id, actor)
    membership = find_member(cycle_id, membership_id)
    _require_fitting(languages, capacity, away_from, away_to)
    wanted = {"languages": languages, "capacity": capacity, "away_from": away_from, "away_to": away_to}
    changed = [name for name, value in wanted.items() if getattr(membership, name) != value]
    if not changed:
        return membership
    for name in changed:
        setattr(membership, name, wanted[name])
    db.session.flush()
    enter("pool.change", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{membership.account_id}",
          details={"role": membership.role, "changed": sorted(changed)})  # fmt: skip
    return membership


def remove_member(*, cycle_id: str, membership_id: str, actor: Principal, now: datetime) -> Membership:
    """Take a role in a cycle from a person and end their sessions; an assessor's pairs and seats are looked at apart.

    Raises LastOfRole for the last coordinator, and the last lead of an open cycle; NotYours. Part of a transaction.
    """
    cycle = lock_cycle(cycle_id, actor)
    membership = find_member(cycle_id, membership_id)
    role = Role(membership.role)
    if (role is Role.COORDINATOR or (role is Role.LEAD and cycle.state == "open")) and _is_last(membership):
        raise LastOfRole()
    db.session.delete(membership)
    db.session.flush()
    end_all_sessions(membership.account_id)
    enter("pool.remove", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{membership.account_id}",
          details={"role": role.value})  # fmt: skip
    return membership


def require_not_last(account_id: str) -> None:
    """Lock the open cycles somebody coordinates or leads. Raises LastInOpenCycle where nobody else could."""
    held = db.session.execute(
        select(Membership)
        .join(Cycle, Cycle.id == Membership.cycle_id)
        .where(Membership.account_id == account_id, Membership.role.in_((Role.COORDINATOR, Role.LEAD)))
        .where(Cycle.state == "open")
        .order_by(Cycle.id)
        .with_for_update(of=Cycle, key_share=True)
    ).scalars()
    if any(_is_last(membership) for membership in held.all()):
        raise LastInOpenCycle()


def _is_last(membership: Membership) -> bool:
    """Return whether nobody else whose account is enabled holds the same role in the same cycle."""
    another = (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == membership.cycle_id, Membership.role == membership.role)
        .where(Membership.id != membership.id, Account.disabled_at.is_(None))
        .limit(1)
    )
    return db.session.execute(another).first() is None


def invite_member(*, cycle_id: str, membership_id: str, actor: Principal, now: datetime) -> None:
    """Send a new link to somebody of the cycle who never chose a password. Part of a transaction.

    Raises HasPassword, NotYours.
    """
    lock_cycle(cycle_id, actor)
    account = db.session.get_one(Account, find_member(cycle_id, membership_id).account_id)
    if account.password_hash is not None or account.disabled_at is not None:
        raise HasPassword(name=account.name)
    invite(account, actor=actor, now=now)


def note_training(
    *, cycle_id: str, account_id: str, scale_version_id: str, expires_on: date, actor: Principal, now: datetime
) -> None:
    """Note until when an assessor of the cycle is trained on one of its scales. Part of a transaction.

    Raises NotYours where the person or the scale is none of the cycle's.
    """
    lock_cycle(cycle_id, actor)
    if db.session.get(CycleScale, (cycle_id, scale_version_id)) is None:
        raise NotYours()
    _require_assessors(cycle_id, account_id)
    training = db.session.get(Training, (account_id, scale_version_id))
    if training is not None and training.expires_on == expires_on:
        return
    if training is None:
        db.session.add(Training(account_id=account_id, scale_version_id=scale_version_id, expires_on=expires_on))
    else:
        training.expires_on = expires_on
    db.session.flush()
    enter("training.note", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account_id}",
          details={"scale_version_id": scale_version_id, "expires_on": expires_on.isoformat()})  # fmt: skip


def keep_apart(*, cycle_id: str, one_id: str, other_id: str, actor: Principal, now: datetime) -> None:
    """Two assessors of the cycle never share a case. Part of a transaction. Raises NotInPool, NotYours."""
    lock_cycle(cycle_id, actor)
    first, second = sorted((one_id, other_id))
    if first == second:
        raise NotInPool()
    _require_assessors(cycle_id, first, second)
    if db.session.get(NeverTogether, (cycle_id, first, second)) is not None:
        return
    db.session.add(NeverTogether(cycle_id=cycle_id, first_id=first, second_id=second))
    db.session.flush()
    enter("pool.keep_apart", actor=actor, now=now, cycle_id=cycle_id, details={"pair": [first, second]})


def let_together(*, cycle_id: str, one_id: str, other_id: str, actor: Principal, now: datetime) -> None:
    """Lift what keep_apart said; nothing happens where it was not said. Part of a transaction. Raises NotYours."""
    lock_cycle(cycle_id, actor)
    first, second = sorted((one_id, other_id))
    pair = db.session.get(NeverTogether, (cycle_id, first, second))
    if pair is None:
        return
    db.session.execute(
        delete(NeverTogether).where(
            NeverTogether.cycle_id == cycle_id, NeverTogether.first_id == first, NeverTogether.second_id == second
        )
    )
    enter("pool.let_together", actor=actor, now=now, cycle_id=cycle_id, details={"pair": [first, second]})


def find_member(cycle_id: str, membership_id: str) -> Membership:
    """Return a role somebody holds in the cycle. Raises NotYours."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.cycle_id != cycle_id:
        raise NotYours()
    return membership


def _require_assessors(cycle_id: str, *account_ids: str) -> None:
    found = db.session.execute(
        select(func.count()).where(
            Membership.cycle_id == cycle_id, Membership.role == Role.ASSESSOR, Membership.account_id.in_(account_ids)
        )
    ).scalar_one()
    if found != len(account_ids):
        raise NotInPool()


def _require_fitting(languages: str, capacity: int | None, away_from: date | None, away_to: date | None) -> None:
    fits = {
        "languages": languages in LANGUAGES,
        "capacity": capacity is None or capacity == 0 or capacity in CAPACITY,
        "away_to": away_from is None or away_to is None or away_from <= away_to,
    }
    if wrong := tuple(name for name, holds in fits.items() if not holds):
        raise WrongMembership(wrong)
