"""Reads of a submission: what its candidate may write and until when, what it holds, what it lacks.

Whoever calls these for another person asks `may("examples.read", facts)` first.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select, tuple_

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.submission.rules import ExampleText, Limits, Problem, problems_before_submit
from reviewboard.stages.submission.tables import Accommodation, Case, Evidence, EvidenceCheck, Example

TEXT_FIELDS = tuple(field.name for field in fields(ExampleText))
"""Every field of an example that its candidate fills in."""

COUNTED = 200  # counts stop here
ORIGINAL = Case.fresh_of.is_(None)
"""A condition on a case: no other is rated afresh by it. Statistics count these: each candidate once."""
AT_WORK = or_(ORIGINAL, Case.state != "recorded")
"""A condition on a case: it is an original, or still on its way. Counts of work hold these: what a fresh pair came to is
no result of its own and waits for no release."""

_EXAMPLES = select(Example).where(Example.case_id == bindparam("case_id")).order_by(Example.position)
_EVIDENCE = (
    select(Evidence)
    .where(Evidence.case_id == bindparam("case_id"), Evidence.example_id.is_not(None), Evidence.removed_at.is_(None))
    .order_by(Evidence.uploaded_at, Evidence.id)
)


_REFUSED = (
    select(Evidence.example_id, func.count())
    .join(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
    .where(
        Evidence.case_id == bindparam("case_id"), Evidence.example_id.is_not(None), Evidence.removed_at.is_(None),
        EvidenceCheck.state == "refused",
    )
    .group_by(Evidence.example_id)
)  # fmt: skip


def deadline_of(case: Case, cycle: Cycle) -> datetime:
    """Return the last moment at which this candidate may write and submit: the cycle's, or a later one of their own."""
    return max(cycle.closes_at, case.extended_to or cycle.closes_at)


def is_open(case: Case, cycle: Cycle, now: datetime) -> bool:
    """Whether this case's draft may be written now. A cycle closed early stays open to those with more time."""
    extended = case.extended_to is not None and now <= case.extended_to
    return case.state == "draft" and (extended or (cycle.state == "open" and now <= cycle.closes_at))


def limits_of(cycle: Cycle) -> Limits:
    """Return what a submission of this cycle may hold."""
    return Limits(**cycle.limits)


def notice_acknowledged(case: Case, cycle: Cycle) -> bool:
    """Whether the candidate acknowledged the version of the notice that is in force."""
    return case.notice_acknowledged_at is not None and case.notice_version == cycle.notice_version


def today_of(person: Principal, now: datetime) -> date:
    """Return the day it is for a person at this moment."""
    return now.astimezone(ZoneInfo(person.timezone)).date()


def cycles_open_to(person: Principal, now: datetime) -> Sequence[Any]:
    """Return (cycle id, name_fr, name_en, closes_at, hear_by, scale_version_id) for what a candidate may start."""
    return db.session.execute(
        select(Cycle.id, Cycle.name_fr, Cycle.name_en, Cycle.closes_at, Cycle.hear_by, CycleScale.scale_version_id)
        .join(CycleScale, CycleScale.cycle_id == Cycle.id)
        .where(Cycle.id.in_(sorted(person.cycles_as(Role.CANDIDATE))))
        .where(Cycle.state == "open", Cycle.opens_at <= now, Cycle.closes_at >= now)
        .order_by(Cycle.closes_at, Cycle.id, CycleScale.scale_version_id)
    ).all()


def own_cases(account_id: str | None) -> list[tuple[Case, Cycle]]:
    """Return a candidate's cases with their cycles, the newest first. One statement."""
    rows = db.session.execute(
        select(Case, Cycle)
        .join(Cycle, Cycle.id == Case.cycle_id)
        .where(Case.candidate_id == account_id, Case.fresh_of.is_(None))
        .order_by(Case.created_at.desc(), Case.id)
    )
    return [(case, cycle) for case, cycle in rows]


def examples_of(case_id: str) -> list[Example]:
    """Return a case's examples in the order in which they are read."""
    return list(db.session.execute(_EXAMPLES, {"case_id": case_id}).scalars())


def evidence_of(case_id: str) -> dict[str, list[Evidence]]:
    """Return a submission's evidence by the id of its example, oldest first, without what was removed.

    What answers a question of the panel is no part of it (see `consensus.answering`).
    """
    found: dict[str, list[Evidence]] = {}
    for evidence in db.session.execute(_EVIDENCE, {"case_id": case_id}).scalars():
        found.setdefault(evidence.example_id or "", []).append(evidence)
    return found


def find_evidence(case_id: str, evidence_id: str) -> Evidence | None:
    """Return one file of a submission that was not removed, or None."""
    return db.session.execute(
        select(Evidence).where(
            Evidence.id == evidence_id, Evidence.case_id == case_id, Evidence.example_id.is_not(None),
            Evidence.removed_at.is_(None),
        )
    ).scalar_one_or_none()  # fmt: skip


def text_of(example: Example) -> ExampleText:
    """Return an example as the value that rules look at."""
    return ExampleText(**{name: getattr(example, name) for name in TEXT_FIELDS})


def problems_of(case: Case, cycle: Cycle, examples: Sequence[Example], today: date) -> tuple[Problem, ...]:
    """Return what keeps this draft from being submitted on this day."""
    refused = refused_files(case.id)
    return problems_before_submit(
        [text_of(example) for example in examples], limits_of(cycle), today, notice_acknowledged(case, cycle),
        [refused.get(example.id, 0) for example in examples],
    )  # fmt: skip


def refused_files(case_id: str) -> dict[str, int]:
    """Return how many files of each example their check refused, by the example's id. One statement."""
    rows = db.session.execute(_REFUSED, {"case_id": case_id})
    return {example_id or "": count for example_id, count in rows}


def accommodation_of(case_id: str) -> Accommodation | None:
    """Return the candidate's request for an adjustment, or None. For the candidate and the coordinator only."""
    return db.session.execute(select(Accommodation).where(Accommodation.case_id == case_id)).scalar_one_or_none()


def unanswered_count(cycle_id: str) -> int:
    """Return how many requests of a cycle wait for an answer, at most COUNTED. One statement."""
    waiting = (
        select(Accommodation.id)
        .join(Case, Case.id == Accommodation.case_id)
        .where(Case.cycle_id == cycle_id, Accommodation.answered_at.is_(None))
        .limit(COUNTED)
    )
    return db.session.execute(select(func.count()).select_from(waiting.subquery())).scalar_one()


def accommodations_in(cycle_id: str, *, after: tuple[datetime, str] | None, limit: int) -> Sequence[Any]:
    """Return at most limit requests of a cycle, unanswered and answered, oldest first. For its coordinator only.

    Each has case_id, reference, state, candidate, request, requested_at, answer, answered_at, extended_to, id; `after`
    is the (requested_at, id) of the last one seen.
    """
    query = (
        select(
            Accommodation.id, Accommodation.case_id, Case.reference, Case.state, Account.name.label("candidate"),
            Accommodation.request, Accommodation.requested_at, Accommodation.answer, Accommodation.answered_at,
            Case.extended_to,
        )
        .join(Case, Case.id == Accommodation.case_id)
        .join(Account, Account.id == Case.candidate_id)
        .where(Case.cycle_id == cycle_id)
        .order_by(Accommodation.requested_at, Accommodation.id)
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(Accommodation.requested_at, Accommodation.id) > tuple_(*after))
    return db.session.execute(query).all()
