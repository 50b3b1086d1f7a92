"""Who has no say in how long a case is kept, what keeps it, and how the list of ended cases is read."""


from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import event, select, text, update

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.casefile.actions import sweep_case_files
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.consensus.tables import Agreement
from reviewboard.stages.record.actions import release
from reviewboard.stages.retention.actions import carry_out, lift_hold, propose
from reviewboard.stages.retention.lives import ended_cases
from reviewboard.stages.retention.refusals import (
    NotDisposable,
    TookPart,
)
from tests.stages.retention.keeping import LATER, WHY, ended, hold, of_case, people, proposed
from tests.walking import level, panel, rated
from tests.web.assessor.desks import counted


def test_the_list_holds_what_ended_long_enough_ago_and_pages_by_key(board):
    board.do(lambda: db.session.execute(text("UPDATE cycles SET state = 'closed' WHERE state = 'open'")))
    case = ended(board, "released")[0]
    viewer = people(board, case.cycle_id)[0]

    def found(after=None, *, now=board.now, limit=50, person=viewer):
        return board.read(ended_cases, case.cycle_id, person=person, now=now, after=after, limit=limit)

    rows = found()
    keys = [(row.life.ended_at, row.id) for row in rows]
    assert keys == sorted(keys)
    assert {one.id for one in ended(board, "released", "withdrawn", "draft") if one.cycle_id == case.cycle_id} == {
        row.id for row in rows
    }
    seen, after = [], None
    while page := found(after, limit=2):
        seen += [row.id for row in page]
        after = (page[-1].life.ended_at, page[-1].id)
    assert seen == [row.id for row in rows]
    assert found(now=board.now - 2 * LATER) == []
    own = board.principal(case.candidate_id)
    assert {row.id for row in rows} - {row.id for row in found(person=own)} == {
        one.id for one in ended(board, "released", "withdrawn", "draft")
        if (one.cycle_id, one.candidate_id) == (case.cycle_id, case.candidate_id)
    }  # fmt: skip


def test_the_list_is_read_from_its_indexes(board):
    """No sort over a whole cycle: each kind of end comes in order out of its own index."""
    case = ended(board, "released")[0]
    viewer, statements = people(board, case.cycle_id)[0], []

    def note(_connection, _cursor, statement, parameters, *_more):
        statements.append((statement, parameters))

    with board.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            ended_cases(case.cycle_id, person=viewer, now=board.now, after=(board.now - LATER, case.id), limit=20)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        listing = next(one for one in statements if "UNION ALL" in one[0])
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + listing[0], listing[1]))
    assert [name for name in ("ix_cases_released", "ix_cases_withdrawn") if name not in plan] == []


def rater_of(board, case):
    return board.read(lambda: db.session.execute(select(Seat.assessor_id).where(Seat.case_id == case.id)).scalars().first())


@pytest.mark.parametrize("who", ["candidate", "rater", "decider"])
def test_whoever_took_part_in_a_case_has_no_say_in_how_long_it_is_kept(board, who):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)
    part = case.candidate_id if who == "candidate" else rater_of(board, case) if who == "rater" else board.person()
    if who == "decider":
        board.do(lambda: db.session.execute(
            update(Agreement).where(Agreement.case_id == case.id).values(confirmed_by=part, confirmed_at=board.now)
        ))  # fmt: skip
    board.member(part, case.cycle_id, Role.COORDINATOR)
    by = board.principal(part)
    with pytest.raises(TookPart):
        proposed(board, case, by)
    with pytest.raises(TookPart if who == "decider" else NotYours):
        hold(board, case, by)
    hold(board, case, first)
    with pytest.raises(TookPart if who == "decider" else NotYours):
        board.do(lift_hold, case_id=case.id, why=WHY, actor=by, now=board.now)
    board.do(lift_hold, case_id=case.id, why=WHY, actor=second, now=board.now)
    batch_id = proposed(board, case, first)
    with pytest.raises(TookPart):
        board.do(carry_out, batch_id=batch_id, actor=by, now=board.now)
    assert board.do(carry_out, batch_id=batch_id, actor=second, now=board.now) == 1


def test_an_administrator_who_rated_a_case_does_not_dispose_of_it(board):
    case = ended(board, "released")[0]
    rater = rater_of(board, case)
    board.do(lambda: db.session.execute(update(Account).where(Account.id == rater).values(is_administrator=True)))
    batch_id = proposed(board, case, people(board, case.cycle_id)[0])
    with pytest.raises(TookPart):
        board.do(carry_out, batch_id=batch_id, actor=board.principal(rater), now=board.now)
    assert of_case(board, case)["cases"] == 1


def test_a_disposal_of_many_takes_as_many_statements_as_one_of_two(board):
    by_cycle = {}
    for case in ended(board, "released"):
        by_cycle.setdefault(case.cycle_id, []).append(case)
    cycle_id, cases = max(by_cycle.items(), key=lambda each: len(each[1]))
    first, second, *_ = people(board, cycle_id)
    assert len(cases) >= 6

    def asked(chosen):
        with counted(board.app) as sent:
            batch_id = board.do(propose, cycle=CycleFacts(cycle_id, "closed"), case_ids=[one.id for one in chosen], why=WHY,
                                actor=first, now=board.now)  # fmt: skip
            assert board.do(carry_out, batch_id=batch_id, actor=second, now=board.now) == len(chosen)
        return len(sent)

    asked(cases[:1])  # a first one reads what is kept since
    assert asked(cases[1:3]) == asked(cases[3:])


def test_the_bytes_of_case_files_go_with_the_case(board):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)

    def made():
        stored = case_file_vault().put(BytesIO(b"%PDF-1.7 a whole case"), most=1000)
        db.session.add(CaseFile(case_id=case.id, account_id=case.candidate_id, reader="candidate", variant="whole",
                                language="en", input_digest="d", state="ready", progress=100, asked_at=board.now,
                                made_at=board.now, expires_at=board.now + timedelta(days=14), sha256=stored.sha256,
                                size=stored.size, vault_key=stored.key))  # fmt: skip
        return stored.key

    key = board.do(made)
    board.do(carry_out, batch_id=proposed(board, case, first), actor=second, now=board.now)
    with board.app.app_context():
        assert key in {kept.key for kept in case_file_vault().contents()}
        sweep_case_files(now=datetime.now(UTC) + timedelta(hours=1))
        assert key not in {kept.key for kept in case_file_vault().contents()}


def test_a_case_whose_recourse_may_still_be_asked_for_stays(build):
    """The longest times to ask end in the second in which the shortest schedule does; a withdrawn case has none to ask."""
    build.now = datetime(2021, 3, 1, 12, tzinfo=UTC)
    policy = {"recourse": {"feedback_ask": 365, "review_ask": 365}, "retention": {"years": 2}}
    crew = panel(build, policy=policy)
    case_id = rated(build, crew, level(3), level(3))
    build.do(release, case_ids=[case_id], actor=build.principal(crew.leads[0]), now=build.now)
    build.now = datetime(2023, 3, 1, 12, tzinfo=UTC)
    by = build.principal(crew.coordinator)
    say = {"cycle": CycleFacts(crew.cycle, "open"), "case_ids": [case_id], "why": WHY, "actor": by}
    with pytest.raises(NotDisposable):
        build.do(propose, **say, now=build.now)
    assert build.do(propose, **say, now=build.now + timedelta(seconds=1))
