"""Reads about cycles: their scales, how far they are set up, who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, case, func, select, tuple_
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.cycle.rules import Preparation
from reviewboard.foundation.cycle.tables import Cycle, CycleScale, NeverTogether
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.scale.tables import ScaleVersion

MOST_COUNTED = 1_000  # people of a role; beyond it a page says "1000+"


@dataclass(frozen=True)
class ChosenScale:
    """A scale version assessed in a cycle, with the level the post requires there, if any."""

    version_id: str
    code: str
    number: int
    state: str
    required_level: int | None


def scales_of(cycle_id: str) -> list[ChosenScale]:
    """Return the scales of a cycle, by code. One statement."""
    rows = db.session.execute(
        select(
            CycleScale.scale_version_id, ScaleVersion.code, ScaleVersion.number, ScaleVersion.state,
            CycleScale.required_level,
        )
        .join(ScaleVersion, ScaleVersion.id == CycleScale.scale_version_id)
        .where(CycleScale.cycle_id == cycle_id)
        .order_by(ScaleVersion.code, ScaleVersion.number)
    )  # fmt: skip
    return [ChosenScale(*row) for row in rows]


def scale_versions_of(cycle_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return, by cycle, the ids of the scale versions assessed there. One statement."""
    rows = db.session.execute(
        select(CycleScale.cycle_id, CycleScale.scale_version_id).where(CycleScale.cycle_id.in_(cycle_ids))
    )
    found: dict[str, list[str]] = {cycle_id: [] for cycle_id in cycle_ids}
    for cycle_id, version_id in rows:
        found[cycle_id].append(version_id)
    return found


def addresses_of_coordinators(cycle_id: str) -> list[str]:
    """Return where a candidate of the cycle writes to: the addresses of its coordinators, three at most. One statement."""
    found = db.session.execute(
        select(Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.cycle_id == cycle_id, Membership.role == Role.COORDINATOR.value, Account.disabled_at.is_(None))
        .order_by(Account.email)
        .limit(3)
    )
    return list(found.scalars())


def role_counts(cycle_id: str) -> dict[Role, int]:
    """Return how many enabled people hold each role in a cycle, at most MOST_COUNTED of each. One statement."""
    counts = db.session.execute(select(*(_bounded(cycle_id, role) for role in Role))).one()
    return dict(zip(Role, counts, strict=True))


def _bounded(cycle_id: str, role: Role) -> ScalarSelect[int]:
    held = (
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == cycle_id, Membership.role == role.value, Account.disabled_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return select(func.count()).select_from(held.subquery()).scalar_subquery()


def preparation(cycle: Cycle) -> Preparation:
    """Return how far a cycle is set up. Two statements."""
    scales, counts = scales_of(cycle.id), role_counts(cycle.id)
    return Preparation(
        closes_at=cycle.closes_at,
        scales=sum(scale.state != "draft" for scale in scales),
        unpublished=sum(scale.state == "draft" for scale in scales),
        assessors=counts[Role.ASSESSOR],
        leads=counts[Role.LEAD],
        limits=cycle.limits,
        notices=sum(bool(text.strip()) for text in (cycle.notice_fr, cycle.notice_en)),
    )


def cycles_coordinated_by(person: Principal, *, after: tuple[int, str] | None, limit: int) -> Sequence[Any]:
    """Return at most limit cycles this person coordinates (id, names, state, dates, rank): open, draft, closed.

    `after` is the (rank, id) of the last one seen.
    """
    rank = case((Cycle.state == "open", 0), (Cycle.state == "draft", 1), else_=2)
    query = (
        select(
            Cycle.id, Cycle.name_fr, Cycle.name_en, Cycle.state, Cycle.opens_at, Cycle.closes_at, Cycle.hear_by,
            rank.label("rank"),
        )
        .where(Cycle.id.in_(sorted(person.cycles_as(Role.COORDINATOR))))
        .order_by(rank, Cycle.id)
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(rank, Cycle.id) > tuple_(*after))
    return db.session.execute(query).all()


def members(cycle_id: str, role: Role, *, after: tuple[str, str] | None, limit: int) -> Sequence[Any]:
    """Return at most limit people in a role of a cycle, by name; `after` is the (name, id) of the last one seen.

    Each has membership_id, account_id, email, name, unit, team, languages, capacity, away_from, away_to, has_password,
    disabled_at, supervisor (name or None).
    """
    supervisor = aliased(Account)
    query = (
        select(
            Membership.id.label("membership_id"), Account.id.label("account_id"), Account.email, Account.name,
            Account.unit, Account.team, Membership.languages, Membership.capacity, Membership.away_from,
            Membership.away_to, Account.password_hash.is_not(None).label("has_password"), Account.disabled_at,
            supervisor.name.label("supervisor"),
        )
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(supervisor, supervisor.id == Account.supervisor_id)
        .where(Membership.cycle_id == cycle_id, Membership.role == role)
        .order_by(Account.name, Account.id)
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(Account.name, Account.id) > tuple_(*after))
    return db.session.execute(query).all()


def trainings(account_ids: Sequence[str], version_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return, by account, its trainings (scale_version_id, expires_on) on these scale versions. One statement."""
    found: dict[str, list[Any]] = {}
    if not account_ids or not version_ids:
        return found
    for row in db.session.execute(
        select(Training.account_id, Training.scale_version_id, Training.expires_on)
        .where(Training.account_id.in_(account_ids), Training.scale_version_id.in_(version_ids))
        .order_by(Training.expires_on)
    ):
        found.setdefault(row.account_id, []).append(row)
    return found


def never_together_pairs(cycle_id: str) -> Sequence[Any]:
    """Return the pairs of a cycle that must not share a case: first_id, first, second_id, second. One statement."""
    first, second = aliased(Account), aliased(Account)
    return db.session.execute(
        select(NeverTogether.first_id, first.name.label("first"), NeverTogether.second_id, second.name.label("second"))
        .join(first, first.id == NeverTogether.first_id)
        .join(second, second.id == NeverTogether.second_id)
        .where(NeverTogether.cycle_id == cycle_id)
        .order_by(first.name, second.name, first.id)
    ).all()
