"""A file is looked into before anybody but its candidate reads it. What the look shows is kept; what it forbids is told.

Handing in waits for no check: a file refused afterwards stays in the submission and its digest, and is shown to nobody.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from sqlalchemy import delete, or_, select, update

from previewer.answer import Answer, Piece
from previewer.limits import ANSWER_MOST
from previewer.reasons import Reason
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.refusals import NotYet
from reviewboard.foundation.vault.kept import Stored
from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.foundation.vault.looking import NoAnswer, look_into
from reviewboard.foundation.vault.scanning import ScannerAway, virus_in
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview, Example

TRIES = 3
"""Looks that may come to no answer; after so many a file is refused as one that could not be checked."""

BEYOND_LIMITS = "Heuristics.Limits.Exceeded"  # how ClamAV calls a file larger or deeper than it is set up to scan
UNDECIDED = ("received", "checking")
KeptPiece = tuple[Piece, Stored]


def owe_check(evidence: Evidence, *, cycle_id: str, now: datetime) -> None:
    """Note that a file waits for its check, and owe it. Part of a transaction."""
    db.session.add(EvidenceCheck(evidence_id=evidence.id, since=now))
    db.session.flush()
    _owe(evidence.id, evidence.case_id, cycle_id, now)


def _owe(evidence_id: str, case_id: str, cycle_id: str, now: datetime) -> None:
    owe("submission.check_evidence", {"evidence_id": evidence_id}, now=now, case_id=case_id, cycle_id=cycle_id,
        single=f"submission.check_evidence:{evidence_id}")  # fmt: skip


def look(evidence_id: str, *, now: datetime) -> dict[str, Any]:
    """Have one file looked into, in no transaction, and return what `note_check` takes: the answer, the pieces kept.

    Empty when there is nothing to check any more. The virus scanner is asked first, where one is set up. Raises NotInVault,
    NoAnswer when the look is worth another try, NotScanned, NotYet. Pieces that nobody notes afterwards are strays.
    """
    file = db.session.execute(
        select(Evidence.vault_key, Evidence.sha256, Evidence.media_type)
        .where(Evidence.id == evidence_id, Evidence.removed_at.is_(None))
    ).one_or_none()
    db.session.rollback()
    if file is None:
        return {}
    with the_vault().open_stream(file.vault_key, file.sha256) as stream:
        if signature := _scanned(evidence_id, stream):
            return {"answer": Answer(_reason_for(signature)), "signature": signature}
        stream.seek(0)
        tries = _begin(evidence_id, now)
        if tries is None:
            return {}
        if tries > TRIES:
            return {"answer": Answer(Reason.UNCHECKED)}
        try:
            answer = look_into(stream, ending_of(file.media_type))
        except NoAnswer:
            if tries < TRIES:
                raise
            return {"answer": Answer(Reason.UNCHECKED)}
    try:
        return {"answer": answer, "kept": [(piece, _keep(piece)) for piece in answer.pieces]}
    except NotYet:
        _take_back(evidence_id)
        raise


def _scanned(evidence_id: str, stream: BinaryIO) -> str | None:
    """Return what the virus scanner finds. Raises ScannerAway, after noting what the file waits for, and NotScanned."""
    try:
        return virus_in(stream)
    except ScannerAway:
        with transaction():
            db.session.execute(
                update(EvidenceCheck)
                .where(EvidenceCheck.evidence_id == evidence_id, EvidenceCheck.state.in_(UNDECIDED))
                .values(waits_for="scanner")
            )
        raise


def _reason_for(signature: str) -> Reason:
    """Return why a file is refused in which the scanner found something: too much to scan is no virus."""
    return Reason.UNCHECKED if signature.startswith(BEYOND_LIMITS) else Reason.INFECTED


def _begin(evidence_id: str, now: datetime) -> int | None:
    """Count one more look and return how many there are with it, or None when the check has come to its end."""
    with transaction():
        return db.session.execute(
            update(EvidenceCheck)
            .where(EvidenceCheck.evidence_id == evidence_id, EvidenceCheck.state.in_(UNDECIDED))
            .values(state="checking", tries=EvidenceCheck.tries + 1, since=now, waits_for=None)
            .returning(EvidenceCheck.tries)
        ).scalar_one_or_none()


def _take_back(evidence_id: str) -> None:
    """Count one look less: it came to an answer, which could not be kept."""
    with transaction():
        db.session.execute(
            update(EvidenceCheck)
            .where(EvidenceCheck.evidence_id == evidence_id, EvidenceCheck.state == "checking", EvidenceCheck.tries > 0)
            .values(tries=EvidenceCheck.tries - 1)
        )


def _keep(piece: Piece) -> Stored:
    return the_vault().put(BytesIO(piece.content), most=ANSWER_MOST)


def note_check(
    *,
    evidence_id: str,
    now: datetime,
    answer: Answer | None = None,
    kept: list[KeptPiece] | None = None,
    signature: str | None = None,
) -> None:
    """Note what a look showed: accepted with its previews, or refused with its reason. Running it twice is harmless.

    `signature` is what the virus scanner calls what it found; the journal and the coordinator are told.
    """
    evidence = db.session.get(Evidence, evidence_id)
    if answer is None or evidence is None:
        return
    case = lock_case(evidence.case_id)
    evidence = db.session.get(Evidence, evidence_id, populate_existing=True)
    check = db.session.get(EvidenceCheck, evidence_id, populate_existing=True)
    if evidence is None or evidence.removed_at is not None or check is None or check.state not in UNDECIDED:
        return
    check.since, check.found, check.pages = now, [str(one) for one in answer.found], answer.pages
    check.waits_for, check.signature = None, signature
    if answer.reason is not None:
        check.state, check.reason = "refused", str(answer.reason)
        tell_refused(case, evidence, check.reason, now)
    else:
        check.state = "accepted"
        db.session.execute(delete(EvidencePreview).where(EvidencePreview.evidence_id == evidence_id))
        db.session.add_all(_row(evidence_id, piece, stored) for piece, stored in kept or ())
    enter("evidence.refuse" if check.reason else "evidence.accept", actor=SYSTEM, now=now, case_id=case.id,
          cycle_id=case.cycle_id, subject=f"evidence:{evidence_id}",
          details=_details(check, len(kept or ())))  # fmt: skip


def _details(check: EvidenceCheck, previews: int) -> dict[str, Any]:
    found = {"signature": check.signature} if check.signature else {}
    return {"reason": check.reason, **found} if check.reason else {"previews": previews}


def _row(evidence_id: str, piece: Piece, stored: Stored) -> EvidencePreview:
    return EvidencePreview(
        evidence_id=evidence_id, kind=piece.kind, number=piece.number, vault_key=stored.key, width=piece.width,
        height=piece.height, size=stored.size, sha256=stored.sha256, excerpt=piece.excerpt,
    )  # fmt: skip


def tell_refused(case: Case, evidence: Evidence, reason: str, now: datetime) -> None:
    """Tell the candidate that a file is refused: of which example or answer, why, and whether it can still be replaced."""
    if case.state == "withdrawn" or case.fresh_of is not None:
        return
    position = db.session.execute(select(Example.position).where(Example.id == evidence.example_id)).scalar_one_or_none()
    settled = case.submitted_at is not None and not (evidence.question_id and case.state == "asked")
    notify(case.candidate_id, "evidence.refused", once=evidence.id, now=now, case_id=case.id, case=case.id,
           reference=case.reference, example=position, reason=reason, handed_in=settled)  # fmt: skip


def let_previews_go(evidence_ids: list[str], *, checks: bool = True) -> list[str]:
    """Take the previews of these files out, their checks too, and return the keys of what the vault still holds of them."""
    keys = db.session.execute(
        select(EvidencePreview.vault_key).where(EvidencePreview.evidence_id.in_(evidence_ids))
    ).scalars()
    gone = list(keys)
    for table in (EvidencePreview, EvidenceCheck) if checks else (EvidencePreview,):
        db.session.execute(delete(table).where(table.evidence_id.in_(evidence_ids)))
    return gone


def check_again(*, now: datetime) -> int:
    """Owe the check of every file that could not be checked, or was accepted before there were checks. Return how many.

    Part of a transaction. What a check refused for what it found stays refused: the file is the same.
    """
    unseen = (EvidenceCheck.state == "accepted") & (EvidenceCheck.tries == 0)
    rows = db.session.execute(
        select(EvidenceCheck, Evidence.case_id, Case.cycle_id)
        .join(Evidence, Evidence.id == EvidenceCheck.evidence_id)
        .join(Case, Case.id == Evidence.case_id)
        .where(Evidence.removed_at.is_(None), or_(EvidenceCheck.reason == str(Reason.UNCHECKED), unseen))
    ).all()
    for check, case_id, cycle_id in rows:
        check_once_more(check, case_id, cycle_id, now)
    return len(rows)


def check_once_more(check: EvidenceCheck, case_id: str, cycle_id: str, now: datetime) -> None:
    """Owe a check again from its beginning. Part of a transaction."""
    check.state, check.reason, check.signature, check.tries, check.since = "received", None, None, 0, now
    _owe(check.evidence_id, case_id, cycle_id, now)
