"""A whole file that came in pieces becomes evidence, or is refused for good. Nothing is locked while it is looked at."""

from contextlib import suppress
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.vault.kept import StoreAway
from reviewboard.foundation.vault.kinds import kind_of
from reviewboard.foundation.vault.parts import Part
from reviewboard.foundation.vault.reasons import NotTaken, Reason
from reviewboard.stages.submission.refusals import NotWhole
from reviewboard.stages.submission.tables import Upload
from reviewboard.stages.submission.uploading import finish_upload, refuse_upload


def settle_upload(*, upload: Upload, part: Part, digest: str, actor: Principal, now: datetime) -> None:
    """Keep a whole part as evidence, or note why not; `digest` is the SHA-256 that its sender made of the file.

    For the holder of the part. A fault in between leaves it to be finished again. Raises NotWhole, and as `finish_upload`.
    """
    case_id, upload_id, name, size = upload.case_id, upload.id, upload.file_name, upload.size
    if upload.received < size:
        raise NotWhole()
    db.session.rollback()  # no connection is held while it is looked at from end to end
    stored = part.stored(size)
    try:
        if stored.sha256 != digest:
            raise NotTaken(Reason.CHANGED)
        kind = kind_of(part.stream, name)
    except NotTaken as refusal:
        with transaction():
            refuse_upload(case_id=case_id, upload_id=upload_id, reason=refusal.reason, now=now)
        part.forget()
        return
    part.keep()
    try:
        with transaction():
            evidence = finish_upload(
                case_id=case_id, upload_id=upload_id, media_type=kind, stored=stored, actor=actor, now=now
            )
            named = evidence.vault_key == stored.key
    except Refusal:
        _take_back(part)
        raise
    if not named:
        _take_back(part)
    part.forget()


def _take_back(part: Part) -> None:
    """Take back what was kept; where the vault is away meanwhile, the sweep does it."""
    with suppress(StoreAway):
        part.take_back()
