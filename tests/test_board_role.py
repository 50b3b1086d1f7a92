"""On PostgreSQL the board runs as an account that owns nothing: its story goes through, and what it must not do is refused."""

from dataclasses import replace

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from reviewboard import create_app
from reviewboard.database_rights import ONLY_ADDED, WrongRole, grant, of_database, rights_on
from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.seeding.sowing import sow
from reviewboard.stages.consensus.actions import countersign
from reviewboard.stages.record.actions import release
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.retention.actions import carry_out
from tests.building import Builder
from tests.live import board_role
from tests.stages.consensus.staging import LONG, Stage
from tests.stages.consensus.test_resolving import AT, decision, resolve, sign
from tests.stages.recourse.hearing import hearing
from tests.stages.retention.keeping import LATER, ended, of_case, people, proposed
from tests.together import on_server
from tests.walking import level, settle

pytestmark = on_server
ROLE = "board_app"


@pytest.fixture
def role_app(app, settings):
    """The board on this test's database, reached as an account with the least rights."""
    owner = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    address = board_role(owner).replace("postgresql://", "postgresql+psycopg://")
    with app.app_context(), db.engine.begin() as connection:
        assert grant(connection, ROLE) > len(db.metadata.tables)
    limited = create_app(replace(settings, database_url=address, migrations_database_url=settings.database_url))
    limited.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    yield limited
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def board(role_app):
    return Builder(role_app)


def whole(board):
    return {name: rows for name, rows in board.read(all_breaches).items() if rows} == {}


def test_the_main_story_goes_through(board):
    heard = hearing(board)
    heard.heard(heard.people.leads[0])
    heard.decide(Verdict.VARIED, by=heard.people.leads[0], outcome=level(3))
    heard.do(recourse.countersign, version=heard.recourse().version, by=heard.people.leads[1])
    settle(board)
    assert heard.levels() == [(2, False), (3, True)]
    assert whole(board)
    stage = Stage(board)
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    sign(stage, staged, stage.other_lead, countersign)
    settle(board)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=board.now)
    assert stage.state(staged) == "released"


def test_two_people_still_dispose_of_a_case(board):
    board.do(sow, cases=20, assessors=8, seed=5, canaries=False, now=board.now)
    board.now += LATER
    case = max(ended(board, "released"), key=lambda one: len(of_case(board, one)))
    first, second, *_ = people(board, case.cycle_id)
    assert board.do(carry_out, batch_id=proposed(board, case, first), actor=second, now=board.now) == 1
    assert of_case(board, case) == {}


REFUSED = (
    "UPDATE journal_entries SET reason = 'x'", "DELETE FROM journal_entries", "TRUNCATE journal_entries",
    "TRUNCATE records CASCADE", "TRUNCATE ratings CASCADE", "DELETE FROM journal_head", "INSERT INTO journal_head VALUES (1)",
    "UPDATE records SET level = 4", "UPDATE records SET reasons = 'x'",
    "UPDATE records SET released_at = NULL, released_by = NULL",
    "DELETE FROM records", "UPDATE ratings SET level = 4 WHERE state = 'sealed'", "DELETE FROM ratings WHERE state = 'sealed'",
    "UPDATE moves SET discussion_id = discussion_id", "DELETE FROM disposals", "DELETE FROM accounts",
    "DELETE FROM scale_versions",
    "ALTER TABLE journal_entries DISABLE TRIGGER ALL", "ALTER TABLE records ADD COLUMN more text",
    "DROP TRIGGER records_are_never_deleted ON records", "DROP FUNCTION records_are_never_deleted() CASCADE",
    "CREATE OR REPLACE FUNCTION records_are_never_deleted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "DROP TABLE records", "CREATE TABLE more (id int)", "CREATE SCHEMA more", "CREATE TEMPORARY TABLE disposals (case_id text)",
    "SET session_replication_role = replica", "SET ROLE board", "UPDATE alembic_version SET version_num = '0001'",
    "ALTER ROLE board_app SUPERUSER", "COPY journal_entries TO '/tmp/out'",
    "ALTER TABLE records OWNER TO board_app", "CREATE RULE kept AS ON DELETE TO records DO INSTEAD NOTHING",
)  # fmt: skip


