"""Reads of recourse: what a candidate asked and may still ask, what waits for whom, what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.digest import digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.record.queries import TOOK_NO_PART
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.rules import Past, Terms, Verdict, Window, window
from reviewboard.stages.recourse.steps import UNDER_WAY, Kind, Stand
from reviewboard.stages.recourse.tables import (
    Meeting,
    Recourse,
    RecourseDecision,
    RecourseDraft,
    RecourseGround,
    RecourseHandler,
    Statement,
)
from reviewboard.stages.submission.tables import Case

COUNTED = 200
_UNDER_WAY = [stand.value for stand in UNDER_WAY]


def terms_of(cycle_id: str) -> Terms:
    """Return the terms of recourse that the cycle froze when it opened."""
    return Terms.from_policy(db.session.execute(select(Cycle.policy).where(Cycle.id == cycle_id)).scalar_one())


def recourses_of(case_id: str) -> dict[Kind, Recourse]:
    """Return the recourses of a case by kind, drafts too. One statement."""
    rows = db.session.execute(select(Recourse).where(Recourse.case_id == case_id)).scalars()
    found = {Kind(row.kind): row for row in rows}
    return {kind: found[kind] for kind in Kind if kind in found}


def recourse_of(case_id: str, kind: Kind) -> Recourse | None:
    """Return the recourse of this kind, or None."""
    return recourses_of(case_id).get(kind)


def windows_of(case: Case, *, now: datetime) -> dict[Kind, Window]:
    """Return until when each recourse of a released case may be asked for, and why not now. Two statements."""
    found, terms = recourses_of(case.id), terms_of(case.cycle_id)
    past = {kind: Past(Stand(one.stand), one.ended_at) for kind, one in found.items()}
    released_at = case.released_at or now
    return {kind: window(kind, released_at=released_at, past=past, terms=terms, now=now) for kind in Kind}


def review_without_feedback(case: Case, *, now: datetime) -> datetime | None:
    """Return until when a review may be asked for where feedback is taken back now. One statement."""
    past = {Kind.FEEDBACK: Past(Stand.WITHDRAWN, now)}
    terms = terms_of(case.cycle_id)
    return window(Kind.REVIEW, released_at=case.released_at or now, past=past, terms=terms, now=now).until


def granted_by_review(found: Mapping[Kind, Recourse]) -> bool:
    """Return whether the fresh rating of a case was granted by its review: its candidate did not ask for it. One statement."""
    review = found.get(Kind.REVIEW)
    if Kind.FRESH not in found or review is None or review.stand != Stand.CONCLUDED:
        return False
    decision = decision_in_force(review.id)
    return decision is not None and decision.verdict == Verdict.RETURNED


def open_recourses(case_ids: Sequence[str]) -> dict[str, Recourse]:
    """Return the recourse under way of each of these cases that has one, the latest step first. One statement."""
    rows = db.session.execute(
        select(Recourse).where(Recourse.case_id.in_(list(case_ids)), Recourse.stand.in_(_UNDER_WAY)).order_by(Recourse.asked_at)
    ).scalars()
    return {row.case_id: row for row in rows}


def changed_on(case_ids: Sequence[str]) -> dict[str, datetime]:
    """Return when the result in force took the place of an earlier one, by case, where it did. One statement."""
    rows = db.session.execute(
        select(Record.case_id, Record.recorded_at).where(
            Record.case_id.in_(list(case_ids)), Record.superseded_at.is_(None), Record.supersedes_id.is_not(None),
            Record.released_at.is_not(None),
        )
    )  # fmt: skip
    return {row.case_id: row.recorded_at for row in rows}


def digest_of_asked(recourse: Recourse) -> str:
    """Return the digest of what a recourse asks: its kind, the request, each ground with its text. One statement."""
    return digest({"recourse": recourse.id, "case": recourse.case_id, "kind": recourse.kind, "request": recourse.request,
                   "grounds": grounds_of(recourse.id)})  # fmt: skip


def grounds_of(recourse_id: str) -> dict[str, str]:
    """Return what the candidate wrote under each ground they chose, in the order of grounds' names. One statement."""
    return drafted_grounds(recourse_id)[0]


