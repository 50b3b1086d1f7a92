"""The ground that seeded cases stand on: staff with accounts, and three cycles set up and opened by their actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import (
    add_member,
    choose_scales,
    create_cycle,
    note_training,
    open_cycle,
)  # fmt: skip
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.sample.people import TEAM_SIZE, TEAMS_IN_UNIT, SamplePerson, people
from reviewboard.seeding.ids import Ids
from reviewboard.seeding.marks import Marks
from reviewboard.seeding.writer import Writer
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.policy import settled

MAIN, CONFIRMING, SHORT = "main", "confirming", "short"
REQUIRED_LEVEL = 3
OPENED_AGO = timedelta(days=123)
MADE_AGO = timedelta(days=125)
BOTH_LANGUAGES = 4  # so many assessors, at least, read French and English
COORDINATORS = AUDITORS = LAPSED = 2

KINDS: dict[str, dict[str, Any]] = {
    MAIN: {"name_fr": "Collaboration, grand cycle", "name_en": "Collaboration, large cycle",
           "policy": {"discussion_hours": 240}},
    CONFIRMING: {"name_fr": "Collaboration, accords confirmés", "name_en": "Collaboration, confirmed agreements",
                 "policy": {"discussion_hours": 240, "confirm_agreement": True, "across_required": "dispute"}},
    SHORT: {"name_fr": "Collaboration, jury sans formation à jour", "name_en": "Collaboration, panel not trained yet",
            "policy": {}},
}  # fmt: skip
"""The cycles: of most cases; of agreements that a lead confirms; of cases that wait for assessors with training."""


class AlreadySown(Exception):
    """This seed is on the board already: its people have their accounts."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    id: str
    email: str
    name: str
    language: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeededCycle:
    """An open cycle as the cases need to know it."""

    id: str
    kind: str
    ladder: Ladder
    policy_hash: str
    notice_version: str
    rating_days: int
    readers: dict[str, tuple[str, ...]]  # by language, the accounts that read it


@dataclass(frozen=True)
class Ground:
    """Everything that is there before the first case. `outside` yields people who are not staff."""

    scale_version_id: str
    scale_hash: str
    cycles: dict[str, SeededCycle]
    staff: dict[str, tuple[Person, ...]]
    outside: Sequence[SamplePerson]


