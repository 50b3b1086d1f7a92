"""Evidence joins an example once its bytes are safe in the vault; bytes go only after the row that names them went."""

import unicodedata
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, not_, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.vault.kept import Stored, TooManyBytes
from reviewboard.foundation.vault.parts import forget_part
from reviewboard.foundation.vault.reasons import NotTaken, Reason
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission.checking import let_previews_go, owe_check
from reviewboard.stages.submission.draft import find_example, open_draft, touch
from reviewboard.stages.submission.queries import find_evidence, limits_of, notice_acknowledged
from reviewboard.stages.submission.refusals import NoticeFirst, TooManyFiles
from reviewboard.stages.submission.rules import Problem, ProblemKind, problem_of_file
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview

NAME_LONGEST = 200  # characters of a file's name


def add_evidence(
    *, case_id: str, example_id: str, file_name: str, media_type: str, stored: Stored, actor: Principal, now: datetime
) -> Evidence:
    """File bytes that lie in the vault with an example, and return the evidence.

    The same bytes sent again to the same example are the evidence already there: its `vault_key` then is not
    `stored.key`, and the caller removes the second copy. Raises NoticeFirst, TooManyFiles, NotTaken (empty), TooManyBytes,
    and what `open_draft` raises.
    """
    draft = open_draft(case_id, actor, now)
    find_example(draft, example_id)
    if not notice_acknowledged(draft.case, draft.cycle):
        raise NoticeFirst()
    new = Evidence(case_id=case_id, example_id=example_id, file_name=file_name, media_type=media_type)
    evidence = file_with(Evidence.example_id == example_id, new, stored, draft.cycle, actor=actor, now=now)
    if evidence is new:
        touch(draft)
    return evidence


def file_with(
    here: ColumnElement[bool], new: Evidence, stored: Stored, cycle: Cycle, *, actor: Principal, now: datetime
) -> Evidence:
    """File new evidence among the files `here` names (of an example, or of an answer) and owe its check. Part of a transaction.

    Returns the evidence of the same bytes where there is one already. Raises what `refusal_of` returns.
    """
    same = select(Evidence).where(here, Evidence.removed_at.is_(None), Evidence.sha256 == stored.sha256).limit(1)
    if (there := db.session.execute(same).scalar_one_or_none()) is not None:
        return there
    if problem := problem_of_file(files_at(here), stored.size, limits_of(cycle)):
        raise refusal_of(problem)
    new.file_name, new.uploaded_at = tidy_name(new.file_name), now
    new.size, new.sha256, new.vault_key = stored.size, stored.sha256, stored.key
    db.session.add(new)
    db.session.flush()
    owe_check(new, cycle_id=cycle.id, now=now)
    enter("evidence.add", actor=actor, now=now, case_id=new.case_id, cycle_id=cycle.id,
          subject=f"evidence:{new.id}", details={"sha256": stored.sha256, "size": stored.size})  # fmt: skip
    return new


def files_at(here: ColumnElement[bool]) -> int:
    """Return how many files an example or an answer has; those that their check refused do not count."""
    refused = exists().where(EvidenceCheck.evidence_id == Evidence.id, EvidenceCheck.state == "refused")
    counted = select(func.count()).where(here, Evidence.removed_at.is_(None), not_(refused))
    return db.session.execute(counted).scalar_one()


def refusal_of(problem: Problem) -> Refusal:
    """Return the refusal of a file that has this problem."""
    match problem.kind:
        case ProblemKind.FILE_EMPTY:
            return NotTaken(Reason.EMPTY)
        case ProblemKind.FILE_TOO_LARGE:
            return TooManyBytes(megabytes=problem.limit)
        case _:
            return TooManyFiles(limit=problem.limit)


def tidy_name(name: str) -> str:
    """Return a file's name as it is kept and shown: no folders, nothing invisible, not longer than people read."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    words = " ".join(seen.split())
    stem, dot, ending = words.rpartition(".") if "." in words else (words, "", "")
    ending = (dot + ending.strip())[:20]
    return (stem.strip() or "file")[: NAME_LONGEST - len(ending)] + ending


def remove_evidence(*, case_id: str, evidence_id: str, actor: Principal, now: datetime) -> None:
    """Take one file out of the draft; its bytes go from the vault soon after. Raises NotYours, and as `open_draft`."""
    draft = open_draft(case_id, actor, now)
    evidence = find_evidence(case_id, evidence_id)
    if evidence is None:
        raise NotYours()
    take_out(evidence, draft.case, actor=actor, now=now)
    touch(draft)


def take_out(evidence: Evidence, case: Case, *, actor: Principal, now: datetime) -> None:
    """Take one file out; its bytes and what was drawn of it go soon after. Part of a transaction."""
    evidence.removed_at = now
    for key in (evidence.vault_key, *let_previews_go([evidence.id])):
        let_go(case, key, now=now)
    enter("evidence.remove", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id,
          subject=f"evidence:{evidence.id}", details={"sha256": evidence.sha256})  # fmt: skip


def let_go(case: Case, vault_key: str, *, now: datetime) -> None:
    """Owe the removal of bytes whose row this transaction takes away. Part of a transaction."""
    owe("submission.forget_file", {"vault_key": vault_key}, now=now, case_id=case.id, cycle_id=case.cycle_id,
        single=f"submission.forget_file:{vault_key}")  # fmt: skip


def forget_file(vault_key: str, *, now: datetime) -> None:
    """Take bytes out of the vault, whole or on their way, that neither evidence nor a preview names. Safe to run twice.

    In no transaction: a store that hangs keeps nobody from writing. A key that nothing names is named by nothing later.
    """
    named = select(exists().where(Evidence.vault_key == vault_key, Evidence.removed_at.is_(None)))
    shown = select(exists().where(EvidencePreview.vault_key == vault_key))
    kept = db.session.execute(named).scalar_one() or db.session.execute(shown).scalar_one()
    db.session.rollback()
    if not kept:
        the_vault().remove(vault_key)
        forget_part(the_vault(), vault_key)


def note_forgotten(*, vault_key: str, now: datetime) -> None:
    """Note that bytes are out of the vault: that the work is done is all there is to note."""