def drafted_grounds(recourse_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a draft holds under the grounds that are chosen and under others, which are never sent. One statement."""
    rows = db.session.execute(
        select(RecourseGround.ground, RecourseGround.text, RecourseGround.chosen)
        .where(RecourseGround.recourse_id == recourse_id)
        .order_by(RecourseGround.ground)
    ).all()
    chosen, others = ({row.ground: row.text for row in rows if row.chosen is kind} for kind in (True, False))
    return chosen, others


def meetings_of(recourse_id: str) -> list[Meeting]:
    """Return how each handler of a recourse heard the candidate, earlier ones too, oldest first."""
    rows = select(Meeting).where(Meeting.recourse_id == recourse_id).order_by(Meeting.noted_at, Meeting.id)
    return list(db.session.execute(rows).scalars())


def handler_row(recourse_id: str) -> RecourseHandler | None:
    """Return since when and by whom a recourse is answered now, or None."""
    rows = select(RecourseHandler).where(RecourseHandler.recourse_id == recourse_id, RecourseHandler.until.is_(None))
    return db.session.execute(rows).scalar_one_or_none()


def meeting_of(recourse_id: str) -> Meeting | None:
    """Return how whoever answers a recourse now heard the candidate, or None: an earlier handler's meeting is not theirs."""
    now_heard = select(Meeting).join(RecourseHandler, RecourseHandler.id == Meeting.id)
    return db.session.execute(
        now_heard.where(Meeting.recourse_id == recourse_id, RecourseHandler.until.is_(None))
    ).scalar_one_or_none()


def decisions_of(recourse_id: str) -> list[RecourseDecision]:
    """Return every decision on a recourse, those sent back too, oldest first."""
    return list(
        db.session.execute(
            select(RecourseDecision)
            .where(RecourseDecision.recourse_id == recourse_id)
            .order_by(RecourseDecision.decided_at, RecourseDecision.id)
        ).scalars()
    )


def was_taken_back(decision: RecourseDecision) -> bool:
    """Return whether its lead took a decision back for a conflict of interest. No other lead reads it."""
    return decision.declined_by == decision.decided_by and not decision.declined_why


def took_back(recourse_id: str, account_id: str | None) -> bool:
    """Return whether somebody took back what they had decided on a recourse."""
    return any(one.decided_by == account_id == one.declined_by for one in decisions_of(recourse_id))


def waiting_decision(recourse_id: str) -> RecourseDecision | None:
    """Return the decision that waits for a second lead, or None."""
    return next(
        (one for one in decisions_of(recourse_id)
         if one.needs_countersign and one.countersigned_at is None and one.declined_at is None), None,
    )  # fmt: skip


def decision_in_force(recourse_id: str) -> RecourseDecision | None:
    """Return the decision that counts: not sent back, and countersigned where it needs to be; or None."""
    return next(
        (one for one in decisions_of(recourse_id)
         if one.declined_at is None and (one.countersigned_at is not None or not one.needs_countersign)), None,
    )  # fmt: skip


def answer_draft(recourse_id: str, lead_id: str | None) -> RecourseDraft | None:
    """Return what a lead wrote so far of an answer."""
    return db.session.execute(
        select(RecourseDraft)
        .where(RecourseDraft.recourse_id == recourse_id, RecourseDraft.lead_id == lead_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def statement_of(case_id: str) -> Statement | None:
    """Return what the candidate wants read beside the record, or None."""
    return db.session.execute(select(Statement).where(Statement.case_id == case_id)).scalar_one_or_none()


def records_of(case_id: str) -> list[Record]:
    """Return every record of a case, superseded ones too, oldest first."""
    return list(
        db.session.execute(select(Record).where(Record.case_id == case_id).order_by(Record.recorded_at, Record.id)).scalars()
    )


def under_way(
    cycle_ids: Sequence[str], *, limit: int, after: tuple[datetime, str] | None = None,
    asked_but: Sequence[str] | None = None,
) -> Sequence[Any]:
    """Return recourses of these cycles that are not over, soonest due first. One statement.

    `asked_but`: only those that wait for somebody to answer them, but for these ids.

    Each has id, case_id, cycle_id, kind, stand, due_at, asked_at, handler_id, handler (name or None), reference.
    """
    query = (
        select(
            Recourse.id, Recourse.case_id, Recourse.cycle_id, Recourse.kind, Recourse.stand, Recourse.due_at, Recourse.asked_at,
            Recourse.handler_id, Account.name.label("handler"), Case.reference,
        )
        .join(Case, Case.id == Recourse.case_id)
        .outerjoin(Account, Account.id == Recourse.handler_id)
        .where(Recourse.cycle_id.in_(list(cycle_ids)), Recourse.stand.in_(_UNDER_WAY))
        .order_by(Recourse.due_at, Recourse.id)
        .limit(limit)
    )  # fmt: skip
    if asked_but is not None:
        query = query.where(Recourse.stand == Stand.ASKED.value, Recourse.id.not_in(asked_but))
    if after is not None:
        query = query.where(tuple_(Recourse.due_at, Recourse.id) > tuple_(*after))
    return db.session.execute(query).all()


def led_under_way(
    cycle_id: str, person: Principal, *, limit: int, after: tuple[datetime, str] | None = None
) -> Sequence[Any]:
    """Return recourses of a cycle that are not over and whose case this lead may follow, soonest due first. One statement.

    Each has id, case_id, kind, stand, due_at, handler_id, reference.
    """
    query = (
        select(
            Recourse.id, Recourse.case_id, Recourse.kind, Recourse.stand, Recourse.due_at, Recourse.handler_id, Case.reference
        )
        .join(Case, Case.id == Recourse.case_id)
        .where(Recourse.cycle_id == cycle_id, Recourse.stand.in_(_UNDER_WAY), TOOK_NO_PART)
        .order_by(Recourse.due_at, Recourse.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Recourse.due_at, Recourse.id) > tuple_(*after))
    return db.session.execute(query, {"person_id": person.account_id}).all()


def late_count(cycle_id: str, *, now: datetime) -> int:
    """Return how many recourses of a cycle are late, at most COUNTED. One statement."""
    late = select(Recourse.id).where(Recourse.cycle_id == cycle_id, Recourse.stand.in_(_UNDER_WAY), Recourse.due_at < now)
    return db.session.execute(select(func.count()).select_from(late.limit(COUNTED).subquery())).scalar_one()


def asked_count(cycle_id: str) -> int:
    """Return how many recourses of a cycle wait for a lead to answer them, at most COUNTED. One statement."""
    waiting = select(Recourse.id).where(Recourse.cycle_id == cycle_id, Recourse.stand == Stand.ASKED.value)
    return db.session.execute(select(func.count()).select_from(waiting.limit(COUNTED).subquery())).scalar_one()


def under_way_count(cycle_id: str) -> int:
    """Return how many recourses of a cycle are not over, at most COUNTED. One statement."""
    there = select(Recourse.id).where(Recourse.cycle_id == cycle_id, Recourse.stand.in_(_UNDER_WAY))
    return db.session.execute(select(func.count()).select_from(there.limit(COUNTED).subquery())).scalar_one()
