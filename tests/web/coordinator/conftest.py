"""A coordinator with a draft cycle and an open one, and the browser they sit at."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import create_cycle
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from tests.stages.casework import Casework


@pytest.fixture
def office(build, visit):
    """`draft` and `open` are cycle ids, `browser()` the coordinator's, `cycle(id)` what a cycle holds now."""
    coordinator = build.person("Cora Coordinator", administrator=True)
    draft = build.do(
        lambda: create_cycle(
            name_fr="Cycle ébauché", name_en="Drafted cycle", opens_at=build.now,
            closes_at=build.now + timedelta(days=20), hear_by=(build.now + timedelta(days=60)).date(),
            actor=build.principal(coordinator), now=build.now,
        ).id
    )  # fmt: skip
    running = build.cycle()
    build.member(coordinator, running, Role.COORDINATOR)

    def cycle(cycle_id):
        with build.app.app_context():
            return db.session.get_one(Cycle, cycle_id)

    def actions(cycle_id):
        with build.app.app_context():
            found = db.session.query(JournalEntry.action).filter_by(cycle_id=cycle_id).order_by(JournalEntry.number)
            return [action for (action,) in found]

    def membership(cycle_id, account_id):
        with build.app.app_context():
            found = db.session.query(Membership.id).filter_by(cycle_id=cycle_id, account_id=account_id)
            return found.scalar()

    def email(account_id):
        with build.app.app_context():
            return db.session.get_one(Account, account_id).email

    def send(path, field, raw):
        """Send a file. The body is made by hand: the test client leaves open what it spools a large one to."""
        browser = visit(coordinator)
        content = FileStorage(io.BytesIO(raw if isinstance(raw, bytes) else raw.encode()), "sent.file")
        boundary, body = encode_multipart({"csrf_token": browser._token(), field: content})
        kind = f"multipart/form-data; boundary={boundary}"
        return browser.client.post(path, data=body, content_type=kind)

    return SimpleNamespace(send=send, coordinator=coordinator, draft=draft, open=running, browser=lambda: visit(coordinator),
                           cycle=cycle, actions=actions, membership=membership, email=email)  # fmt: skip


@pytest.fixture
def work(office, build):
    """The open cycle with four assessors."""
    work = Casework(build, office.open)
    for number in range(4):
        work.assessor(f"Assessor {number}")
    return work
