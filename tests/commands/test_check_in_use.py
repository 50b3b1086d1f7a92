"""`flask check` and `flask journal verify` while people act: what happens between two of their questions alarms nobody.

The acts come at named places: before or after a statement that the command itself is about to send, in a thread of their own.
"""

import threading
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event, select

from reviewboard.extensions import db
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Evidence
from tests.stages.submission.authoring import Writer


@pytest.fixture
def writer(build):
    return Writer(build)


@pytest.fixture
def draft(writer):
    """A draft with one file, whose check is still owed."""
    case_id, example_id = writer.written()
    return Draft(writer, case_id, example_id)


class Draft:
    """Somebody who hands in and takes out files of one example."""

    def __init__(self, writer, case_id, example_id):
        self.writer, self.case_id, self.example_id, self.number = writer, case_id, example_id, 0
        self.add()

    def add(self):
        """Hand one more file in, bytes and row."""
        self.number += 1
        stored = self.writer.build.read(lambda: the_vault().put(BytesIO(b"words" * self.number), most=999))
        self.writer.do(actions.add_evidence, case_id=self.case_id, example_id=self.example_id, stored=stored,
                       file_name=f"{self.number}.txt", media_type="text/plain")  # fmt: skip

    def take_out(self):
        """Take the oldest file out, row and bytes."""
        read = select(Evidence.id, Evidence.vault_key).where(Evidence.removed_at.is_(None)).order_by(Evidence.file_name)
        file = self.writer.build.read(lambda: db.session.execute(read).first())
        self.writer.do(actions.remove_evidence, case_id=self.case_id, evidence_id=file.id)
        self.writer.build.read(actions.forget_file, vault_key=file.vault_key, now=self.writer.build.now)

    def files(self):
        """Return how many files the draft has."""
        read = select(Evidence.id).where(Evidence.removed_at.is_(None))
        return self.writer.build.read(lambda: len(db.session.execute(read).all()))


@contextmanager
def at(app, moment, words, act):
    """Do `act` once, in another thread, when this thread's statement with these words comes to a moment of its."""
    here, done = threading.get_ident(), []

    def come(_connection, _cursor, statement, *_more):
        if threading.get_ident() == here and words in statement and not done:
            done.append(statement)
            thread = threading.Thread(target=act)
            thread.start()
            thread.join(30)

    with app.app_context():
        engine = db.engine
    event.listen(engine, moment, come)
    try:
        yield
    finally:
        event.remove(engine, moment, come)
    assert len(done) == 1, "the command asked no such thing"


def _run(app, *arguments):
    done = app.test_cli_runner().invoke(args=list(arguments), catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.parametrize("command", [("journal", "verify"), ("check",)])
def test_an_entry_that_comes_while_the_chain_is_read_is_no_truncation(app, draft, command):
    with at(app, "before_cursor_execute", "FROM journal_head", draft.add):
        code, said = _run(app, *command)
    assert (code, draft.files()) == (0, 2), said


@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute"])
@pytest.mark.parametrize("act", ["add", "take_out"])
def test_a_file_that_comes_or_goes_while_the_vault_is_looked_through_is_no_breach(app, draft, moment, act):
    draft.add()
    with at(app, moment, "evidence.vault_key, evidence.sha256", getattr(draft, act)):
        code, said = _run(app, "check")
    assert (code, draft.files()) == (0, {"add": 3, "take_out": 1}[act]), said


def test_what_is_wrong_is_still_said(app, draft):
    key = draft.writer.build.read(lambda: db.session.execute(select(Evidence.vault_key)).scalar_one())
    draft.writer.build.read(lambda: the_vault().remove(key))
    with at(app, "before_cursor_execute", "evidence.vault_key, evidence.sha256", draft.add):
        code, said = _run(app, "check")
    assert (code, said.count("has no file")) == (1, 1)


def test_people_who_never_stop_alarm_nobody(app, draft):
    stop = threading.Event()

    def act():
        while not stop.is_set():
            draft.add(), draft.take_out()

    thread = threading.Thread(target=act)
    thread.start()
    try:
        found = [_run(app, *command) for command in (("check",), ("journal", "verify")) * 3]
    finally:
        stop.set()
        thread.join(60)
    assert [code for code, _said in found] == [0] * 6, found
    assert {name: rows for name, rows in draft.writer.build.read(all_breaches).items() if rows} == {}
