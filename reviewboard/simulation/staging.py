"""Before the bots begin: cycles of their own with accounts for all of them, made by the board's own actions."""

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from reviewboard.demo.scale import published_scale
from reviewboard.foundation.cycle.actions import (
    add_member,
    choose_scales,
    create_cycle,
    note_training,
    open_cycle,
)  # fmt: skip
from reviewboard.foundation.database import new_id, transaction
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.people.roles import Role as CycleRole
from reviewboard.sample.people import SamplePerson, people
from reviewboard.simulation.bots import Role
from reviewboard.simulation.scripts import CONFIRMING, MAIN
from reviewboard.stages.policy import settled

LEADS = 3
BOTH_LANGUAGES = 6  # of the assessors, at least, so that every case finds its raters
REQUIRED_LEVEL = 3
POLICIES: dict[str, dict[str, Any]] = {MAIN: {}, CONFIRMING: {"confirm_agreement": True}}
NAMES = {
    MAIN: {"name_fr": "Simulation", "name_en": "Simulation"},
    CONFIRMING: {"name_fr": "Simulation, accords confirmés", "name_en": "Simulation, confirmed agreements"},
}


@dataclass(frozen=True)
class Stage:
    """Who plays, and where. `accounts` maps addresses to ids; one password for all, known to this run only."""

    password: str
    cycles: dict[str, str]
    coordinator: Role
    leads: tuple[Role, ...]
    assessors: tuple[Role, ...]
    candidates: tuple[Role, ...]
    accounts: dict[str, str]


def set_up(*, cases: int, assessors: int, seed: int, now: datetime) -> Stage:
    """Make the people, the cycles and their places in them. In several transactions."""
    home, password = f"@r{new_id()[:8]}.example.org", secrets.token_urlsafe(18)
    crowd = _with_names_of_their_own(people(1 + LEADS + assessors + cases, Random(seed)))  # noqa: S311
    accounts: dict[str, str] = {}
    staff = [_account(next(crowd), home, password, accounts, now) for _ in range(1 + LEADS + assessors)]
    candidates = [_account(next(crowd), home, password, accounts, now) for _ in range(cases)]
    version_id = published_scale(now=now)
    cycles = {kind: _cycle(kind, version_id, staff, candidates, accounts, now) for kind in POLICIES}
    roles = [Role(person.email, person.name, cycles) for person in [*staff, *candidates]]
    first, last = 1 + LEADS, 1 + LEADS + assessors
    return Stage(password, cycles, roles[0], tuple(roles[1:first]), tuple(roles[first:last]), tuple(roles[last:]),
                 accounts)  # fmt: skip


def _with_names_of_their_own(crowd: tuple[SamplePerson, ...]) -> Iterator[SamplePerson]:
    taken: Counter[str] = Counter()
    for person in crowd:
        taken[person.name] += 1
        nth = taken[person.name]
        yield replace(person, name=f"{person.name} {nth}") if nth > 1 else person


def _account(person: SamplePerson, home: str, password: str, accounts: dict[str, str], now: datetime) -> SamplePerson:
    """Make an account for a person under an address of this run; teams are the run's own, so that nobody is barred."""
    email = person.email.replace("@example.org", home)
    with transaction():
        account = create_account(
            email=email, name=person.name, language=person.language, unit=person.unit, password=password,
            actor=SYSTEM, now=now,
        )  # fmt: skip
        accounts[email] = account.id
    return replace(person, email=email)


def _cycle(
    kind: str, version_id: str, staff: list[SamplePerson], candidates: list[SamplePerson], accounts: dict[str, str],
    now: datetime,
) -> str:  # fmt: skip
    coordinator_id = accounts[staff[0].email]
    seats = 2 * len(candidates) + 20
    with transaction():
        cycle = create_cycle(
            **NAMES[kind], opens_at=now, closes_at=now + timedelta(days=30), hear_by=(now + timedelta(days=60)).date(),
            capacity=min(200, seats), policy=POLICIES[kind], actor=Principal(coordinator_id, administrator=True),
            now=now,
        )  # fmt: skip
        actor = Principal(coordinator_id, memberships=frozenset([(cycle.id, CycleRole.COORDINATOR)]))
        by: dict[str, Any] = {"cycle_id": cycle.id, "actor": actor, "now": now}
        version = choose_scales(version=cycle.version, scales={version_id: REQUIRED_LEVEL}, **by).version
        for number, person in enumerate(staff[1:]):
            who = accounts[person.email]
            if number < LEADS:
                add_member(account_id=who, role=CycleRole.LEAD, **by)
                continue
            both = number - LEADS < BOTH_LANGUAGES
            add_member(account_id=who, role=CycleRole.ASSESSOR, **by,
                       languages="fr,en" if both else ",".join(person.languages))  # fmt: skip
            note_training(account_id=who, scale_version_id=version_id, expires_on=(now + timedelta(days=400)).date(),
                          **by)  # fmt: skip
        open_cycle(version=version, settle=settled, **by)
        for person in candidates:
            add_member(account_id=accounts[person.email], role=CycleRole.CANDIDATE, **by)
        return cycle.id
