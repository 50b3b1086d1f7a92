"""Reads of checks: one finding and its note, what waits for a lead, and how often checks and records say the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, select, true, tuple_

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account
from reviewboard.quality.rules import Gap
from reviewboard.quality.tables import Draw, Finding, FindingNote, StratumRow
from reviewboard.stages.assignment.ties_of_one import PERSON
from reviewboard.stages.record.queries import TOOK_NO_PART
from reviewboard.stages.recourse.part import part_of
from reviewboard.stages.recourse.tables import CheckOpening
from reviewboard.stages.submission.tables import Case

_PART = part_of(Case.id, PERSON)


def finding_of(case_id: str) -> Finding | None:
    """Return what the check of a case found, or None before it is sealed."""
    return db.session.execute(select(Finding).where(Finding.case_id == case_id)).scalar_one_or_none()


def has_opened(case_id: str, person: Principal) -> bool:
    """Return whether a lead opened the check of a case."""
    return db.session.get(CheckOpening, (case_id, person.account_id)) is not None


def note_of(finding_id: str) -> FindingNote | None:
    """Return what a lead noted of a finding, or None."""
    return db.session.execute(
        select(FindingNote).where(FindingNote.finding_id == finding_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


@dataclass
class Share:
    """Sealed checks of one kind, and how many of them say what the record says."""

    sealed: int = 0
    same: int = 0


@dataclass
class Figures:
    """The checks of one cycle: agreed cases counted, drawn, sealed; by gap, and each by level, pair and unit.

    `pairs` maps the two raters' ids, joined, to their share; `levels` a level's number as text or a kind; `units` a unit.
    """

    agreed: int = 0
    drawn: int = 0
    sealed: int = 0
    gaps: Counter[str] = field(default_factory=Counter)
    levels: dict[str, Share] = field(default_factory=dict)
    pairs: dict[str, Share] = field(default_factory=dict)
    units: dict[str, Share] = field(default_factory=dict)

    @property
    def under_way(self) -> int:
        """Drawn cases whose check is not sealed."""
        return self.drawn - self.sealed


def figures_of(cycle_ids: Sequence[str], person: Principal | None = None) -> dict[str, Figures]:
    """Return the checks of these cycles, by cycle; to a lead given, of cases in which they took no part. One statement."""
    found = {cycle_id: Figures() for cycle_id in cycle_ids}
    of_others = Draw.case_id.in_(select(Case.id).where(TOOK_NO_PART, ~_PART)) if person else true()
    rows = db.session.execute(
        select(StratumRow.cycle_id, StratumRow.outcome, StratumRow.pair, StratumRow.unit, Draw.drawn, Finding.gap, func.count())
        .join(Draw, Draw.stratum_id == StratumRow.id)
        .outerjoin(Finding, Finding.case_id == Draw.case_id)
        .where(StratumRow.cycle_id.in_(list(cycle_ids)), of_others)
        .group_by(StratumRow.cycle_id, StratumRow.outcome, StratumRow.pair, StratumRow.unit, Draw.drawn, Finding.gap)
        .order_by(StratumRow.outcome, StratumRow.pair, StratumRow.unit),
        {"person_id": person.account_id} if person else {},
    )
    for cycle_id, outcome, pair, unit, drawn, gap, number in rows:
        figures = found[cycle_id]
        figures.agreed += number
        figures.drawn += number * drawn
        if gap is None:
            continue
        figures.sealed += number
        figures.gaps[gap] += number
        for shares, key in ((figures.levels, outcome), (figures.pairs, pair), (figures.units, unit)):
            share = shares.setdefault(key, Share())
            share.sealed += number
            share.same += number * (gap == Gap.SAME)
    return found


def differing(cycle_id: str, person: Principal, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Any]:
    """Return checks of a cycle that differ, for a lead who may know of the case, newest first after a cursor. One statement.

    Each has case_id, reference, gap, found_at, id, noted_at, follows, and whether they opened it.
    """
    query = (
        select(
            Finding.id,
            Finding.case_id,
            Finding.gap,
            Finding.found_at,
            Case.reference,
            FindingNote.noted_at,
            FindingNote.follows,
            CheckOpening.opened_at.is_not(None).label("opened"),
        )
        .outerjoin(CheckOpening, (CheckOpening.case_id == Finding.case_id) & (CheckOpening.lead_id == PERSON))
        .join(Case, Case.id == Finding.case_id)
        .outerjoin(FindingNote, FindingNote.finding_id == Finding.id)
        .where(Finding.cycle_id == cycle_id, Finding.gap != Gap.SAME, TOOK_NO_PART, ~_PART)
        .order_by(Finding.found_at.desc(), Finding.id.desc())
        .limit(limit)
    )
    if after is not None:
        at, finding_id = after
        query = query.where((Finding.found_at < at) | ((Finding.found_at == at) & (Finding.id < finding_id)))
    return db.session.execute(query, {"person_id": person.account_id}).all()


def waiting_count(cycle_id: str, person: Principal, *, most: int) -> int:
    """Return how many checks that differ wait for this lead's note, at most `most`: of no case in which they took part. One
    statement."""
    asked = {"cycle_id": cycle_id, "person_id": person.account_id, "most": most}
    return db.session.execute(_waiting_count(), asked).scalar_one()


@cache
def _waiting_count() -> Select[int]:
    """Put together once: what differs from request to request is given when it is executed."""
    waiting = (
        select(Finding.case_id)
        .join(Case, Case.id == Finding.case_id)
        .outerjoin(FindingNote, FindingNote.finding_id == Finding.id)
        .where(Finding.cycle_id == bindparam("cycle_id", type_=Id), Finding.gap != Gap.SAME, FindingNote.id.is_(None))
        .where(TOOK_NO_PART, ~_PART)
        .limit(bindparam("most", type_=Integer))
    )
    return select(func.count()).select_from(waiting.subquery())


def notes_for_coordinator(
    cycle_id: str, person: Principal, *, limit: int, after: tuple[datetime, str] | None = None
) -> Sequence[Any]:
    """Return what leads noted of checks of a cycle, newest first after a cursor, but of the person's own case.

    Each has id, case_id, reference, follows, reasons, noted_at, lead. One statement.
    """
    query = (
        select(Case.id.label("case_id"), Case.reference, FindingNote.follows, FindingNote.reasons, FindingNote.noted_at,
               FindingNote.id, Account.name.label("lead"))
        .join(Finding, Finding.id == FindingNote.finding_id)
        .join(Case, Case.id == Finding.case_id)
        .join(Account, Account.id == FindingNote.lead_id)
        .where(Finding.cycle_id == cycle_id, Case.candidate_id != person.account_id)
        .order_by(FindingNote.noted_at.desc(), FindingNote.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(FindingNote.noted_at, FindingNote.id) < tuple_(literal(after[0], UTCDateTime()), after[1]))
    return db.session.execute(query).all()
