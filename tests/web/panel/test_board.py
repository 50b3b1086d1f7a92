"""The lead's board: few statements however long the list, the highest stake first, nothing of other panels."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM, Role
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.consensus.actions import Decision, call_third, decline, hand_over, resolve
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.board import LATE, counts
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import LONG, Stage, per_dimension
from tests.web.assessor.desks import bare
from tests.web.panel.many import copy_disputes

pytestmark = pytest.mark.each

AT = Outcome.at
MOST = 10


def listed(page, section):
    """Return the cases in one list of the board, in its order."""
    after = page.partition(f'aria-labelledby="{section}"')[2].partition("</section>")[0]
    return re.findall(r'href="/panel/(?:disputes|countersigns|confirmations)/([^"]+)"', after)


def cycles_shown(page):
    """Return the choices of the cycle switch: [(id, label, whether it is shown)]."""
    found = re.findall(r'<option value="([^"]+)"( selected)?>([^<]+)</option>', page)
    return [(value, label.strip(), bool(selected)) for value, selected, label in found]


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
    said = Decision(AT(3), LONG, per_dimension("Shown."), "More people, on purpose.")
    stage.do(resolve, case_id=staged.case_id, decision=said, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    pages = [visit(person).get("/panel").text for person in (stage.lead, stage.other_lead)]
    lists = [(listed(page, "needs"), listed(page, "going")) for page in pages]
    assert lists == [([], [staged.case_id]), ([staged.case_id], [])]
    assert ["another lead&#39;s signature" in page for page in pages] == [True, False]


def test_before_both_are_sealed_the_board_counts_and_says_no_more(stage, visit):
    staged = stage.case(AT(2), None)
    page = visit(stage.lead).get("/panel").text
    reference = stage.rows(Case)[0]["reference"]
    assert (staged.case_id in page, reference in page, "No case waits for you" in page) == (False, False, True)


def test_a_case_in_which_i_took_part_is_in_no_count_of_mine(stage, visit):
    """Else a lead who is its candidate sees it pass from stage to stage, and one who rates it whether the other is late."""
    staged, late = stage.case(AT(2), None), stage.build.now + timedelta(days=90)
    found = {}
    stage.build.member(staged.candidate, stage.cycle_id, Role.LEAD)
    stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
    for who in (stage.lead, staged.candidate, staged.a):
        seen = stage.build.read(counts, stage.cycle_id, stage.who(who), now=late)
        found[who] = (seen["rating"].number, seen[LATE].number)
    assert found == {stage.lead: (1, 1), staged.candidate: (0, 0), staged.a: (0, 0)}


def test_a_case_that_i_handed_over_is_in_no_count_and_no_bar_of_mine_wherever_it_moves(stage, visit):
    staged = stage.case(AT(2), AT(4))
    hand = {"case_id": staged.case_id, "kind": ConflictKind.KIN, "reason": "We are cousins, as I learned from the examples."}
    stage.do(hand_over, **hand, actor=stage.who(stage.lead), now=stage.build.now)
    mine, other = visit(stage.lead), visit(stage.other_lead)
    before, before_other = (bare(one.get("/panel").text) for one in (mine, other))
    stage.do(call_third, case_id=staged.case_id, reason=LONG, version=stage.version(staged),
             actor=stage.who(stage.other_lead), now=stage.build.now)  # fmt: skip
    assert (bare(mine.get("/panel").text) == before, bare(other.get("/panel").text) == before_other) == (True, False)


def test_a_person_who_leads_nothing_gets_no_board(stage, visit):
    staged = stage.case(AT(2), AT(4))
    people = (staged.a, staged.candidate, stage.build.someone(stage.cycle_id, Role.COORDINATOR))
    assert [visit(person).get("/panel").status_code for person in people] == [404, 404, 404]


def test_each_cycle_of_the_switch_says_how_much_waits_and_one_where_something_does_is_shown(build, visit):
    busy = Stage(build)
    copy_disputes(busy, busy.case(AT(2), AT(4)), 1)
    staged = busy.case(AT(2), AT(2))
    busy.do(write, case_id=staged.case_id, now=build.now)
    build.do(lambda: db.session.get_one(Cycle, busy.cycle_id).__setattr__("state", "closed"))
    quiet = build.cycle()
    build.member(busy.lead, quiet, Role.LEAD)
    shown = cycles_shown(visit(busy.lead).get("/panel").text)
    name = cycles_shown(visit(busy.lead).get("/panel").text)[0][1]
    assert shown == [(quiet, name, False), (busy.cycle_id, f"{name} · 3 wait for you", True)]


def test_the_switch_counts_no_case_in_which_i_took_part(build, visit):
    stage = Stage(build)
    staged = stage.case(AT(2), AT(4))
    build.member(staged.a, stage.cycle_id, Role.LEAD)
    for lead in (stage.lead, staged.a):
        build.member(lead, build.cycle(), Role.LEAD)
    told = [[" · 1 wait" in label for _id, label, _shown in cycles_shown(visit(lead).get("/panel").text)]
            for lead in (stage.lead, staged.a)]  # fmt: skip
    assert (sorted(told[0]), sorted(told[1])) == ([False, True], [False, False])


def test_a_look_at_another_cycle_is_kept_by_the_links_of_its_pages_and_nowhere_else(build, visit):
    stage = Stage(build)
    quiet = build.cycle()
    build.member(stage.lead, quiet, Role.LEAD)
    lead = visit(stage.lead)
    lead.get("/panel")
    kept = lead.client.get_cookie("board").value
    for page in ("/panel", "/panel/releases", "/panel/cases", "/panel/recourse"):
        assert f'href="/panel?cycle={quiet}" aria-current="page"' in lead.get(f"{page}?cycle={quiet}").text
    assert lead.client.get_cookie("board").value == kept
    assert 'href="/panel" aria-current="page"' in lead.get("/panel/cases/nothing").text


def test_what_waits_in_a_cycle_is_counted_to_a_bound(build, visit):
    stage = Stage(build)
    copy_disputes(stage, stage.case(AT(2), AT(4)), 120)
    build.member(stage.lead, build.cycle(), Role.LEAD)
    labels = [label.partition(" · ")[2] for _id, label, _shown in cycles_shown(visit(stage.lead).get("/panel").text)]
    assert sorted(labels) == ["", "99+ wait for you"]


def test_an_age_is_the_same_wherever_it_is_told_and_survives_a_no(stage, visit):
    today = stage.build.now
    stage.build.now = datetime.now(UTC) - timedelta(days=11, hours=-2)
    staged = stage.case(AT(2), AT(4))
    stage.build.now = today
    said = Decision(AT(3), LONG, per_dimension("Shown."), "More people, on purpose.")
    stage.do(resolve, case_id=staged.case_id, decision=said, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    stage.do(decline, case_id=staged.case_id, reason=LONG, version=stage.version(staged),
             actor=stage.who(stage.other_lead), now=stage.build.now)  # fmt: skip
    lead = visit(stage.lead)
    board, case = lead.get("/panel").text, lead.get(f"/panel/cases/{staged.case_id}").text
    days = re.search(r">(\d+) days ago <small>", board)[1]
    assert (f"oldest {days} days" in board, f'<span class="bar-text">{days} days</span>' in board,
            f"({days} days ago)" in case.partition('id="history"')[0]) == (True, True, True)  # fmt: skip


def test_what_is_no_step_pushes_no_step_out_of_a_cases_history(stage, visit):
    staged = stage.case(AT(2), AT(4))

    def read_often():
        for _ in range(120):
            enter("case.read_by_auditor", actor=SYSTEM, now=stage.build.now, case_id=staged.case_id)

    stage.do(read_often)
    page = visit(stage.lead).get(f"/panel/cases/{staged.case_id}").text.partition('id="history"')[2]
    assert (page.count("A rating sealed"), "are not listed here" in page) == (2, False)


def test_what_is_there_since_today_says_so(stage, visit):
    stage.case(AT(2), AT(4))
    board = visit(stage.lead).get("/panel").text
    assert ('<span class="bar-text">today</span>' in board, "0 day" in board) == (True, False)
