"""Somebody with the whole database in hand changes one row, and knows how digests and the chain are made.

Each of many changes (1,000 in a long run) is drawn at random, made by SQL with triggers and foreign keys off, looked for by
`flask journal verify --anchor` and `flask check` as they look, and taken back.
"""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from random import Random

import pytest
from sqlalchemy import delete as core_delete
from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import breaches, entry_hash
from reviewboard.foundation.journal.queries import all_entries, anchor
from reviewboard.foundation.journal.tables import JournalEntry, JournalHead
from reviewboard.invariants import CHECKS, QUERIES
from reviewboard.seeding.sowing import sow
from reviewboard.stages.consensus.tables import Agreement, Message, Move, Question, Resolution
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import digest_of
from reviewboard.witnesses import WITNESSES, against_the_journal
from tests.lengths import length
from tests.stages.recourse.hearing import hearing

TRIES = length(usual=115, long=1000)
CASES = 24
NOT_HERE = {"the journal is whole"}  # what `found` looks at itself
MORE = " One more word."
RATING = next(witness for witness in WITNESSES if witness.model is Rating)


@pytest.fixture
def open_to_all(app):
    """A board of many cases whose triggers and foreign keys are off, and nothing of it is kept. Yields its anchor."""
    with app.app_context():
        sow(cases=CASES, assessors=8, seed=11, canaries=False, now=datetime.now(UTC))
        kept = anchor()
        past_triggers()
        yield kept
        db.session.rollback()


