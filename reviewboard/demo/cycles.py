"""Four cycles: the main one, a pilot (agreements confirmed, own level first), an earlier one, next season's, a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reviewboard.demo.calendar import season
from reviewboard.demo.people import (
    ADMINISTRATOR,
    ASSESSORS,
    CANDIDATES,
    COORDINATOR,
    LEADS,
    DemoPerson,
    demo_account,
    principal,
)  # fmt: skip
from reviewboard.demo.scale import published_scale
from reviewboard.foundation.cycle.actions import (
    add_member,
    change_cycle,
    choose_scales,
    create_cycle,
    keep_apart,
    note_training,
    open_cycle,
)  # fmt: skip
from reviewboard.foundation.cycle.standard import NOTICE_EN, NOTICE_FR
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.policy import settled

REQUIRED_LEVEL = 3
PILOT_CANDIDATES = ("leanne.underhill", "mireille.arcand")
EARLIER_CANDIDATES = ("denise.lavallee", "martin.ashworth", "lucie.quirion", "ginette.savoie", "colin.hathaway")
KEPT_APART = (ASSESSORS[2], ASSESSORS[6])  # they work side by side
QUESTIONS_FR = "\nVos questions. Écrivez à la coordination du cycle : coordination@board.example.\n"
QUESTIONS_EN = "\nYour questions. Write to the coordinator of the cycle: coordination@board.example.\n"


@dataclass(frozen=True)
class Cycles:
    """Ids of what the cases are made in."""

    scale_version_id: str
    main: str
    pilot: str
    earlier: str

    def of(self, candidate: DemoPerson) -> str:
        """Return the cycle in which a candidate of the demo is."""
        if candidate.key in PILOT_CANDIDATES:
            return self.pilot
        return self.earlier if candidate.key in EARLIER_CANDIDATES else self.main


def make_cycles(*, made: datetime, opened: datetime, now: datetime) -> Cycles:
    """Set up the four cycles at `made`, open three of them at `opened`, the earlier one a day before; `now` is today."""
    version_id = published_scale(now=made + timedelta(minutes=30))
    year, an = season(now, "en"), season(now, "fr").lower()
    next_year, prochain = season(now, "en", later=2), season(now, "fr", later=2).lower()
    main, main_version = _set_up(
        version_id, made + timedelta(hours=1), opens_at=opened, closes_at=now + timedelta(days=12), hear_after=35,
        name_fr=f"Collaboration, {an}", name_en=f"Collaboration, {year}", rating_days=10,
        policy={"discussion_hours": 240, "sampling_percent": 100},
    )  # fmt: skip
    pilot, pilot_version = _set_up(
        version_id, made + timedelta(hours=2), opens_at=opened, closes_at=now + timedelta(days=5), hear_after=25,
        name_fr=f"Projet pilote : accords confirmés, {an}", name_en=f"Pilot: confirmed agreements, {year}",
        rating_days=7, policy={"confirm_agreement": True, "across_required": "dispute", "own_level_first": True},
    )  # fmt: skip
    earlier, earlier_version = _set_up(
        version_id, made + timedelta(hours=2, minutes=30), opens_at=opened - timedelta(days=1),
        closes_at=now + timedelta(days=2), hear_after=30, rating_days=7, policy={},
        name_fr=f"Première vague, {an}", name_en=f"First wave, {year}",
    )  # fmt: skip
    _create(
        made + timedelta(hours=3), opens_at=now + timedelta(days=110), closes_at=now + timedelta(days=160),
        hear_after=60, name_fr=f"Collaboration, {prochain}", name_en=f"Collaboration, {next_year}",
    )  # fmt: skip
    _open(earlier, earlier_version, opened - timedelta(hours=20))
    for minutes, cycle_id, version in ((0, main, main_version), (10, pilot, pilot_version)):
        _open(cycle_id, version, opened + timedelta(minutes=minutes))
    cycles = Cycles(version_id, main, pilot, earlier)
    _enrol(cycles, opened + timedelta(minutes=30))
    return cycles


def _create(made: datetime, *, closes_at: datetime, hear_after: int, **more: Any) -> tuple[str, int]:
    """Return the id and version of a draft cycle with a notice of its own; candidates hear so many days after it."""
    with transaction():
        cycle = create_cycle(
            closes_at=closes_at, hear_by=(closes_at + timedelta(days=hear_after)).date(), now=made,
            coordinator_id=demo_account(COORDINATOR).id, actor=principal(ADMINISTRATOR), **more,
        )  # fmt: skip
        cycle_id, version = cycle.id, cycle.version
    with transaction():
        changed = change_cycle(
            cycle_id=cycle_id, version=version, actor=principal(COORDINATOR), now=made + timedelta(minutes=5),
            changes={"notice_fr": NOTICE_FR + QUESTIONS_FR, "notice_en": NOTICE_EN + QUESTIONS_EN},
        )  # fmt: skip
        return cycle_id, changed.version


def _set_up(version_id: str, made: datetime, *, closes_at: datetime, **more: Any) -> tuple[str, int]:
    """Return the id and version of a draft cycle that lacks nothing but being opened."""
    cycle_id, version = _create(made, closes_at=closes_at, **more)
    by: dict[str, Any] = {"cycle_id": cycle_id, "actor": principal(COORDINATOR), "now": made + timedelta(minutes=10)}
    with transaction():
        version = choose_scales(version=version, scales={version_id: REQUIRED_LEVEL}, **by).version
    with transaction():
        for person in LEADS:
            add_member(account_id=demo_account(person).id, role=Role.LEAD, **by)
        for person in ASSESSORS:
            who = demo_account(person).id
            add_member(account_id=who, role=Role.ASSESSOR, languages=person.reads, **by)
            note_training(account_id=who, scale_version_id=version_id,
                          expires_on=(closes_at + timedelta(days=270)).date(), **by)  # fmt: skip
        keep_apart(one_id=demo_account(KEPT_APART[0]).id, other_id=demo_account(KEPT_APART[1]).id, **by)
    return cycle_id, version


def _open(cycle_id: str, version: int, now: datetime) -> None:
    with transaction():
        open_cycle(cycle_id=cycle_id, version=version, settle=settled, actor=principal(COORDINATOR), now=now)


def _enrol(cycles: Cycles, now: datetime) -> None:
    with transaction():
        for person in CANDIDATES:
            add_member(cycle_id=cycles.of(person), account_id=demo_account(person).id, role=Role.CANDIDATE,
                       actor=principal(COORDINATOR), now=now)  # fmt: skip