def lay_ground(
    *, seed: int, cases: int, assessors: int, scale_version_id: str, password_hash: str, ids: Ids, marks: Marks,
    now: datetime,
) -> Ground:  # fmt: skip
    """Make staff and cycles in transactions of their own, as of four months ago; people for `cases` candidates too.

    Raises AlreadySown.
    """
    wanted = {
        "administrator": 1, "coordinator": COORDINATORS, "auditor": AUDITORS, "lead": min(12, 2 + cases // 2500),
        "lapsed": LAPSED, "assessor": assessors,
    }  # fmt: skip
    unit = TEAM_SIZE * TEAMS_IN_UNIT
    inside = -(-sum(wanted.values()) // unit) * unit  # whole units, so that no candidate works beside an assessor
    everyone = [_at_home(person, seed) for person in people(inside + cases, Random(seed))]  # noqa: S311
    if find_account(everyone[0].email) is not None:
        raise AlreadySown()
    staff = _make_staff(wanted, everyone, password_hash, ids, marks, now - MADE_AGO)
    cycles = _make_cycles(scale_version_id, staff, cases, now)
    content_hash = db.session.get_one(ScaleVersion, scale_version_id).content_hash
    return Ground(scale_version_id, content_hash, cycles, staff, everyone[inside:])


def _at_home(person: SamplePerson, seed: int) -> SamplePerson:
    """The same person with addresses of this seed, so that seeds never share an account."""
    home = f"@s{seed}.example.org"
    above = person.supervisor_email.replace("@example.org", home) if person.supervisor_email else None
    return SamplePerson(
        person.name, person.email.replace("@example.org", home), person.language, person.languages, person.unit,
        person.team, above,
    )  # fmt: skip


def _make_staff(
    wanted: dict[str, int], everyone: Sequence[SamplePerson], password_hash: str, ids: Ids, marks: Marks, now: datetime
) -> dict[str, tuple[Person, ...]]:
    names = iter(everyone)
    staff: dict[str, tuple[Person, ...]] = {}
    with transaction():
        with Writer() as writer:
            for kind, number in wanted.items():
                made = [_account(next(names), kind, writer, password_hash, ids, marks, now) for _ in range(number)]
                staff[kind] = tuple(_reading_both(made))
            writer.write()
        for person in (person for people_ in staff.values() for person in people_):
            enter("account.create", actor=SYSTEM, now=now, subject=f"account:{person.id}")
    return staff


def _account(
    person: SamplePerson, kind: str, writer: Writer, password_hash: str, ids: Ids, marks: Marks, now: datetime
) -> Person:
    account_id = ids.new()
    name = marks.on(person.name, kind, account_id, "name")
    writer.take(
        Account, id=account_id, email=person.email, name=name, password_hash=password_hash, language=person.language,
        unit=person.unit, team=person.team, is_administrator=kind == "administrator", is_auditor=kind == "auditor",
        created_at=now,
    )  # fmt: skip
    return Person(account_id, person.email, name, person.language, person.languages)


def _reading_both(made: list[Person]) -> Iterator[Person]:
    for number, person in enumerate(made):
        both = ("fr", "en") if number < BOTH_LANGUAGES else person.languages
        yield Person(person.id, person.email, person.name, person.language, both)


def _make_cycles(
    scale_version_id: str, staff: dict[str, tuple[Person, ...]], cases: int, now: datetime
) -> dict[str, SeededCycle]:
    """Set up every cycle, then open every cycle."""
    coordinator = staff["coordinator"][0].id
    with transaction():
        made = {kind: _set_up(kind, scale_version_id, staff, cases, now) for kind in KINDS}
        for cycle, version in made.values():
            open_cycle(cycle_id=cycle.id, version=version, settle=settled, actor=_coordinator(coordinator, cycle),
                       now=now - OPENED_AGO)  # fmt: skip
        return {kind: _seeded(cycle, kind, _pool(kind, staff)) for kind, (cycle, _) in made.items()}


def _set_up(
    kind: str, scale_version_id: str, staff: dict[str, tuple[Person, ...]], cases: int, now: datetime
) -> tuple[Cycle, int]:
    trained_until = (now + timedelta(days=-30 if kind == SHORT else 400)).date()
    made = now - MADE_AGO + timedelta(hours=1)
    cycle = create_cycle(
        opens_at=now - OPENED_AGO, closes_at=now + timedelta(days=30), hear_by=(now + timedelta(days=75)).date(),
        capacity=max(25, min(200, cases // len(staff["assessor"]))), now=made,
        actor=Principal(staff["administrator"][0].id, administrator=True),
        coordinator_id=staff["coordinator"][0].id, **KINDS[kind],
    )  # fmt: skip
    by: dict[str, Any] = {"cycle_id": cycle.id, "actor": _coordinator(staff["coordinator"][0].id, cycle), "now": made}
    version = choose_scales(version=cycle.version, scales={scale_version_id: REQUIRED_LEVEL}, **by).version
    for person in staff["coordinator"][1:]:
        add_member(account_id=person.id, role=Role.COORDINATOR, **by)
    for person in staff["lead"]:
        add_member(account_id=person.id, role=Role.LEAD, **by)
    for person in _pool(kind, staff):
        add_member(account_id=person.id, role=Role.ASSESSOR, languages=",".join(person.languages), **by)
        note_training(account_id=person.id, scale_version_id=scale_version_id, expires_on=trained_until, **by)
    return cycle, version


def _coordinator(account_id: str, cycle: Cycle) -> Principal:
    return Principal(account_id, memberships=frozenset([(cycle.id, Role.COORDINATOR)]))


def _pool(kind: str, staff: dict[str, tuple[Person, ...]]) -> Sequence[Person]:
    return staff["lapsed"] if kind == SHORT else staff["assessor"]


def _seeded(cycle: Cycle, kind: str, chosen: Sequence[Person]) -> SeededCycle:
    readers = {language: tuple(person.id for person in chosen if language in person.languages) for language in ("fr", "en")}
    return SeededCycle(
        cycle.id, kind, Ladder.from_policy(cycle.policy), cycle.policy_hash or "", cycle.notice_version,
        cycle.rating_days, readers,
    )  # fmt: skip
