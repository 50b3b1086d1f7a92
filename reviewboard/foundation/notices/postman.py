"""The postman: a notice becomes a mail in its reader's language. Sent again after a fault, it is the same mail."""

import os
import smtplib
import ssl
from contextlib import closing, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import Row, func, select

from reviewboard.config import Settings
from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import NotYet
from reviewboard.foundation.vault.folder import sync_folder
from reviewboard.oidc_settings import is_this_machine

SENDER = "review-board@{host}"
PATIENCE = 20  # seconds


class MailAway(NotYet):
    """The mail server cannot be reached, or asks to come again (a code of 400 to 499): the mail waits for it."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.args = (why,)


class MailRefused(OSError):
    """The mail server does not take the mail. Its code is told, its words are not: they may hold addresses."""


class RecipientRefused(MailRefused):
    """The mail server does not take mail for this reader."""


class NotEncrypted(OSError):
    """The mail server is another machine and offers no encryption: neither a password nor a link goes there in clear."""


def send_mail(notice_id: str, *, now: datetime) -> None:
    """Send one notice's mail, or lay it into MAIL_FOLDER, unless it went out before. Raises MailAway, OSError."""
    notice = _notice(notice_id)
    db.session.rollback()
    if notice is None or notice.sent_at is not None:
        return
    settings: Settings = current_app.extensions["settings"]
    mail = compose(notice, settings, now)
    if settings.mail_folder is not None:
        _lay_into(settings.mail_folder, notice_id, mail)
    elif settings.smtp_url is not None:
        hand_over(settings.smtp_url, mail)


def note_sent(notice_id: str, *, now: datetime) -> None:
    """Note that a notice went out. Part of a transaction."""
    notice = db.session.get(Notice, notice_id)
    if notice is not None and notice.sent_at is None:
        notice.sent_at, notice.address = now, None


def _notice(notice_id: str) -> Row[Any] | None:
    return db.session.execute(
        select(
            *(Notice.id, Notice.kind, Notice.about, Notice.sent_at),
            *(func.coalesce(Notice.address, Account.email).label("email"), Account.name, Account.language, Account.timezone),
        )
        .join(Account, Account.id == Notice.account_id)
        .where(Notice.id == notice_id)
    ).one_or_none()


def compose(notice: Row[Any], settings: Settings, now: datetime) -> EmailMessage:
    """Return the mail of a notice, in its reader's language and zone: the template's first line is its subject.

    No level, no assessor, no text is in it.
    """
    with force_locale(notice.language):
        text = render_template(
            f"notices/{notice.kind}.txt", about=notice.about, person=notice.name, link=settings.base_url,
            zone=notice.timezone,
        ).strip()
    subject, _blank, body = text.partition("\n")
    host = urlsplit(settings.base_url).hostname or "localhost"
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = SENDER.format(host=host)
    mail["To"] = notice.email
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{notice.id}@{host}>"
    mail["Content-Language"] = notice.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body.strip() + "\n")
    return mail


def _lay_into(folder: Path, notice_id: str, mail: EmailMessage) -> None:
    """Lay a mail down under its name, whole and for good: whoever sends from the folder is given no half, nor nothing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{notice_id}"
    with unfinished.open("wb") as file:
        file.write(mail.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / f"{notice_id}.eml")
    sync_folder(folder)


def hand_over(smtp_url: str, mail: EmailMessage) -> None:
    """Give a mail to the server at smtp_url.

    Raises MailAway where it is worth waiting, MailRefused, NotEncrypted, SSLError where its certificate does not hold, and
    SMTPException where it fell silent in the middle: it may have the mail, so it is not asked again without end.
    """
    try:
        with closing(_welcomed(smtp_url)) as server:
            server.send_message(mail)
            with suppress(smtplib.SMTPException):  # it has the mail, whatever it says to this
                server.quit()
    except smtplib.SMTPRecipientsRefused as refusal:
        ((code, _words),) = refusal.recipients.values()
        raise _no(code, RecipientRefused(code)) from None
    except smtplib.SMTPResponseException as answer:
        raise _no(answer.smtp_code, MailRefused(f"{type(answer).__name__} {answer.smtp_code}")) from None


def _no(code: int, refused: MailRefused) -> Exception:
    """Return what a server's no means: it asks to come again, or it refuses."""
    return MailAway(str(code)) if 400 <= code < 500 else refused


def _welcomed(smtp_url: str) -> smtplib.SMTP:
    """Return a connection over which a mail may be sent. Raises MailAway where nobody answers, and as `hand_over`."""
    where = urlsplit(smtp_url)
    host = where.hostname or "localhost"
    try:
        server = _connected(where.scheme, host, where.port)
        try:
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
        except BaseException:
            server.close()
            raise
        return server
    except (NotEncrypted, ssl.SSLError, smtplib.SMTPResponseException):
        raise
    except OSError as problem:
        if isinstance(problem, smtplib.SMTPException) and not isinstance(problem, smtplib.SMTPServerDisconnected):
            raise  # it is there, and cannot do what it is asked for
        raise MailAway(type(problem).__name__) from problem


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    """Return a connection to the server that is encrypted, its certificate looked at, or ends on this machine."""
    trusted = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=trusted)
    server = smtplib.SMTP(host, port or 25, timeout=PATIENCE)
    try:
        server.ehlo_or_helo_if_needed()  # only then it has said what it offers
        if server.has_extn("starttls"):
            server.starttls(context=trusted)
        elif not is_this_machine(host):
            raise NotEncrypted(f"{host} offers no STARTTLS")
    except BaseException:
        server.close()
        raise
    return server