def past_triggers():
    """Take triggers and foreign keys off, for this transaction."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
    else:
        db.session.execute(text("SET LOCAL session_replication_role = replica"))


def found(kept):
    """Return what the first of the checks and the verifier that finds something finds."""
    return _checked() or [f"entry {breach.number} {breach.fault}" for breach in breaches(all_entries(), kept)]


def _checked():
    for look in (against_the_journal, *(check for name, check in CHECKS.items() if name not in NOT_HERE)):
        if breached := list(look()):
            return breached
    return [name for name, query in QUERIES.items() if db.session.execute(query.limit(1)).first()]


def pick(model, rng, *conditions):
    """Return one row of a table, any."""
    ids = list(db.session.execute(select(key_of(model)).where(*conditions)).scalars())
    return db.session.get(model, rng.choice(sorted(ids)), populate_existing=True)


def key_of(model):
    """Return the column that a row of a table is told by."""
    return inspect(model).primary_key[0]


def set_to(row, **values):
    """Write values over a row, past every rule of the board."""
    table, key = type(row).__table__, key_of(type(row))
    db.session.execute(update(table).where(key == getattr(row, key.name)).values(values))
    db.session.expire(row)


def delete(row):
    """Delete a row, past every rule of the board."""
    table, key = type(row).__table__, key_of(type(row))
    db.session.execute(core_delete(table).where(key == getattr(row, key.name)))


def edits(row):
    """Return other values for some columns of a row, as somebody would wish them."""
    level = {"level": (row.level % 4) + 1} if getattr(row, "level", None) else {}
    match row:
        case JournalEntry():
            return [
                {"reason": row.reason + MORE}, {"actor_id": "nobody"}, {"action": "case.look"}, {"to_state": "released"},
                {"at": row.at + timedelta(hours=1)}, {"details": {**row.details, "more": 1}}, {"subject": "rating:other"},
            ]  # fmt: skip
        case Rating():
            later = row.sealed_at + timedelta(minutes=1)
            return [level, {"reasons": row.reasons + MORE}, {"dimensions": {}}, {"sealed_at": later}]
        case Citation():
            return [{"quote": row.quote + MORE}, {"start": row.start + 1, "end": row.end + 1}, {"note": MORE}]
        case Record():
            return [level, {"reasons": row.reasons + MORE}, {"deciders": []}, {"next_needed": MORE}, {"dimension_reasons": {}}]
        case Agreement():
            return [level, {"agreed_at": row.agreed_at + timedelta(minutes=1)}]
        case Message():
            return [{"body": row.body + MORE}]
        case Question():
            return [{"question": row.question + MORE}]
        case Move():
            return [{"reason": row.reason + MORE}, {"to_value": {"level": 4, "more": 1}}]
    return [level, {"reasons": row.reasons + MORE}, {"next_needed": row.next_needed + MORE}]


def edited(model, rng, *conditions):
    """Edit one row of a table, any, and return it."""
    row = pick(model, rng, *conditions)
    set_to(row, **rng.choice([
        change for change in edits(row) if any(getattr(row, name) != value for name, value in change.items())
    ]))  # fmt: skip
    return row


def edit(model, *conditions):
    return lambda rng: edited(model, rng, *conditions)


def edit_and_digest(model, digest, *conditions):
    def tamper(rng):
        row = edited(model, rng, *conditions)
        set_to(row, digest=digest(row))

    return tamper


def gone(model, *conditions):
    return lambda rng: delete(pick(model, rng, *conditions))


def forge(model):
    """Add a row nobody wrote, like one that somebody did."""

    def tamper(rng):
        row = pick(model, rng)
        values = {name: getattr(row, name) for name in inspect(model).columns.keys()} | {"id": f"forged{rng.randrange(10**9)}"}  # noqa: SIM118
        db.session.execute(insert(model.__table__).values(values))

    return tamper


def rehash_from(number):
    """Chain every entry from number on anew, and the head after them."""
    rows = db.session.execute(select(JournalEntry).order_by(JournalEntry.number)).scalars().all()
    previous = next((row.hash for row in reversed(rows) if row.number < number), "0" * 64)
    for row in rows:
        if row.number >= number:
            values = {column: getattr(row, column) for column in inspect(JournalEntry).columns.keys()}  # noqa: SIM118
            hashed = entry_hash(values | {"previous": previous})
            set_to(row, previous=previous, hash=hashed)
            previous = hashed
    set_to(db.session.get(JournalHead, 1), hash=previous, number=rows[-1].number)


def edit_and_chain(rng):
    rehash_from(edited(JournalEntry, rng).number)


def renumber(rng):
    row, end = pick(JournalEntry, rng), anchor().number
    set_to(row, number=end + rng.randint(2, 9))


def delete_and_chain(rng):
    row = pick(JournalEntry, rng)
    number = row.number
    delete(row)
    db.session.expire_all()
    db.session.execute(text("UPDATE journal_entries SET number = -number WHERE number > :number"), {"number": number})
    db.session.execute(text("UPDATE journal_entries SET number = -number - 1 WHERE number < 0"))
    rehash_from(number)


def truncate(rng):
    end = anchor().number
    keep = end - rng.randint(1, end - 1)
    db.session.execute(text("DELETE FROM journal_entries WHERE number > :keep"), {"keep": keep})
    last = db.session.get(JournalEntry, keep, populate_existing=True)
    set_to(db.session.get(JournalHead, 1), number=keep, hash=last.hash)


SEALED = Rating.state == "sealed"
OF_SEALED = Citation.rating_id.in_(select(Rating.id).where(SEALED))
WAYS = {
    "an entry is edited": edit(JournalEntry),
    "an entry is edited and the chain made anew": edit_and_chain,
    "an entry is deleted": gone(JournalEntry),
    "an entry is deleted and the chain made anew": delete_and_chain,
    "an entry is renumbered": renumber,
    "the journal is truncated and its head moved": truncate,
    "a sealed rating is edited": edit(Rating, SEALED),
    "a sealed rating is edited and digested anew": edit_and_digest(Rating, RATING.digest, SEALED),
    "a sealed rating is deleted": gone(Rating, SEALED),
    "a citation is edited": edit(Citation, OF_SEALED),
    "a citation is deleted": gone(Citation, OF_SEALED),
    "a record is edited": edit(Record),
    "a record is edited and digested anew": edit_and_digest(Record, digest_of),
    "a record is deleted": gone(Record),
    "a message is edited": edit(Message),
    "a message is deleted": gone(Message),
    "a message is forged": forge(Message),
    "a move is edited": edit(Move),
    "a move is deleted": gone(Move),
    "a move is forged": forge(Move),
    "a question is edited": edit(Question),
    "an agreement is edited": edit(Agreement),
    "a resolution is edited": edit(Resolution),
    "a resolution is deleted": gone(Resolution),
}


def test_what_a_candidate_asked_for_and_who_answers_it_is_as_the_journal_saw(build):
    board = hearing(build)
    board.heard(board.people.leads[0])
    edits = {
        "UPDATE recourses SET request = 'Nothing.'": "recourse",
        "UPDATE recourse_grounds SET text = 'Nothing.'": "recourse",
        f"UPDATE recourse_handlers SET account_id = '{board.people.leads[1]}'": "whoever answers a recourse",
    }
    with build.app.app_context():
        assert _checked() == []
        past_triggers()
        for statement, says in edits.items():
            savepoint = db.session.begin_nested()
            db.session.execute(text(statement))
            assert [one.startswith(says) for one in _checked()] == [True]
            savepoint.rollback()
            db.session.expire_all()
        db.session.rollback()


@pytest.mark.long
def test_every_change_is_found(open_to_all, record_property):
    assert found(open_to_all) == []
    missed, tried, refused = [], Counter(), Counter()
    rng = Random(2026)
    for name in islice(cycle(sorted(WAYS)), TRIES):
        savepoint = db.session.begin_nested()
        try:
            WAYS[name](rng)
            tried[name] += 1
            if not found(open_to_all):
                missed.append(name)
        except IntegrityError:  # the database itself did not take it
            refused[name] += 1
        savepoint.rollback()
        db.session.expire_all()
    assert (missed, set(tried) | set(refused)) == ([], set(WAYS))
    assert found(open_to_all) == []
    told = {"tried": tried.total(), "found": tried.total() - len(missed), "refused": refused}
    record_property("tampering", json.dumps(told))
    print(told)  # noqa: T201
