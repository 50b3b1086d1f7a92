"""A draft cycle is set up section by section; a save on top of somebody else's is refused, not merged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.queries import scales_of
from reviewboard.foundation.cycle.refusals import AuditorTakesNoPart, CycleFrozen, WrongSettings
from reviewboard.foundation.cycle.rules import (
    CAPACITY,
    NAME_LONGEST,
    NOTICE_LONGEST,
    RATING_DAYS,
    STANDARD_LIMITS,
    wrong_dates,
    wrong_limits,
)  # fmt: skip
from reviewboard.foundation.cycle.standard import NOTICE_EN, NOTICE_FR, PAIR_LIMIT
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.foundation.scale.queries import scale_of

SETTINGS = (
    "name_fr", "name_en", "opens_at", "closes_at", "hear_by", "rating_days", "capacity", "policy", "limits",
    "notice_fr", "notice_en",
)  # fmt: skip
_NOTICES = ("notice_fr", "notice_en")


def create_cycle(
    *, name_fr: str, name_en: str, opens_at: datetime, closes_at: datetime, hear_by: date, actor: Principal,
    now: datetime, coordinator_id: str | None = None, **more: Any,
) -> Cycle:  # fmt: skip
    """Make a draft cycle; `more` are further SETTINGS. Its coordinator is the actor, or whom they name.

    Raises AuditorTakesNoPart, WrongSettings, NotYours. Part of a transaction.
    """
    require(actor, "cycle.create")
    coordinator = coordinator_id or actor.account_id
    account = db.session.get(Account, coordinator) if coordinator else None
    if account is None or not set(more) <= set(SETTINGS):
        raise NotYours()
    if account.is_auditor:
        raise AuditorTakesNoPart(email=account.email)
    values = {
        "rating_days": 10, "capacity": 25, "policy": {}, "limits": dict(STANDARD_LIMITS), "notice_fr": NOTICE_FR,
        "notice_en": NOTICE_EN, **more, "name_fr": name_fr.strip(), "name_en": name_en.strip(), "opens_at": opens_at,
        "closes_at": closes_at, "hear_by": hear_by,
    }  # fmt: skip
    if wrong := wrong_settings(values):
        raise WrongSettings(wrong)
    cycle = Cycle(**values, pair_limit=PAIR_LIMIT, created_at=now)
    db.session.add(cycle)
    db.session.flush()
    db.session.add(Membership(account_id=account.id, cycle_id=cycle.id, role=Role.COORDINATOR.value, created_at=now))
    db.session.flush()
    enter("cycle.create", actor=actor, now=now, cycle_id=cycle.id, subject=f"account:{account.id}", to_state="draft")
    return cycle


def change_cycle(*, cycle_id: str, version: int, changes: Mapping[str, Any], actor: Principal, now: datetime) -> Cycle:
    """Change SETTINGS of a draft cycle. A changed notice gets the next notice version; no change writes nothing.

    Raises CycleFrozen, StaleWrite (with what the cycle holds now), WrongSettings, NotYours. Part of a transaction.
    """
    cycle = lock_cycle(cycle_id, actor)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    if not set(values) <= set(SETTINGS):
        raise NotYours()
    held = {name: getattr(cycle, name) for name in SETTINGS}
    require_draft(cycle, version, current={name: held[name] for name in values}, typed=values)
    if wrong := wrong_settings({**held, **values}):
        raise WrongSettings(wrong)
    changed = {name: value for name, value in values.items() if value != held[name]}
    if not changed:
        return cycle
    for name, value in changed.items():
        setattr(cycle, name, value)
    if any(name in changed for name in _NOTICES):
        cycle.notice_version = str(int(cycle.notice_version) + 1)
    _note(cycle, changed, actor=actor, now=now)
    return cycle


def choose_scales(
    *, cycle_id: str, version: int, scales: Mapping[str, int | None], actor: Principal, now: datetime
) -> Cycle:
    """Set the scale versions of a draft cycle, each with its required level or None. Part of a transaction.

    Raises CycleFrozen, StaleWrite, WrongSettings (`required_level`) where a scale has no such level, NotYours.
    """
    cycle = lock_cycle(cycle_id, actor)
    held = {scale.version_id: scale.required_level for scale in scales_of(cycle.id)}
    require_draft(cycle, version, current=held, typed=dict(scales))
    for version_id, required in scales.items():
        if required is not None and required not in scale_of(version_id).level_numbers:
            raise WrongSettings(("required_level",))
    if held == dict(scales):
        return cycle
    db.session.execute(delete(CycleScale).where(CycleScale.cycle_id == cycle.id))
    db.session.add_all(
        CycleScale(cycle_id=cycle.id, scale_version_id=scale_of_id(version_id), required_level=required)
        for version_id, required in scales.items()
    )
    _note(cycle, {"scales": dict(scales)}, actor=actor, now=now)
    return cycle


def scale_of_id(version_id: str) -> str:
    """Return version_id when there is such a scale version. Raises NotYours."""
    scale_of(version_id)
    return version_id


def lock_cycle(cycle_id: str, actor: Principal) -> Cycle:
    """Return the cycle, locked until the transaction ends. Raises NotYours unless actor coordinates it."""
    cycle = db.session.execute(
        select(Cycle).where(Cycle.id == cycle_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if cycle is None:
        raise NotYours()
    require(actor, "cycle.manage", CycleFacts(cycle.id, cycle.state))
    return cycle


def require_draft(cycle: Cycle, version: int, *, current: dict[str, Any], typed: dict[str, Any]) -> None:
    """Raise CycleFrozen unless cycle is a draft, StaleWrite unless it still is at version."""
    if cycle.state != "draft":
        raise CycleFrozen()
    if cycle.version != version:
        raise StaleWrite(current=current, typed=typed)


def wrong_settings(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of settings with a value that a cycle cannot have; a limit is named by itself."""
    wrong = [name for name in ("name_fr", "name_en") if not 1 <= len(values[name]) <= NAME_LONGEST]
    wrong += wrong_dates(values["opens_at"], values["closes_at"], values["hear_by"])
    wrong += [name for name, allowed in (("rating_days", RATING_DAYS), ("capacity", CAPACITY))
              if values[name] not in allowed]  # fmt: skip
    wrong += wrong_limits(values["limits"])
    wrong += [name for name in _NOTICES if len(values[name]) > NOTICE_LONGEST]
    return tuple(wrong)


def _note(cycle: Cycle, changed: Mapping[str, Any], *, actor: Principal, now: datetime) -> None:
    cycle.version += 1
    db.session.flush()
    digests = {name: digest(value) for name, value in changed.items()}
    enter("cycle.change", actor=actor, now=now, cycle_id=cycle.id,
          details={"version": cycle.version, "changed": digests})  # fmt: skip
