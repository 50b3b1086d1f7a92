"""The case that a fresh pair rates: what was handed in, copied word for word and byte for byte, under ids that tell nothing.

It goes the way of every case, and nobody on it can tell it from any other. Who took part before is kept from it.
"""

import secrets
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.vault.kept import Stored
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.recourse.copying import LOST, CopyDiffers, previews_of
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.recourse.people import check_openers, fresh_cases, keep_from_fresh
from reviewboard.stages.recourse.steps import UNDER_WAY, Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.checking import owe_check
from reviewboard.stages.submission.copies import take_copies
from reviewboard.stages.submission.handing_in import case_digest, content_digest
from reviewboard.stages.submission.queries import TEXT_FIELDS, evidence_of, examples_of
from reviewboard.stages.submission.reference import new_reference
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview, Example
from reviewboard.stages.workflow import Facts, State

_KEPT_TEXTS = (*TEXT_FIELDS, "kept_places", "position")
_ON_ITS_WAY = (State.SUBMITTED, State.RATING, State.DISCUSSION, State.CONFIRMATION, State.DISPUTE, State.THIRD_RATING,
               State.COUNTERSIGN, State.DECIDED)  # fmt: skip


def begin_fresh(*, recourse_id: str, now: datetime) -> None:
    """Begin the fresh case of a recourse that is under way; does nothing when it is there already.

    Its files are those that `copy_bytes` copied. Raises CopyDiffers where one is not among them, or the copy is another.
    """
    recourse = db.session.get(Recourse, recourse_id)
    if recourse is None:
        return
    original = lock_case(recourse.case_id)
    recourse = db.session.get_one(Recourse, recourse_id, populate_existing=True, with_for_update={"key_share": True})
    if recourse.fresh_case_id is not None or recourse.stand not in UNDER_WAY or recourse.kind != Kind.FRESH:
        return
    fresh = _case_like(original, now)
    _copy_examples(original, fresh, take_copies(original.id), now=now)
    if content_digest(fresh.id) != content_digest(original.id):
        raise CopyDiffers(f"the copy of {original.id} is not what was handed in")
    recourse.fresh_case_id = fresh.id
    with db.session.no_autoflush:  # handed in and its digest are one fact
        fresh.digest = case_digest(fresh.id)
        fresh.submitted_at = now
        take_step(fresh, "submit", actor=SYSTEM, now=now, facts=Facts(complete=True), details={"digest": fresh.digest})
    db.session.flush()
    keep_from_fresh(original.id, who_took_part(original.id) | check_openers(original.id))


def _case_like(original: Case, now: datetime) -> Case:
    fresh = Case(
        id=new_id(), reference=_free_reference(), cycle_id=original.cycle_id, candidate_id=original.candidate_id,
        fresh_of=original.id, scale_version_id=original.scale_version_id, language=original.language, state="draft",
        state_since=now, created_at=now, required_level=original.required_level, notice_version=original.notice_version,
        notice_acknowledged_at=original.notice_acknowledged_at, words=original.words, example_count=original.example_count,
    )  # fmt: skip
    db.session.add(fresh)
    db.session.flush()
    return fresh


def _free_reference() -> str:
    while True:
        reference = new_reference()
        if db.session.execute(select(Case.id).where(Case.reference == reference)).first() is None:
            return reference


def _copy_examples(original: Case, fresh: Case, copies: dict[str, Stored], *, now: datetime) -> None:
    files = evidence_of(original.id)
    for example in examples_of(original.id):
        copy = Example(id=new_id(), case_id=fresh.id, updated_at=now,
                       **{name: getattr(example, name) for name in _KEPT_TEXTS})  # fmt: skip
        db.session.add(copy)
        db.session.flush()
        for file in files.get(example.id, ()):
            _copy_file(file, copy, copies, now=now)


def _copy_file(file: Evidence, example: Example, copies: dict[str, Stored], *, now: datetime) -> None:
    """Copy one file's row with its check and previews; a check that never came to its end is owed for the copy."""
    check = db.session.get(EvidenceCheck, file.id, populate_existing=True)
    lost = check is not None and check.reason == LOST
    copy = Evidence(
        id=new_id(), case_id=example.case_id, example_id=example.id, file_name=file.file_name, media_type=file.media_type,
        size=file.size, sha256=file.sha256, vault_key=_key_of(file.vault_key, copies, lost=lost), uploaded_at=file.uploaded_at,
    )  # fmt: skip
    db.session.add(copy)
    db.session.flush()
    if check is None or check.state not in ("accepted", "refused"):
        cycle_id = db.session.execute(select(Case.cycle_id).where(Case.id == example.case_id)).scalar_one()
        owe_check(copy, cycle_id=cycle_id, now=now)
        return
    db.session.add(EvidenceCheck(evidence_id=copy.id, state=check.state, reason=check.reason, found=list(check.found),
                                 pages=check.pages, tries=check.tries, since=now))  # fmt: skip
    db.session.add_all(
        EvidencePreview(evidence_id=copy.id, kind=shown.kind, number=shown.number,
                        vault_key=_key_of(shown.vault_key, copies), width=shown.width, height=shown.height,
                        size=shown.size, sha256=shown.sha256, excerpt=shown.excerpt)
        for shown in previews_of([file.id])
    )  # fmt: skip
    db.session.flush()


def _key_of(key: str, copies: dict[str, Stored], *, lost: bool = False) -> str:
    """Return the key of the copy. A lost file without one gets a key under which nothing lies, as with the original."""
    if key in copies:
        return copies[key].key
    if not lost:
        raise CopyDiffers(f"{key} was not copied")
    return secrets.token_hex(20)


def fresh_outcome(case_id: str) -> Outcome | None:
    """Return what the fresh pair of this case came to, once that is recorded, or None."""
    for fresh_id in fresh_cases(case_id):
        record = record_in_force(fresh_id)
        if record is not None:
            return as_outcome(record)
    return None


def withdraw_fresh(case_id: str, *, actor: Principal, now: datetime) -> None:
    """End the fresh rating of a case with the recourse that asked for it. What is recorded already stays unheard."""
    for fresh_id in fresh_cases(case_id):
        fresh = lock_case(fresh_id)
        if fresh.state in _ON_ITS_WAY:
            with db.session.no_autoflush:  # state and moment of a withdrawal are one fact
                take_step(fresh, "withdraw", actor=actor, now=now)
                fresh.withdrawn_at = now
            db.session.flush()
