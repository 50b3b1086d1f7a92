"""A case that is rated afresh tells nobody what it is, and who took part before reaches nothing of it."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import PERMISSIONS, may
from reviewboard.foundation.people.roles import Role
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.tables import CaseBar
from reviewboard.stages.casefile.actions import ask_case_file
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.hearing import LONG, hearing
from tests.walking import level, seated, seats_of, settle

pytestmark = pytest.mark.once

IDS = re.compile(
    r"[0-9a-hjkmnp-tv-z]{20}|[A-Z][A-Z0-9]{2}-\d\d[A-Z]|\d{4}-\d\d-\d\dT[\d:.+Z-]+|(?:Person|Unit|Team) \d+"
    r"|datetime=\"[^\"]+\">[^<]+<|(?:_key|csrf_token)\" value=\"[^\"]+\"|X-CSRFToken\": \"[^\"]+\""
)


@pytest.fixture
def returned(build):
    """A review returned to a fresh pair, and another case of the same words, seated at the same moment."""
    board = hearing(build, assessors=5)
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    settle(build)
    return board


def _plain(page):
    return IDS.sub("·", page.text)


def test_the_desk_of_a_fresh_case_is_the_desk_of_any_case_but_for_ids(build, visit, returned):
    other = seated(build, returned.people)
    rights = []
    for case_id in (returned.fresh(), other):
        seat_id, who = seats_of(build, case_id)[1]
        desk = visit(who)
        desk.post(f"/desk/{seat_id}/conflict", {"conflict": "no"})
        rights.append([_plain(desk.get(f"/desk/{seat_id}{rest}")) for rest in ("/conflict", "")])
    for fresh, other in zip(*rights, strict=True):
        assert [pair for pair in zip(fresh.splitlines(), other.splitlines(), strict=True) if pair[0] != pair[1]] == []


def test_a_lead_reads_of_a_fresh_case_what_they_read_of_any(build, visit, returned):
    other = seated(build, returned.people)
    lead = visit(returned.people.leads[3])
    pages = [_plain(lead.get(f"/panel/cases/{case_id}")) for case_id in (returned.fresh(), other)]
    assert pages[0].replace("the board", "the candidate") == pages[1].replace("the board", "the candidate")


def test_who_took_part_before_is_kept_from_the_fresh_case_in_every_right(build, returned):
    fresh = returned.fresh()
    first_pair = {who for _seat, who in seats_of(build, returned.case_id).values()}
    kept = first_pair | {returned.people.leads[0]}
    handler = returned.people.leads[1]
    returned.do(actions.take, kind=Kind.FRESH, by=handler)
    named = set(build.read(lambda: db.session.query(CaseBar.account_id).filter_by(case_id=fresh).all()))
    assert {who for (who,) in named} == kept | {handler}

    def held(who):
        person, case = build.principal(who), db.session.get_one(Case, fresh)
        facts = case_facts(case, person)
        return {right for right in PERMISSIONS if _may(person, right, facts)}

    of_nobody = {"account.own", "desk.home", "panel.home", "candidate.home", "coordination.home"}
    assert {who: build.read(held, who) - of_nobody for who in kept | {handler}} == {who: set() for who in kept | {handler}}


def test_who_rates_afresh_leads_no_panel_that_read_the_first_round_and_is_kept_from_it(build):
    board = hearing(build, assessors=5)
    first_pair = {who for _seat, who in seats_of(build, board.case_id).values()}
    also_lead, later_lead, other = sorted(set(board.people.assessors) - first_pair)
    build.member(also_lead, board.people.cycle, Role.LEAD)
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    pair = {who for _seat, who in seats_of(build, board.fresh()).values()}
    assert pair == {later_lead, other}
    build.member(later_lead, board.people.cycle, Role.LEAD)

    def follows(who):
        case = db.session.get_one(Case, board.case_id)
        person = build.principal(who)
        return may(person, "case.follow", case_facts(case, person)), may(person, "ratings.read", case_facts(case, person))

    assert [build.read(follows, who) for who in (also_lead, later_lead)] == [(True, True), (False, False)]
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}


def _may(person, right, facts):
    try:
        return may(person, right, facts)
    except AttributeError:  # a right on something else than a case
        return False


def test_two_leads_take_it_and_one_of_them_hears_that_it_moved_on(build):
    from reviewboard.stages.recourse.refusals import RecourseMovedOn

    board = hearing(build)
    board.ask()
    board.do(actions.take, kind=Kind.REVIEW, by=board.people.leads[0])
    with pytest.raises(RecourseMovedOn):
        board.do(actions.take, kind=Kind.REVIEW, by=board.people.leads[1])
    assert board.recourse().handler_id == board.people.leads[0]


def test_a_candidate_cannot_tell_a_review_that_is_to_vary_their_result_from_one_that_is_not_decided(build, visit):
    board = hearing(build)
    handler, case = board.people.leads[0], f"/my/cases/{board.case_id}"
    board.heard(handler)
    one = f"{case}/recourse/decision_review"
    paths = (case, f"{case}/result", f"{case}/recourse", one, f"{one}/withdraw", f"{case}/case-file/page?variant=whole")

    def seen():
        return [_plain(visit(board.candidate).get(path)) for path in paths]

    def file():
        who = build.principal(board.candidate)
        return build.do(lambda: ask_case_file(
            case_id=board.case_id, reader=Reader.CANDIDATE, variant="whole", actor=who, now=build.now
        ).id)  # fmt: skip

    first, before = file(), seen()
    board.decide(Verdict.VARIED, outcome=level(3), by=handler)
    assert file() == first  # nor by asking for the file again: a new one would say that something happened
    assert [path for path, was, now in zip(paths, before, seen(), strict=True) if was != now] == []
    assert (board.recourse().stand, "Take it back" in before[3]) == ("countersign", True)
    board.do(actions.withdraw, kind=Kind.REVIEW, by=board.candidate)
    settle(build)
    assert (board.recourse().stand, board.levels()) == ("withdrawn", [(2, True)])
    assert {name for name, found in build.read(all_breaches).items() if found} == set()
    assert LONG not in visit(board.candidate).get(paths[-1]).text
