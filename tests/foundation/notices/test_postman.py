"""Mail goes out through a real server on loopback; what the server does not take stays owed and unsent."""

import os
import socket
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices import postman
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.postman import MailRefused, note_sent, send_mail
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.tables import Account

REFUSED = "refused@example.org"


class Post:
    """What a mail server was given; it does not know the reader REFUSED, and `says` of the others what it is told to say."""

    def __init__(self):
        self.taken, self.says = [], {}

    async def handle_MAIL(self, _server, _session, envelope, address, _options):
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address == REFUSED:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, _server, _session, envelope):
        if "DATA" in self.says:
            return self.says["DATA"].format(reader=envelope.rcpt_tos[0])
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    async def handle_QUIT(self, _server, _session, _envelope):
        return self.says.get("QUIT", "221 Bye")


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


def test_a_server_that_is_away_costs_no_attempt_and_one_that_comes_gets_the_mail(build, post, owed, app):
    row_id = owed()
    there = app.extensions["settings"]
    app.extensions["settings"] = replace(there, smtp_url=f"smtp://127.0.0.1:{_free_port()}")
    assert [_carry(build, row_id, minutes=minutes) for minutes in range(7)] == [False] * 7
    assert _kept(build) == (False, False, 0, "MailAway: ConnectionRefusedError")
    app.extensions["settings"] = there
    assert _carry(build, row_id, minutes=7) is True
    assert (len(post.taken), _kept(build)[:3]) == (1, (True, True, 1))


def test_a_server_that_answers_nothing_or_hangs_up_is_away(build, owed, app, settings, monkeypatch):
    monkeypatch.setattr(postman, "PATIENCE", 0.2)
    row_id = owed()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setitem(app.extensions, "settings", replace(settings, mail_folder=None, smtp_url=url))
        assert _carry(build, row_id) is False
        assert _kept(build)[2:] == (0, "MailAway: SMTPServerDisconnected")


@pytest.mark.parametrize("asked", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_asks_to_come_again_gets_the_mail_later(build, post, owed, asked):
    row_id = owed()
    post.says[asked] = "451 come back in five minutes"
    assert (_carry(build, row_id), _kept(build)) == (False, (False, False, 0, "MailAway: 451"))
    post.says.clear()
    assert (_carry(build, row_id, minutes=5), len(post.taken)) == (True, 1)


@pytest.mark.parametrize(("asked", "kind"), [("MAIL", "SMTPSenderRefused"), ("DATA", "SMTPDataError")])
def test_a_server_that_refuses_costs_an_attempt_and_its_words_are_not_kept(build, post, owed, asked, kind):
    row_id = owed()
    post.says[asked] = "550 5.1.1 <{reader}> is unknown to review-board@localhost"
    with pytest.raises(MailRefused):
        _carry(build, row_id)
    assert _kept(build) == (False, False, 1, f"MailRefused: {kind} 550")


def test_what_the_server_says_after_it_took_the_mail_sends_it_no_second_time(build, post, owed):
    row_id = owed()
    post.says["QUIT"] = "421 too many of you"
    assert (_carry(build, row_id), len(post.taken), _kept(build)) == (True, 1, (True, True, 1, ""))


def test_a_mail_in_the_folder_is_on_the_disk_before_it_counts_as_sent(build, app, settings, monkeypatch, owed):
    row_id, synced, fsync = owed(), [], os.fsync

    def noted(handle):
        synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{handle}")))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    assert _carry(build, row_id) is True
    (mail,) = (settings.data_dir / "mail").iterdir()
    assert (synced, mail.suffix) == ([f".{mail.stem}", "mail"], ".eml")
