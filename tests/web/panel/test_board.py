"""The lead's board: few statements however long the list, the highest stake first, nothing of other panels."""

import re

import pytest
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.consensus.actions import Decision, resolve
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import DIMENSIONS, LONG, Stage
from tests.web.panel.many import copy_disputes

AT = Outcome.at
MOST = 10


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def statements(app):
    """The statements sent while a test runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("rows", [1, 30, 250])
def test_the_board_takes_few_statements_at_any_length(stage, visit, statements, rows):
    copy_disputes(stage, stage.case(AT(2), AT(4)), rows - 1)
    lead = visit(stage.lead)
    lead.get("/panel")
    del statements[:]
    page = lead.get("/panel")
    found = [line for line in statements if not line.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))]
    assert (page.status_code, len(found) <= MOST, page.text.count("/panel/disputes/")) == (200, True, min(rows, 50) + 1)


def test_the_number_of_statements_is_the_same_for_all_lengths(stage, visit, statements):
    staged, lead, found = stage.case(AT(2), AT(4)), visit(stage.lead), []
    for more in (0, 29):
        copy_disputes(stage, staged, more)
        lead.get("/panel")
        del statements[:]
        lead.get("/panel")
        found.append(len(statements))
    assert found[0] == found[1]


def test_the_required_level_at_stake_comes_first(stage, visit):
    same_side = stage.case(AT(3), Outcome(OutcomeKind.NOT_DEMONSTRATED))
    across = stage.case(AT(1), AT(4))
    page = visit(stage.lead).get("/panel").text
    rows = re.findall(r'href="/panel/disputes/([^"]+)"', page.split("<tbody")[1])
    assert rows == [across.case_id, same_side.case_id]


def test_a_case_i_may_not_decide_is_not_on_my_list(stage, visit):
    staged = stage.case(AT(2), AT(4))
    stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
    elsewhere = stage.build.someone(stage.build.cycle(), Role.LEAD)
    shown = [staged.case_id in visit(person).get("/panel").text for person in (stage.lead, staged.a, elsewhere)]
    assert shown == [True, False, False]


def test_my_own_decision_is_not_mine_to_countersign(stage, visit):
    staged = stage.case(AT(2), AT(4))
    said = Decision(AT(3), LONG, dict.fromkeys(DIMENSIONS, "Shown."), "More.")
    stage.do(resolve, case_id=staged.case_id, decision=said, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    shown = [staged.case_id in visit(person).get("/panel").text for person in (stage.lead, stage.other_lead)]
    assert shown == [False, True]


def test_before_both_are_sealed_the_board_counts_and_says_no_more(stage, visit):
    staged = stage.case(AT(2), None)
    page = visit(stage.lead).get("/panel").text
    reference = stage.rows(Case)[0]["reference"]
    assert (staged.case_id in page, reference in page, "No case waits for you" in page) == (False, False, True)


def test_a_person_who_leads_nothing_gets_no_board(stage, visit):
    staged = stage.case(AT(2), AT(4))
    people = (staged.a, staged.candidate, stage.build.someone(stage.cycle_id, Role.COORDINATOR))
    assert [visit(person).get("/panel").status_code for person in people] == [404, 404, 404]
