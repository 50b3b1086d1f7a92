"""A broker that swallows, forgets, doubles or mixes up messages: the work is done all the same, and once."""

import asyncio
import random
import socket
import threading
from collections import Counter
from contextlib import suppress

import pytest
from aiosmtpd.controller import Controller
from celery import Celery
from sqlalchemy import func, select

from reviewboard.embedded import broker_url, socket_path
from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import RESEND_AFTER
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.invariants import all_breaches
from tests.lengths import LONG
from tests.ports import free_port
from tests.walking import level, panel, rate, seated

pytestmark = [pytest.mark.once, pytest.mark.long]

MAILS, COPIES = 5, 3
PAIRS = ((1, 1), (1, 2), (1, 4))  # agreed, discussed, disputed


class Hole:
    """A network address before the bundled server. While it `swallows`, whoever connects is heard and never answered."""

    def __init__(self, path):
        self.path, self.swallows = path, True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"redis://127.0.0.1:{self.listener.getsockname()[1]}/0"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with suppress(OSError):  # it was closed
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client):
        with client, suppress(OSError):  # the server may have ended
            if self.swallows:
                _copy(client, None)
                return
            with socket.socket(socket.AF_UNIX) as server:
                server.connect(self.path)
                back = threading.Thread(target=_copy, args=(server, client), daemon=True)
                back.start()
                _copy(client, server)
                back.join()


def _copy(source, target):
    with suppress(OSError):
        while piece := source.recv(65_536):
            if target is not None:
                target.sendall(piece)
    for end in (source, target):
        with suppress(OSError, AttributeError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def hole(engine):
    found = Hole(str(socket_path(engine.settings)))
    yield found
    found.listener.close()


class Post:
    """A mail server that takes its time for each mail, and takes none while it `refuses`."""

    def __init__(self, takes=0.0, refuses=False):
        self.takes, self.refuses, self.asked, self.taken = takes, refuses, 0, []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.asked += 1
        if self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        await asyncio.sleep(self.takes)
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def post(engine):
    """Lets the engine's worker send to a mail server, which is made of what it is asked for."""
    servers = []

    def serve(**how):
        post = Post(**how)
        servers.append(Controller(post, hostname="127.0.0.1", port=free_port()))
        servers[-1].start()
        engine.environ.pop("MAIL_FOLDER")
        engine.environ["SMTP_URL"] = f"smtp://127.0.0.1:{servers[-1].port}"
        return post

    yield serve
    for server in servers:
        server.stop()


def owe_mails(build, mails=MAILS):
    person = build.person()
    for number in range(mails):
        build.do(notify, account_id=person, kind="account.reset", once=str(number), now=build.now,
                 invitation=f"invitation{number}", days=1)  # fmt: skip


def send(engine, messages):
    """Lay messages (topic, row) into the queue, past the relay."""
    sender = Celery(broker=broker_url(engine.settings))
    for topic, row_id in messages:
        sender.send_task(topic, args=[row_id], queue="board")
    sender.close()


def answered(engine):
    """Whether the worker is done with every message."""
    return engine.waiting() == 0 and engine.redis.hlen("unacked") == 0


def undone(build):
    return build.read(lambda: db.session.execute(select(func.count()).where(OutboxRow.done_at.is_(None))).scalar_one())


def attempts(build):
    return build.read(lambda: db.session.execute(select(func.sum(OutboxRow.attempts))).scalar_one())


def mails(settings):
    return len(list((settings.data_dir / "mail").glob("*")))


def test_a_broker_that_takes_everything_and_answers_nothing_costs_no_work_and_no_attempt(build, engine, settings, hole):
    engine.environ["REDIS_URL"] = hole.address
    owe_mails(build)
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: "relay waits for the broker" in engine.log())
    assert (undone(build), attempts(build), mails(settings)) == (MAILS, 0, 0)
    hole.swallows = False
    engine.until(lambda: undone(build) == 0)
    assert (attempts(build), mails(settings)) == (MAILS, MAILS)


@pytest.mark.skipif(not LONG, reason="on the services the storm wipes the broker each time: `make test-long` does so here")
def test_a_broker_that_forgot_its_messages_is_told_again(build, engine, settings):
    owe_mails(build)
    engine.run("relay")
    engine.until(lambda: engine.waiting() == MAILS)
    engine.redis.flushall()
    build.do(lambda: db.session.query(OutboxRow).update({"sent_at": build.now - RESEND_AFTER}))
    engine.run("worker")
    engine.until(lambda: undone(build) == 0)
    assert (attempts(build), mails(settings)) == (MAILS, MAILS)


def test_messages_that_come_thrice_and_in_any_order_have_one_effect(build, engine):
    people = panel(build, policy={"confirm_agreement": False})
    for pair in PAIRS:
        case_id = seated(build, people)
        for place, number in enumerate(pair, start=1):
            rate(build, case_id, place, level(number))
    owed = select(OutboxRow.topic, OutboxRow.id).where(OutboxRow.done_at.is_(None))
    messages = build.read(lambda: [tuple(row) for row in db.session.execute(owed)]) * COPIES
    random.Random(5).shuffle(messages)
    send(engine, messages)
    engine.run("worker")
    engine.run("relay")
    engine.until(lambda: undone(build) == 0)

    def effects():
        acts = Counter(db.session.scalars(select(JournalEntry.action).where(JournalEntry.action.like("case.%"))))
        notices = Counter(db.session.execute(select(Notice.account_id, Notice.kind, Notice.case_id)).all())
        return {act: acts[act] for act in ("case.agree", "case.discuss", "case.dispute")}, max(notices.values())

    assert build.read(effects) == ({"case.agree": 1, "case.discuss": 1, "case.dispute": 1}, 1)
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}


def test_a_slow_mail_goes_out_once_though_its_message_comes_to_both_processes(build, engine, post):
    server = post(takes=2)
    owe_mails(build, mails=1)
    send(engine, [("notice.send", 1)] * MAILS)
    engine.run("worker")
    engine.until(lambda: undone(build) == 0 and answered(engine))
    assert (len(server.taken), attempts(build)) == (1, 1)


def test_messages_that_come_often_end_no_pause_of_work_that_fails(build, engine, post):
    server = post(refuses=True)
    owe_mails(build, mails=1)
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: attempts(build) == 2)  # it has half a minute from here on
    engine.kill("relay")
    send(engine, [("notice.send", 1)] * MAILS)
    engine.until(lambda: answered(engine))
    stuck = build.read(lambda: db.session.get_one(OutboxRow, 1).attention_at)
    assert (server.asked, attempts(build), stuck) == (2, 2, None)
