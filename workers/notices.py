"""Mails: a notice is sent in its reader's language, or laid into a folder, then noted as sent."""

from datetime import datetime

from reviewboard.foundation.notices.postman import note_sent, send_mail
from workers.app import courier


@courier("notice.send", outside=send_mail)
def send(notice_id: str, *, now: datetime) -> None:
    """Note that one notice went out."""
    note_sent(notice_id, now=now)
