"""A notice is written with the step it tells of; a courier mails it afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import owe


def notify(account_id: str, kind: str, *, once: str, now: datetime, case_id: str | None = None, **about: Any) -> None:
    """Write a notice and owe its mail, unless one with the same `once` exists. Part of a transaction."""
    key = f"{kind}:{account_id}:{once}"
    if db.session.execute(select(Notice.id).where(Notice.once == key)).first():
        return
    notice = Notice(account_id=account_id, kind=kind, case_id=case_id, about=about, once=key, created_at=now)
    db.session.add(notice)
    db.session.flush()
    owe("notice.send", {"notice_id": notice.id}, now=now, case_id=case_id, single=f"notice:{notice.id}")
