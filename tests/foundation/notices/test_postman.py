"""Mail goes out through a real server on loopback; what the server does not take stays owed and unsent."""

import socket
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.postman import note_sent, send_mail
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.tables import Account

REFUSED = "refused@example.org"


class Post:
    """What a mail server was given; it does not know the reader REFUSED."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address == REFUSED:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def post(app, settings, monkeypatch):
    """A running mail server that the board sends to."""
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=_free_port())
    server.start()
    monkeypatch.setitem(app.extensions, "settings",
                        replace(settings, mail_folder=None, smtp_url=f"smtp://127.0.0.1:{server.port}"))  # fmt: skip
    post.stop = server.stop
    yield post
    if server.server is not None:
        server.stop()


@pytest.fixture
def owed(build):
    """Owes somebody the mail of a seat due in summer; returns the number of its work."""

    def owe_to(**person):
        account = build.person("Zoé Bélanger", language=person.pop("language", "en"))

        def change():
            for name, value in person.items():
                setattr(db.session.get(Account, account), name, value)

        build.do(change)
        build.do(notify, account_id=account, kind="seat.due", once="seat", now=build.now, reference="QX7-31K",
                 due_at="2026-07-15T16:30:00+00:00")  # fmt: skip
        return build.read(lambda: db.session.execute(select(OutboxRow.id)).scalar_one())

    return owe_to


def _carry(build, row_id, *, minutes=0):
    with build.app.app_context():
        return deliver(row_id, note_sent, now=build.now + timedelta(minutes=minutes), outside=send_mail)


def _kept(build):
    """Whether the work is done, whether the notice went out, how often it was tried, why it failed."""
    return build.read(
        lambda: tuple(
            db.session.execute(
                select(OutboxRow.done_at.is_not(None), Notice.sent_at.is_not(None), OutboxRow.attempts,
                       OutboxRow.attention_reason).join(Notice, Notice.id == OutboxRow.payload["notice_id"].as_string())
            ).one()
        )
    )  # fmt: skip


def test_a_mail_goes_out_with_its_accents_and_in_its_readers_zone(build, post, owed):
    row_id = owed(language="fr", timezone="America/Vancouver")
    assert (_carry(build, row_id), _carry(build, row_id)) == (True, False)
    ((readers, mail),) = post.taken
    words = mail.get_content()
    assert (readers, mail["To"], mail["Subject"]) == ([mail["To"]], mail["To"], "Une cote est à échéance")
    assert ("Zoé Bélanger" in words, "15 juillet 2026, 9\u00a0h\u00a030" in words, "16" in words.split("2026")[1][:12]) == (
        True, True, False,
    )  # fmt: skip
    assert _kept(build) == (True, True, 1, "")


def test_a_reader_whom_the_server_refuses_is_still_owed_and_not_named_in_the_reason(build, post, owed):
    row_id = owed(email=REFUSED)
    with pytest.raises(OSError, match="550"):
        _carry(build, row_id)
    assert (post.taken, _kept(build)) == ([], (False, False, 1, "RecipientRefused: 550"))


def test_a_server_that_is_away_keeps_the_mail_owed_and_one_that_comes_gets_it(build, post, owed, app, settings):
    row_id = owed()
    there = app.extensions["settings"]
    app.extensions["settings"] = replace(there, smtp_url=f"smtp://127.0.0.1:{_free_port()}")
    with pytest.raises(ConnectionRefusedError):
        _carry(build, row_id)
    assert _kept(build)[:3] == (False, False, 1)
    app.extensions["settings"] = there
    assert _carry(build, row_id) is True
    assert (len(post.taken), _kept(build)[:3]) == (1, (True, True, 2))
