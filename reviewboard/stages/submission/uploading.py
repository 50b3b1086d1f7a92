"""A file comes in piece by piece: what was acknowledged is safe, what was cut off is sent again from there.

The bytes lie in the vault as a part (see `foundation.vault.parts`), whose holder alone calls what is said of one here;
so the disk is written first, then the row, and the row never says more than the disk holds.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from reviewboard.extensions import db
from reviewboard.foundation.digest import digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.kept import Stored
from reviewboard.foundation.vault.kinds import kind_called
from reviewboard.foundation.vault.parts import begin_part
from reviewboard.foundation.vault.reasons import Reason
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission.draft import find_example, open_draft
from reviewboard.stages.submission.filing import add_evidence, files_at, refusal_of, tidy_name
from reviewboard.stages.submission.queries import limits_of, notice_acknowledged
from reviewboard.stages.submission.refusals import NoticeFirst, WrongOffset
from reviewboard.stages.submission.rules import problem_of_file
from reviewboard.stages.submission.tables import Evidence, Upload


def begin_upload(
    *, case_id: str, example_id: str, file_name: str, size: int, modified: str, actor: Principal, now: datetime
) -> Upload:
    """Begin to take in a file of size bytes, or go on with the same one, and return its upload.

    The same file is one of the same name, size and moment of change (`modified`, as the sender says it) that is still
    on its way to this example. Files on their way count as files of the example, so that no more can lie half sent
    than it may have. Raises NotTaken, TooManyFiles, TooManyBytes, NoticeFirst, and what `open_draft` raises.
    """
    draft = open_draft(case_id, actor, now)
    find_example(draft, example_id)
    if not notice_acknowledged(draft.case, draft.cycle):
        raise NoticeFirst()
    name = tidy_name(file_name)
    kind_called(name)
    fingerprint = digest([file_name, size, modified])
    begun = select(Upload).where(Upload.example_id == example_id, Upload.settled_at.is_(None))
    if (there := db.session.execute(begun.where(Upload.fingerprint == fingerprint)).scalar_one_or_none()) is not None:
        there.touched_at = now
        return there
    held = files_at(Evidence.example_id == example_id) + len(uploads_of(example_id))
    if problem := problem_of_file(held, size, limits_of(draft.cycle)):
        raise refusal_of(problem)
    upload = Upload(
        case_id=case_id, example_id=example_id, fingerprint=fingerprint, file_name=name, size=size, received=0,
        vault_key=begin_part(the_vault()), touched_at=now,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def find_upload(case_id: str, upload_id: str, *, lock: bool = False) -> Upload:
    """Return one upload of a case as it is now, locked if asked for. Raises NotYours when there is none such."""
    query = select(Upload).where(Upload.id == upload_id, Upload.case_id == case_id)
    query = query.with_for_update(key_share=True) if lock else query
    upload = db.session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if upload is None:
        raise NotYours()
    return upload


def uploads_of(example_id: str) -> Sequence[Upload]:
    """Return the files on their way to an example, the longest known first."""
    return (
        db.session.execute(
            select(Upload)
            .where(Upload.example_id == example_id, Upload.settled_at.is_(None))
            .order_by(Upload.touched_at, Upload.id)
        )
        .scalars()
        .all()
    )


def note_received(*, upload_id: str, offset: int, length: int, now: datetime) -> int:
    """Note that length bytes from offset on are safe on disk; return how many are. Raises WrongOffset.

    For the holder of the part, and after the bytes were written. Part of a transaction.
    """
    noted = db.session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.received == offset, Upload.settled_at.is_(None))
        .values(received=offset + length, touched_at=now)
    )
    if noted.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongOffset()
    return offset + length


def finish_upload(
    *, case_id: str, upload_id: str, media_type: str, stored: Stored, actor: Principal, now: datetime
) -> Evidence:
    """File a whole upload with its example, and return the evidence. Raises NotYours, and what `add_evidence` raises.

    As there, the same bytes may be evidence already. For the holder of the part. Part of a transaction.
    """
    open_draft(case_id, actor, now)
    upload = find_upload(case_id, upload_id, lock=True)
    evidence = add_evidence(
        case_id=case_id, example_id=upload.example_id, file_name=upload.file_name, media_type=media_type, stored=stored,
        actor=actor, now=now,
    )  # fmt: skip
    upload.evidence_id, upload.settled_at = evidence.id, now
    return evidence


def refuse_upload(*, case_id: str, upload_id: str, reason: Reason, now: datetime) -> None:
    """Note why a whole upload is not taken. For the holder of the part. Part of a transaction."""
    upload = find_upload(case_id, upload_id, lock=True)
    upload.refused, upload.settled_at = reason.value, now


def cancel_upload(*, case_id: str, upload_id: str) -> str | None:
    """Give up an upload; return the key of its part, or None where nothing is on its way. Part of a transaction."""
    try:
        upload = find_upload(case_id, upload_id, lock=True)
    except NotYours:
        return None
    if upload.settled_at is not None:
        return None
    key = upload.vault_key
    db.session.delete(upload)
    return key
