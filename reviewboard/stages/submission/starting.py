"""A case begins: one candidate, one competency, one cycle, in the language the candidate chose."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.scale.text import LANGUAGES
from reviewboard.stages.submission.draft import open_draft, touch
from reviewboard.stages.submission.queries import notice_acknowledged
from reviewboard.stages.submission.reference import new_reference
from reviewboard.stages.submission.refusals import NotALanguage, NoticeChanged, NotOpenNow
from reviewboard.stages.submission.tables import Case

REFERENCE_TRIES = 8


def start_case(*, cycle_id: str, scale_version_id: str, language: str, actor: Principal, now: datetime) -> Case:
    """Begin the actor's case on one competency of a cycle, and return it; the one begun before, if there is one.

    Raises NotYours (no candidate there, no such competency), NotOpenNow, NotALanguage.
    """
    cycle = db.session.get(Cycle, cycle_id)
    if cycle is None or actor.account_id is None or not actor.is_in(cycle_id, Role.CANDIDATE):
        raise NotYours()
    offered = db.session.get(CycleScale, (cycle_id, scale_version_id))
    if offered is None:
        raise NotYours()
    if begun := _begun(cycle_id, actor.account_id, scale_version_id):
        return begun
    if cycle.state != "open" or not cycle.opens_at <= now <= cycle.closes_at:
        raise NotOpenNow()
    require(actor, "case.start", CycleFacts(cycle.id, cycle.state))
    if language not in LANGUAGES:
        raise NotALanguage()
    for _try in range(REFERENCE_TRIES):
        case = Case(
            reference=new_reference(), cycle_id=cycle_id, candidate_id=actor.account_id,
            scale_version_id=scale_version_id, language=language, state_since=now, created_at=now,
            required_level=offered.required_level,
        )  # fmt: skip
        if _kept(case):
            enter("submission.start", actor=actor, now=now, case_id=case.id, cycle_id=cycle_id,
                  details={"reference": case.reference, "language": language})  # fmt: skip
            return case
        if begun := _begun(cycle_id, actor.account_id, scale_version_id):
            return begun
    raise RuntimeError("no free reference was found")


def _begun(cycle_id: str, account_id: str, scale_version_id: str) -> Case | None:
    return db.session.execute(
        select(Case).where(
            Case.cycle_id == cycle_id, Case.candidate_id == account_id, Case.scale_version_id == scale_version_id,
            Case.fresh_of.is_(None),
        )
    ).scalar_one_or_none()


def _kept(case: Case) -> bool:
    """Whether the new row stands; it does not where its reference is taken, or another request began the same case."""
    try:
        with db.session.begin_nested():
            db.session.add(case)
    except IntegrityError:
        return False
    return True


def acknowledge_notice(*, case_id: str, notice_version: str, actor: Principal, now: datetime) -> None:
    """Note that the candidate read this version of the notice. Raises NoticeChanged, and what `open_draft` raises."""
    draft = open_draft(case_id, actor, now)
    if notice_version != draft.cycle.notice_version:
        raise NoticeChanged()
    if notice_acknowledged(draft.case, draft.cycle):
        return
    draft.case.notice_version, draft.case.notice_acknowledged_at = notice_version, now
    touch(draft)
    enter("notice.acknowledge", actor=actor, now=now, case_id=case_id, cycle_id=draft.cycle.id,
          details={"notice_version": notice_version})  # fmt: skip


def choose_language(*, case_id: str, language: str, actor: Principal, now: datetime) -> None:
    """Change the language in which the submission is written and read. Raises NotALanguage, and as `open_draft`."""
    draft = open_draft(case_id, actor, now)
    if language not in LANGUAGES:
        raise NotALanguage()
    if language != draft.case.language:
        draft.case.language = language
        touch(draft)
        enter("submission.language", actor=actor, now=now, case_id=case_id, cycle_id=draft.cycle.id,
              details={"language": language})  # fmt: skip
