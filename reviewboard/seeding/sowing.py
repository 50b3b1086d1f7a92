"""Seeding: staff and cycles first, then every case from its fate, oldest first, in one transaction."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from reviewboard.demo.scale import published_scale
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.passwords import hash_password
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.sample.people import SamplePerson
from reviewboard.seeding import consensus, rating, recording, submitting
from reviewboard.seeding.case import SeededCase
from reviewboard.seeding.chronicle import Chronicle
from reviewboard.seeding.fates import Fate, fate_of
from reviewboard.seeding.filing import Filing
from reviewboard.seeding.ground import BOTH_LANGUAGES, MADE_AGO, OPENED_AGO, Ground, Person, lay_ground
from reviewboard.seeding.ids import Ids
from reviewboard.seeding.marks import Marks
from reviewboard.seeding.telling import about_case, about_people
from reviewboard.seeding.writer import Writer
from reviewboard.stages.workflow import State

PASSWORD = "a seeded sentence to sign in"  # noqa: S105 (one for every seeded account, printed and listed)
TOGETHER = 400  # cases written at a time

LEGS: dict[str, Callable[[SeededCase, datetime, datetime], None]] = {
    name: getattr(module, name)
    for module, names in (
        (submitting, "write_part write wait withdraw"),
        (rating, "seat seat_third clear_one draft_both draft_third seal_one rate rate_third step_back overdue"),
        (consensus, "agree discuss talk settle deadlock clock dispute confirm refuse ask answer call_third resolve propose "
                    "countersign decline"),
        (recording, "record release"),
    )
    for name in names.split()
} | {"draft_late": rating.draft_both}  # fmt: skip
"""Every leg of a fate, and what tells it. It takes the case, and from when to when."""


def sow(*, cases: int, assessors: int, seed: int, canaries: bool, now: datetime) -> dict[str, Any]:
    """Fill the board and return what there is: accounts with passwords, ids by state, canaries, counts, seconds.

    Raises AlreadySown, ValueError for fewer than four assessors or no case.
    """
    if cases < 1 or assessors < BOTH_LANGUAGES:
        raise ValueError(f"at least one case and {BOTH_LANGUAGES} assessors are needed")
    started = time.monotonic()
    rng = Random(f"ids {seed}")  # noqa: S311
    ids, marks, password_hash = Ids(rng), Marks(planted=canaries, rng=rng), hash_password(PASSWORD)
    ground = lay_ground(
        seed=seed, cases=cases, assessors=assessors, password_hash=password_hash, ids=ids, marks=marks, now=now,
        scale_version_id=published_scale(now=now - MADE_AGO - timedelta(minutes=1)),
    )  # fmt: skip
    fates = sorted((fate_of(number, seed) for number in range(cases)), key=lambda fate: fate.began, reverse=True)
    with Filing() as filing, transaction(), Writer() as writer:
        sowing = _Sowing(ground, filing, ids, marks, now, password_hash, writer)
        sowing.enrol(fates)
        for first in range(0, cases, TOGETHER):
            sowing.write(fates[first : first + TOGETHER], fates[first + TOGETHER : first + TOGETHER + 1])
    _look_at_the_tables()
    return {
        "cases": cases, "assessors": assessors, "seed": seed, "password": PASSWORD,
        "cycles": {kind: cycle.id for kind, cycle in ground.cycles.items()},
        "accounts": about_people({**ground.staff, "candidate": tuple(sowing.candidates)}, PASSWORD),
        "states": sowing.told, "rows": dict(writer.written), "canaries": marks.listed(),
        "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip


def _look_at_the_tables() -> None:
    """PostgreSQL plans as if the tables were empty until it looks at them; SQLite plans well without."""
    with transaction():
        if db.session.get_bind().dialect.name == "postgresql":
            db.session.execute(text("ANALYZE"))


class _Sowing:
    """What is under way: who has a case, and what was told of each."""

    def __init__(
        self, ground: Ground, filing: Filing, ids: Ids, marks: Marks, now: datetime, password_hash: str, writer: Writer
    ) -> None:
        self.filing = filing
        self.ground, self.ids, self.marks, self.now = ground, ids, marks, now
        self.password_hash = password_hash
        self.writer, self.chronicle = writer, Chronicle()
        self.candidates: list[Person] = []
        self.told: dict[str, list[dict[str, Any]]] = {state.value: [] for state in State}
        self._by_number: dict[int, Person] = {}

    def enrol(self, fates: Sequence[Fate]) -> None:
        """Give each case a candidate with an account and a membership in its cycle."""
        at = self.now - OPENED_AGO + timedelta(hours=1)
        coordinator = self.ground.staff["coordinator"][0].id
        by_email: dict[str, str] = {}
        for fate, person in zip(sorted(fates, key=lambda fate: fate.number), self.ground.outside, strict=True):
            candidate = self._account(person, by_email, at)
            cycle_id = self.ground.cycles[fate.cycle].id
            self.writer.take(Membership, id=self.ids.new(), account_id=candidate.id, cycle_id=cycle_id,
                             role=Role.CANDIDATE.value, created_at=at)  # fmt: skip
            self.chronicle.enter("account.create", at, subject=f"account:{candidate.id}")
            self.chronicle.enter("pool.add", at, actor_id=coordinator, cycle_id=cycle_id,
                                 subject=f"account:{candidate.id}", details={"role": Role.CANDIDATE.value})  # fmt: skip
            self._by_number[fate.number] = candidate
            self.candidates.append(candidate)
        self._write(fates[:1])

    def _account(self, person: SamplePerson, by_email: dict[str, str], at: datetime) -> Person:
        account_id = by_email[person.email] = self.ids.new()
        name = self.marks.on(person.name, "candidate", account_id, "name")
        self.writer.take(
            Account, id=account_id, email=person.email, name=name, password_hash=self.password_hash,
            language=person.language, unit=person.unit, team=person.team,
            supervisor_id=by_email.get(person.supervisor_email or ""), created_at=at,
        )  # fmt: skip
        return Person(account_id, person.email, name, person.language, person.languages)

    def write(self, fates: Sequence[Fate], following: Sequence[Fate]) -> None:
        """Write these cases, and the journal as far as no later case can add to it."""
        for fate in fates:
            case = SeededCase(fate, self._by_number[fate.number], self.ground, now=self.now, writer=self.writer,
                              chronicle=self.chronicle, filing=self.filing, marks=self.marks, ids=self.ids)  # fmt: skip
            _live(case)
            self.told[case.row["state"]].append(about_case(case))
        self._write(following)

    def _write(self, following: Sequence[Fate]) -> None:
        self.filing.finish()
        self.chronicle.chain(self.writer, until=self.now - following[0].began if following else None)
        self.writer.write()


def _live(case: SeededCase) -> None:
    at: datetime = case.row["created_at"]
    for leg in case.fate.legs:
        LEGS[leg.name](case, at, at + leg.takes)
        at += leg.takes
    if case.row["state"] != case.fate.state:
        raise LookupError(f"{case.fate} ends as {case.row['state']}")
    if case.row["state"] == State.DECIDED:
        case.owe("record.write", at)
    rating.remind(case)
