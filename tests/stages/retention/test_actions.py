"""Two people dispose of a case: everything of it goes, a stub stays, and nothing less than two people moves the database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import JSON, String, Text, cast, func, select, text, update
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import CHECKS, all_breaches
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.consensus.refusals import ReasonTooShort
from reviewboard.stages.retention.actions import carry_out, lift_hold, place_hold, propose, send_back
from reviewboard.stages.retention.erasing import NAMED_BY_ID, rows_of, tables_of_a_case
from reviewboard.stages.retention.refusals import (
    HeldAlready,
    NotDisposable,
    NotHeld,
    NothingToDispose,
    ProposalOver,
    SecondPersonNeeded,
    TooManyToDispose,
)
from reviewboard.stages.retention.rules import MOST_AT_ONCE, HoldKind
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.submission.actions import sweep_strays
from reviewboard.stages.submission.tables import Evidence
from tests.stages.retention.keeping import WHY, ended, hold, of_case, people, proposed
from tests.together import together


def texts(board, table):
    """Return all that a table says, as one text."""
    columns = [cast(column, Text) for column in table.columns if isinstance(column.type, String | Text | JSON)]
    return board.read(lambda: "\n".join(str(row) for row in db.session.execute(select(*columns)))) if columns else ""


@pytest.mark.parametrize("state", ["released", "withdrawn", "draft"])
def test_two_people_dispose_of_a_case_and_a_stub_stays(board, state):
    board.do(lambda: db.session.execute(text("UPDATE cycles SET state = 'closed' WHERE state = 'open'")))
    case = max(ended(board, state), key=lambda one: len(of_case(board, one)))
    first, second, *_ = people(board, case.cycle_id)
    before, disposed = of_case(board, case), proposed(board, case, first)
    keys = board.read(lambda: db.session.execute(select(Evidence.vault_key).where(Evidence.case_id == case.id)).scalars().all())
    assert before["cases"] == 1
    assert board.do(carry_out, batch_id=disposed, actor=second, now=board.now) == 1
    assert of_case(board, case) == {}
    for table in db.metadata.sorted_tables:
        if table.name not in ("journal_entries", "disposals"):
            assert case.id not in texts(board, table), table.name
    stub = board.read(lambda: db.session.execute(select(Disposal)).scalar_one())
    assert (stub.reference, stub.proposed_by, stub.carried_out_by) == (case.reference, first.account_id, second.account_id)
    assert case.candidate_id not in str(stub.stub)
    assert [name for name, rows in board.read(all_breaches).items() if rows] in ([], ["the vault holds what the database says"])
    with board.app.app_context():
        sweep_strays(now=datetime.now(UTC) + timedelta(hours=1))
        assert not {kept.key for kept in the_vault().contents()} & set(keys)


def test_what_a_disposed_case_said_stands_nowhere_any_more(board):
    marks = []
    case = max(ended(board, "released"), key=lambda one: len(of_case(board, one)))

    def gather():
        for table in tables_of_a_case():
            for row in db.session.execute(select(table).where(rows_of(table, [case.id]))):
                marks.extend(word.strip(".,;:»”)") for word in str(row).split() if word.startswith("CNRY-"))

    board.read(gather)
    first, second, *_ = people(board, case.cycle_id)
    board.do(carry_out, batch_id=proposed(board, case, first), actor=second, now=board.now)
    left = {table.name for table in db.metadata.sorted_tables if any(mark in texts(board, table) for mark in marks)}
    assert len(marks) > 5
    assert left <= {"journal_entries"}


@pytest.mark.parametrize(("who", "refusal"), [(0, SecondPersonNeeded), (3, NotYours)], ids=["who proposed it", "a stranger"])
def test_nobody_else_carries_it_out(board, who, refusal):
    case = ended(board, "released")[0]
    actors = people(board, case.cycle_id)
    batch_id = proposed(board, case, actors[0])
    with pytest.raises(refusal):
        board.do(carry_out, batch_id=batch_id, actor=actors[who], now=board.now)
    assert of_case(board, case)["cases"] == 1


def test_an_administrator_is_a_second_person_and_proposes_nothing(board):
    case = ended(board, "released")[0]
    first, _second, administrator, _stranger = people(board, case.cycle_id)
    with pytest.raises(NotYours):
        proposed(board, case, administrator)
    assert board.do(carry_out, batch_id=proposed(board, case, first), actor=administrator, now=board.now) == 1


def _use(board, case, actor):
    board.do(enter, action="case.read_by_auditor", actor=SYSTEM, now=board.now, case_id=case.id, cycle_id=case.cycle_id)


@pytest.mark.parametrize("happens", [hold, _use], ids=["a hold", "somebody reads it"])
def test_what_happens_between_the_two_stops_it(board, happens):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)
    batch_id = proposed(board, case, first)
    happens(board, case, first)
    with pytest.raises(NotDisposable):
        board.do(carry_out, batch_id=batch_id, actor=second, now=board.now)
    assert of_case(board, case)["cases"] == 1


def test_a_hold_is_placed_once_and_lifted_with_a_reason(board):
    case = ended(board, "released")[0]
    first, second, administrator, _ = people(board, case.cycle_id)
    with pytest.raises(NotHeld):
        board.do(lift_hold, case_id=case.id, why=WHY, actor=first, now=board.now)
    with pytest.raises(ReasonTooShort):
        board.do(place_hold, case_id=case.id, kind=HoldKind.OTHER, why=" ", actor=first, now=board.now)
    with pytest.raises(NotYours):
        hold(board, case, administrator)
    hold(board, case, first)
    with pytest.raises(HeldAlready):
        hold(board, case, second)
    with pytest.raises(NotDisposable):
        proposed(board, case, first)
    board.do(lift_hold, case_id=case.id, why=WHY, actor=second, now=board.now)
    assert proposed(board, case, first)


def test_a_proposal_is_whole_or_not_at_all(board):
    good = ended(board, "released")[0]
    first, *_ = people(board, good.cycle_id)
    cycle = CycleFacts(good.cycle_id, "closed")
    rating = ended(board, "rating")[0]
    for chosen, why, refusal in (
        ([], WHY, NothingToDispose),
        ([str(number) for number in range(MOST_AT_ONCE + 1)], WHY, TooManyToDispose),
        ([good.id], "  ", ReasonTooShort),
        ([good.id, "nothing"], WHY, NotYours),
        ([good.id, rating.id], WHY, NotDisposable if rating.cycle_id == good.cycle_id else NotYours),
    ):
        with pytest.raises(refusal):
            board.do(propose, cycle=cycle, case_ids=chosen, why=why, actor=first, now=board.now)
    assert board.read(lambda: db.session.execute(select(func.count()).select_from(Disposal)).scalar_one()) == 0


def test_a_proposal_sent_back_may_be_made_again_and_one_that_is_over_is_over(board):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)
    batch_id = proposed(board, case, first)
    with pytest.raises(NotDisposable):
        proposed(board, case, second)
    board.do(send_back, batch_id=batch_id, why=WHY, actor=second, now=board.now)
    with pytest.raises(ProposalOver):
        board.do(carry_out, batch_id=batch_id, actor=second, now=board.now)
    again = proposed(board, case, first)
    board.do(carry_out, batch_id=again, actor=second, now=board.now)
    with pytest.raises(ProposalOver):
        board.do(carry_out, batch_id=again, actor=second, now=board.now)


def test_it_is_carried_out_once_whoever_tries_at_the_same_moment(board):
    case = ended(board, "released")[0]
    first, second, administrator, _ = people(board, case.cycle_id)
    batch_id = proposed(board, case, first)
    works = [
        lambda actor=actor: carry_out(batch_id=batch_id, actor=actor, now=board.now) for actor in (second, administrator) * 5
    ]
    found = together(board.app, *works)
    assert (found.count("done"), set(found)) == (1, {"done", "ProposalOver"})


def test_nothing_of_a_case_goes_without_two_people(board):
    """Whoever has the database in hand, and no second signature, is refused by the database itself."""
    case = ended(board, "released")[0]
    first, *_ = people(board, case.cycle_id)
    batch_id = proposed(board, case, first)
    tries = [
        "DELETE FROM citations", "DELETE FROM records", "DELETE FROM examples", "DELETE FROM moves", "DELETE FROM messages",
        "DELETE FROM ratings", f"DELETE FROM cases WHERE id = '{case.id}'", "DELETE FROM disposals",
        f"UPDATE disposals SET carried_out_by = proposed_by, carried_out_at = proposed_at, digest = 'x', stub = '{{}}' "
        f"WHERE batch_id = '{batch_id}'",
        "UPDATE disposals SET case_id = 'other'",
    ]  # fmt: skip
    for statement in tries:
        with pytest.raises(DatabaseError), board.app.app_context():
            db.session.execute(text(statement))
    assert of_case(board, case)["cases"] == 1


def test_a_conflict_stays_and_names_the_case_no_more(board):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)
    other = board.person()
    conflict = Conflict(
        person_id=other, other_id=case.candidate_id, kind="kin", declared_by=other, case_id=case.id, declared_at=board.now
    )
    board.do(db.session.add, instance=conflict)
    board.do(carry_out, batch_id=proposed(board, case, first), actor=second, now=board.now)
    kept = board.read(lambda: db.session.execute(select(Conflict).where(Conflict.person_id == other)).scalar_one())
    assert kept.case_id is None


def test_an_edited_stub_is_found(board, app):
    case = ended(board, "released")[0]
    first, second, *_ = people(board, case.cycle_id)
    board.do(carry_out, batch_id=proposed(board, case, first), actor=second, now=board.now)
    with app.app_context():
        name = "disposals_are_never_changed_once_over"
        db.session.execute(text(f"DROP TRIGGER {name}" + (" ON disposals" if db.engine.dialect.name == "postgresql" else "")))
        stub = db.session.execute(select(Disposal)).scalar_one()
        db.session.execute(update(Disposal).values(stub={**stub.stub, "ratings": []}))
        found = list(CHECKS["everything signed is as the journal saw it"]())
        assert found == [f"disposal {stub.id} is not what it was", f"stub {stub.id} is not what the journal saw"]
        db.session.rollback()


def test_every_table_that_names_a_case_is_known():
    """A table with a `case_id` is found by its keys, or is one of the two that name a case by id; the journal stays."""
    named = {table.name for table in db.metadata.sorted_tables if "case_id" in table.columns}
    owned = {table.name for table in tables_of_a_case()}
    assert named - owned == {*NAMED_BY_ID, "journal_entries", "conflicts", "disposals"}