def attempt(board, *said):
    """Return what the database answers when these statements are given by hand, in one session, or nothing."""
    with board.app.app_context(), db.engine.connect() as connection:
        try:
            for statement in said:
                connection.execute(text(statement))
        except DatabaseError as refused:
            return str(refused.orig).splitlines()[0]
        return ""


def test_what_the_boards_account_may_not_do_is_refused(board):
    hearing(board)
    answers = {statement: attempt(board, statement) for statement in REFUSED}
    assert [statement for statement, answer in answers.items() if not answer] == []
    own_words = ("permission denied", "must be owner", "are_never", "records_change", "permission to", "must be superuser")
    assert "permission denied" in attempt(board, f"GRANT ALL ON journal_entries TO {ROLE}", "DELETE FROM journal_entries")
    assert {said: answer for said, answer in answers.items() if not any(word in answer.lower() for word in own_words)} == {}
    assert whole(board)


def test_a_table_of_the_sessions_own_does_not_stand_in_for_the_real_one(board, app):
    heard = hearing(board)
    believed = ("ALTER FUNCTION records_are_never_deleted() RESET search_path",)
    forged = (
        "CREATE TEMPORARY TABLE disposals (case_id text, carried_out_at timestamptz)",
        f"INSERT INTO pg_temp.disposals VALUES ('{heard.case_id}', now())",
        "DELETE FROM records",
    )  # fmt: skip
    owner = Builder(app)  # who may make temporary tables: the triggers hold all the same
    assert "records_are_never_deleted" in attempt(owner, *forged)
    assert "permission denied" in attempt(board, *forged)
    assert attempt(owner, *believed, *forged) == ""


def test_what_a_trigger_refuses_always_is_no_right_either(board, app):
    query = """SELECT relname, prosrc, tgtype FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND prosrc LIKE '%IF TRUE THEN%'"""
    always = Builder(app).read(lambda: db.session.execute(text(query)).all())
    changes = {table for table, _source, kind in always if kind & 16}
    assert changes == ONLY_ADDED
    assert [table for table, _source, kind in always if kind & 8 and "DELETE" in rights_on(table)] == []


def test_an_account_that_could_help_itself_is_not_taken(role_app, app):
    with app.app_context(), db.engine.connect() as connection:
        mine = connection.execute(text("SELECT current_user")).scalar_one()
        for role in (mine, "pg_monitor; nobody"):
            with pytest.raises(WrongRole):
                of_database(connection, role)


def test_the_boards_account_may_back_up_and_an_upgrade_gives_it_its_rights_again(role_app, app, tmp_path):
    done = role_app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert done.exit_code == 0, done.output
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON accounts FROM {ROLE}"))
    with role_app.app_context():
        upgrade()
        assert db.session.execute(text("SELECT count(*) FROM accounts")).scalar_one() == 0


def test_an_upgrade_without_the_owner_says_whose_tables_these_are(role_app, app):
    with app.app_context():
        downgrade(revision="-1")
    role_app.extensions["settings"] = replace(role_app.extensions["settings"], migrations_database_url=None)
    refused = role_app.test_cli_runner().invoke(args=["db", "upgrade"])
    with app.app_context():
        upgrade()
    assert (refused.exit_code, "give it as MIGRATIONS_DATABASE_URL" in refused.output) == (1, True)


def test_the_command_prints_or_gives_the_rights(role_app):
    printed = role_app.test_cli_runner().invoke(args=["db-roles", "--sql"])
    assert f'GRANT SELECT, INSERT ON public.journal_entries TO {ROLE};' in printed.output.splitlines()
    assert role_app.test_cli_runner().invoke(args=["db-roles"]).output.startswith(f"{ROLE}: ")
    with role_app.app_context():
        assert db.session.execute(select(text("1"))).scalar_one() == 1
