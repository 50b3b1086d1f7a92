"""The tables of a board in use are brought forward and back without a row, a reference or a promise lost."""

from datetime import timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.recourse.tables import CheckOpening
from reviewboard.stages.submission.tables import Case
from tests.walking import level, panel, rate, seated, settle

OLDEST = "0001"  # what lies before it is an empty database
BEFORE_PAIRS = "0010"
BEFORE_OPENINGS = "0030"


def _rows():
    later = ("decision_drafts", "invitations", "uploads", "questions", "release_plans", "evidence_copies")
    tables = [table for table in db.metadata.sorted_tables if table.name not in later]
    return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def _shape():
    """Return what the database itself says of each table: columns, references, indexes, uniques, checks."""
    seen = inspect(db.engine)
    return {
        name: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)),
            sorted((key["name"], *key["constrained_columns"], key["referred_table"]) for key in seen.get_foreign_keys(name)),
            sorted((index["name"], tuple(index["column_names"]), index["unique"]) for index in seen.get_indexes(name)),
            sorted((one["name"], tuple(one["column_names"])) for one in seen.get_unique_constraints(name)),
            sorted(one["name"] for one in seen.get_check_constraints(name)),
        )
        for name in sorted(seen.get_table_names())
    }  # fmt: skip


@pytest.fixture
def in_use(build):
    """A board with cases under way and sealed ratings."""
    people = panel(build)
    for levels in ((2, 2), (1, 4), (2, 3)):
        case_id = seated(build, people)
        for place, number in enumerate(levels, start=1):
            rate(build, case_id, place, level(number))
        settle(build)
    seated(build, people)
    return build


def test_a_board_in_use_goes_back_and_forth(in_use):
    before, shape = in_use.read(_rows), in_use.read(_shape)
    with in_use.app.app_context():
        db.session.remove()
        downgrade(revision=OLDEST)
        upgrade()
        db.session.remove()
        db.engine.dispose()
    assert in_use.read(_shape) == shape
    assert in_use.read(_rows) == before
    assert {name: found for name, found in in_use.read(all_breaches).items() if found} == {}
    assert len(before["ratings"]) == 6
    with pytest.raises(IntegrityError, match="seat_end_is_known"):
        in_use.do(lambda: db.session.execute(text("UPDATE seats SET ended_at = assigned_at, ended_why = 'bored'")))
    with pytest.raises(IntegrityError, match=r"foreign key|FOREIGN KEY"):
        in_use.do(lambda: db.session.execute(text("DELETE FROM seats")))


def test_of_two_conflicts_of_one_pair_the_earlier_stays_with_both_notes(build):
    one, other, third = (build.person() for _ in range(3))

    def conflicts():
        rows = (("first", one, other, "Cousins", 0), ("turned", other, one, "A quarrel", 1), ("apart", one, third, "", 2))
        for name, person, with_whom, note, days in rows:
            db.session.execute(
                text("INSERT INTO conflicts (id, person_id, other_id, kind, note, declared_by, declared_at)"
                     " VALUES (:id, :person, :other, 'kin', :note, :by, :at)"),
                {"id": name, "person": person, "other": with_whom, "note": note, "by": one,
                 "at": (build.now + timedelta(days=days)).isoformat(sep=" ")},
            )  # fmt: skip

    with build.app.app_context():
        db.session.remove()
        downgrade(revision=BEFORE_PAIRS)
    try:
        build.do(conflicts)
    finally:
        with build.app.app_context():
            db.session.remove()
            upgrade()
            db.session.remove()
            db.engine.dispose()
    found = build.read(lambda: sorted(db.session.execute(select(Conflict.id, Conflict.note, Conflict.pair)).all()))
    assert found == [
        ("apart", "", ":".join(sorted((one, third)))), ("first", "Cousins\nA quarrel", ":".join(sorted((one, other)))),
    ]  # fmt: skip


def test_who_opened_a_check_stays_known_under_either_name(in_use):
    lead, shape = in_use.person(), in_use.read(_shape)
    (case_id, *_others) = in_use.read(lambda: db.session.scalars(select(Case.id).order_by(Case.id)).all())
    in_use.do(lambda: db.session.add(CheckOpening(case_id=case_id, lead_id=lead, opened_at=in_use.now)))
    before = in_use.read(_rows)["check_openings"]
    with in_use.app.app_context():
        db.session.remove()
        downgrade(revision=BEFORE_OPENINGS)
    kept = in_use.read(lambda: db.session.execute(text("SELECT case_id, lead_id FROM read_beside")).all())
    for name in ("read_beside", "check_openings"):
        with pytest.raises(IntegrityError, match="are_never_deleted"):
            in_use.do(lambda name=name: db.session.execute(text(f"DELETE FROM {name}")))
        with in_use.app.app_context():
            db.session.remove()
            upgrade()
            db.session.remove()
            db.engine.dispose()
    assert (kept, in_use.read(_rows)["check_openings"], in_use.read(_shape)) == ([(case_id, lead)], before, shape)
