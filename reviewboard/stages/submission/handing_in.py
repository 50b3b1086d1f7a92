"""A whole draft is handed in once: locked, with a digest of all it holds. Its candidate may still withdraw it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.discretion import Counted, count_places
from reviewboard.stages.submission.draft import open_draft
from reviewboard.stages.submission.queries import evidence_of, examples_of, problems_of, text_of, today_of
from reviewboard.stages.submission.refusals import (
    CaseWithdrawn,
    ChangedSinceCheck,
    SubmissionIncomplete,
    TooLateToWithdraw,
)
from reviewboard.stages.submission.rules import example_words, submission_content
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.submission.words import sentence
from reviewboard.stages.workflow import Facts


def submit_case(
    *, case_id: str, actor: Principal, now: datetime, version: int | None = None, counted: Counted | None = None
) -> Case:
    """Hand in the actor's draft, for good, and return the case. `version` is the one whose check the candidate saw.

    `counted` is what was counted before; of another version, it is counted again.
    Raises ChangedSinceCheck, SubmissionIncomplete, and what `open_draft` raises.
    """
    draft = open_draft(case_id, actor, now)
    case = draft.case
    if version is not None and version != case.version:
        raise ChangedSinceCheck()
    examples = examples_of(case_id)
    if problems := problems_of(case, draft.cycle, examples, today_of(actor, now)):
        raise SubmissionIncomplete(problems, tuple(sentence(problem) for problem in problems))
    case.words = sum(example_words(text_of(example)) for example in examples)
    case.example_count = len(examples)
    case.submitted_at, case.digest = now, case_digest(case_id)
    take_step(case, "submit", actor=actor, now=now, facts=Facts(complete=True), details={"digest": case.digest})
    if counted is None or counted.version != case.version:
        counted = count_places(case_id, actor)
    if counted.found:
        enter("submission.discretion", actor=actor, now=now, case_id=case_id, cycle_id=case.cycle_id,
              details={"found": counted.found, "kept": counted.kept})  # fmt: skip
    return case


def case_digest(case_id: str) -> str:
    """Return the digest of what a case holds now.

    It equals the case's own `digest` for as long as nothing submitted was changed.
    """
    return digest(content_of(case_id))


def content_of(case_id: str) -> dict[str, Any]:
    """Return what a case holds now, as the value its digest stands for: texts, evidence, and what it was written under."""
    case = db.session.get_one(Case, case_id)
    scale_hash = db.session.execute(
        select(ScaleVersion.content_hash).where(ScaleVersion.id == case.scale_version_id)
    ).scalar_one()
    examples, files = examples_of(case_id), evidence_of(case_id)
    return submission_content(
        [text_of(example) for example in examples],
        {f"{example.id}/{file.id}": file.sha256 for example in examples for file in files.get(example.id, ())},
        reference=case.reference,
        language=case.language,
        notice=case.notice_version or "",
        scale=scale_hash,
    )


def content_digest(case_id: str) -> str:
    """Return the digest of the words and files of a case alone, whatever ids they have: a copy has the same."""
    examples, files = examples_of(case_id), evidence_of(case_id)
    held = [sorted([file.sha256, file.file_name] for file in files.get(example.id, ())) for example in examples]
    return digest([submission_content([text_of(example) for example in examples], {}), held])


def send_receipt(*, case_id: str, now: datetime) -> None:
    """Tell the candidate that the submission is in, when, and under which digest. Running it twice tells them once."""
    case = db.session.get_one(Case, case_id)
    if case.submitted_at is None or case.fresh_of is not None:
        return
    notify(case.candidate_id, "submission.receipt", once=case.id, now=now, case_id=case.id, case=case.id,
           reference=case.reference, submitted_at=case.submitted_at.isoformat(), digest=case.digest)  # fmt: skip


def withdraw_case(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Withdraw the actor's case, for good. Raises NotYours, CaseWithdrawn, TooLateToWithdraw (a level is recorded)."""
    case = lock_case(case_id)
    facts = case_facts(case, actor)
    require(actor, "submission.own", facts)
    if not may(actor, "submission.withdraw", facts):
        raise _too_late(facts.withdrawn)
    with db.session.no_autoflush:  # state and moment of a withdrawal are one fact, and go out in one statement
        take_step(case, "withdraw", actor=actor, now=now)
        case.withdrawn_at = now
    notify(case.candidate_id, "submission.withdrawn", once=case.id, now=now, case_id=case.id, case=case.id,
           reference=case.reference, withdrawn_at=now.isoformat())  # fmt: skip


def _too_late(withdrawn: bool) -> Refusal:
    return CaseWithdrawn() if withdrawn else TooLateToWithdraw()
