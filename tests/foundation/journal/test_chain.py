"""Any change to the past is found: edited, edited and rehashed, deleted, renumbered, truncated."""

import json
import random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.chain import Anchor, breaches, entry_hash
from reviewboard.foundation.journal.queries import all_entries, anchor
from reviewboard.foundation.people.roles import SYSTEM


@pytest.fixture
def kept(build):
    """Thirty entries and their anchor, as plain values."""
    for number in range(30):
        build.do(
            enter, action="test.entry", actor=SYSTEM, now=build.now, case_id=f"case{number % 3}", details={"n": number}
        )
    return build.read(lambda: list(all_entries())), build.read(anchor)


def test_an_untouched_chain_has_no_breach(kept):
    entries, end = kept
    assert (list(breaches(entries, end)), end.number, entries[0]["number"]) == ([], 30, 1)


def _edit(entries, place):
    entries[place]["reason"] += "x"


def _edit_and_rehash(entries, place):
    _edit(entries, place)
    entries[place]["hash"] = entry_hash(entries[place])


def _rewrite_all_after(entries, place):
    _edit(entries, place)
    previous = entries[place]["previous"]
    for entry in entries[place:]:
        entry["previous"] = previous
        entry["hash"] = previous = entry_hash(entry)


def _delete(entries, place):
    del entries[place]


def _delete_and_renumber(entries, place):
    del entries[place]
    for number, entry in enumerate(entries, start=1):
        entry["number"] = number


def _swap(entries, place):
    other = place - 1 if place else 1
    entries[place], entries[other] = entries[other], entries[place]


def _truncate(entries, place):
    del entries[place:]


@pytest.mark.parametrize(
    "tamper", [_edit, _edit_and_rehash, _rewrite_all_after, _delete, _delete_and_renumber, _swap, _truncate]
)
def test_every_way_of_tampering_is_found_against_the_anchor(kept, tamper):
    entries, end = kept
    for place in random.Random(7).sample(range(30), 12):
        changed = [dict(entry) for entry in entries]
        tamper(changed, place)
        assert list(breaches(changed, end)) != [], f"{tamper.__name__} at {place}"


def test_an_anchor_of_an_empty_journal_holds_for_every_journal(kept):
    entries, _end = kept
    assert list(breaches(entries, Anchor(0, "0" * 64))) == []


@pytest.mark.parametrize("statement", ["UPDATE journal_entries SET reason = 'x'", "DELETE FROM journal_entries"])
def test_the_database_itself_refuses_to_change_entries(kept, app, statement):
    with app.app_context(), pytest.raises(DatabaseError, match="journal_entries_are_never_"):
        db.session.execute(text(statement))
        db.session.commit()


def test_an_entry_is_written_with_its_transaction_or_not_at_all(build, app):
    def fail():
        enter("test.entry", actor=SYSTEM, now=build.now)
        raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError):
        build.do(fail)
    build.do(enter, action="test.after", actor=SYSTEM, now=build.now)
    assert [entry["action"] for entry in build.read(lambda: list(all_entries()))] == ["test.after"]


def test_the_commands_find_tampering_in_a_dump_and_a_lost_end(kept, app, tmp_path):
    run = app.test_cli_runner().invoke
    anchor_file, dump_file = tmp_path / "anchor", tmp_path / "dump"
    anchor_file.write_text(run(args=["journal", "anchor"]).output)
    lines = run(args=["journal", "dump"]).output.splitlines()
    dump_file.write_text("\n".join(lines))
    verify = ["journal", "verify", "--anchor", str(anchor_file), "--dump", str(dump_file)]
    assert run(args=verify).exit_code == 0
    dump_file.write_text("\n".join(lines[:-1]))
    assert run(args=verify).exit_code == 1
    edited = json.loads(lines[4]) | {"actor_id": "somebodyelse"}
    dump_file.write_text("\n".join([*lines[:4], json.dumps(edited), *lines[5:]]))
    assert run(args=verify).output.splitlines()[-1] == "30 entries, 1 breaches"
    assert run(args=["journal", "verify"]).exit_code == 0
