"""A notice is written with the step it tells of; a courier mails it afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import owe, owe_each


def notify(
    account_id: str, kind: str, *, once: str, now: datetime, case_id: str | None = None, address: str | None = None,
    **about: Any,
) -> None:  # fmt: skip
    """Write a notice and owe its mail, unless one with the same `once` exists. Part of a transaction.

    `address`: where it goes, in the place of the account's own.
    """
    key = f"{kind}:{account_id}:{once}"
    if db.session.execute(select(Notice.id).where(Notice.once == key)).first():
        return
    notice = Notice(account_id=account_id, kind=kind, case_id=case_id, about=about, once=key, created_at=now, address=address)
    db.session.add(notice)
    db.session.flush()
    owe("notice.send", {"notice_id": notice.id}, now=now, case_id=case_id, single=f"notice:{notice.id}")


def notify_each(kind: str, about: Mapping[str, dict[str, Any]], *, once: str, now: datetime) -> None:
    """Write a notice to each account of `about` and owe its mail, in two statements. Part of a transaction.

    `once` names what in about[account id] is new with this very notice, so none of them can be there already.
    """
    if not about:
        return
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(), "account_id": account_id, "kind": kind, "about": facts,
            "once": f"{kind}:{account_id}:{facts[once]}", "created_at": now,
        }
        for account_id, facts in about.items()
    ]  # fmt: skip
    db.session.execute(insert(Notice), rows)
    owe_each("notice.send", [({"notice_id": row["id"]}, f"notice:{row['id']}") for row in rows], now=now)
