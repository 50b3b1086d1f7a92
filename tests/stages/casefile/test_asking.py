"""Asked for twice while nothing has changed, a file is one and is made once; a change makes another."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.refusals import NotYours
from reviewboard.invariants import all_breaches
from reviewboard.stages.auditing import read_as_auditor
from reviewboard.stages.casefile.actions import ask_case_file, make, note_made, sweep_case_files, sweep_given_up
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.refusals import UnknownVariant
from reviewboard.stages.casefile.rules import KEPT, Reader
from reviewboard.stages.casefile.tables import CaseFile
from tests.stages.casefile import telling
from tests.together import together


@pytest.fixture
def told(build):
    return telling.released(build)


def ask(build, told, reader=Reader.CANDIDATE, who=None, variant="whole"):
    actor = build.principal(who or told.candidate)
    return build.do(
        lambda: ask_case_file(case_id=told.case_id, reader=reader, variant=variant, actor=actor, now=build.now).id
    )


def owed(build):
    return build.read(lambda: db.session.query(OutboxRow).filter_by(topic="casefile.make").count())


def made(build, file_id):
    """Make a file as the courier does, and return its row's state."""
    with build.app.app_context():
        learned = make(file_id, now=build.now)
    build.do(lambda: note_made(file_id=file_id, now=build.now, **learned))
    return build.read(lambda: db.session.get_one(CaseFile, file_id).state)


def test_the_same_asked_twice_is_one_file_and_another_variant_is_another(build, told):
    first = ask(build, told)
    assert (ask(build, told) == first, ask(build, told, variant="redacted") == first, owed(build)) == (True, False, 2)


def test_a_file_is_made_anew_once_the_case_has_changed(build, told):
    first, auditor = ask(build, told), build.person(auditor=True)
    build.do(read_as_auditor, case_id=told.case_id, actor=build.principal(auditor), now=build.now)
    assert ask(build, told) != first


def test_each_asking_and_each_making_is_in_the_journal(build, told):
    file_id = ask(build, told)
    assert made(build, file_id) == "ready"

    def read():
        rows = db.session.query(JournalEntry).filter(JournalEntry.action.like("case_file.%")).order_by(JournalEntry.number)
        return [(row.action, row.actor_id, row.subject, row.details) for row in rows], db.session.get_one(CaseFile, file_id)

    entries, file = build.read(read)
    assert entries == [
        ("case_file.ask", told.candidate, f"case_file:{file_id}", {"reader": "candidate", "variant": "whole"}),
        ("case_file.make", None, f"case_file:{file_id}",
         {"sha256": file.sha256, "size": file.size, "variant": "whole", "for": told.candidate}),
    ]  # fmt: skip
    assert (file.progress, file.expires_at - file.made_at, made(build, file_id)) == (100, KEPT, "ready")


def test_a_file_whose_making_was_given_up_is_failed_and_may_be_asked_for_again(build, told):
    dead, alive = ask(build, told), ask(build, told, variant="redacted")
    give_up = update(OutboxRow).where(OutboxRow.single == f"casefile.make:{dead}").values(attention_at=build.now)
    build.do(lambda: db.session.execute(give_up))
    assert [build.read(sweep_given_up, build.now) for _ in range(2)] == [1, 0]
    assert [build.read(lambda one=one: db.session.get_one(CaseFile, one).state) for one in (dead, alive)] == ["failed", "asked"]
    assert (ask(build, told) != dead, ask(build, told, variant="redacted") == alive) == (True, True)


def test_two_who_ask_at_once_get_one_file(build, told):
    actor = build.principal(told.candidate)

    def work():
        ask_case_file(case_id=told.case_id, reader=Reader.CANDIDATE, variant="whole", actor=actor, now=build.now)

    assert together(build.app, *[work] * 4) == ["done"] * 4
    assert (build.read(lambda: db.session.query(CaseFile).count()), owed(build)) == (1, 1)


def test_nobody_asks_in_a_capacity_that_is_not_theirs(build, told):
    lead, coordinator, rater = told.people.leads[0], told.people.coordinator, told.people.assessors[0]
    for who, reader in [
        (told.candidate, Reader.LEAD), (told.candidate, Reader.AUDITOR), (lead, Reader.CANDIDATE), (lead, Reader.AUDITOR),
        *((other, reader) for other in (coordinator, rater) for reader in Reader),
    ]:  # fmt: skip
        with pytest.raises(NotYours):
            ask(build, told, reader, who)
    with pytest.raises(UnknownVariant):
        ask(build, told, variant="half")


def test_a_file_past_its_day_goes_with_its_bytes_and_the_board_stays_whole(build, told):
    file_id = ask(build, told)
    assert made(build, file_id) == "ready"
    assert build.read(lambda: sum(map(len, all_breaches().values()))) == 0
    build.read(lambda: sweep_case_files(now=build.now + KEPT - timedelta(minutes=1)))
    assert build.read(lambda: len(list(case_file_vault().contents()))) == 1
    build.read(lambda: sweep_case_files(now=build.now + KEPT + timedelta(hours=1)))
    assert build.read(lambda: (db.session.get_one(CaseFile, file_id).state, list(case_file_vault().contents()))) == ("gone", [])
    assert ask(build, told) != file_id
