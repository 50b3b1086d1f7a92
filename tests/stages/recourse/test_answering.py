"""What keeps each lead of a cycle from answering a recourse, from what they did, and what their list says of it."""

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.consensus.tables import OwnLevel
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.own_work import Doing, own_work
from reviewboard.stages.recourse.people import leads_for
from reviewboard.stages.recourse.queries import led_under_way, recourse_of
from reviewboard.stages.recourse.rules import Unable, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import CheckOpening
from tests.stages.recourse.hearing import LONG, hearing
from tests.walking import seats_of


def test_who_took_part_does_not_answer_but_feedback_may_come_from_who_decided(build):
    board = hearing(build, leads=8)
    told, reviewed, decided, looked, read, related, aside, _released = board.people.leads
    _seat, rater = seats_of(build, board.case_id)[1]
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=told)
    board.decide(Verdict.GIVEN, kind=Kind.FEEDBACK, by=told)
    board.heard(reviewed)
    board.decide(Verdict.RETURNED, by=reviewed)
    build.do(note_conflict, cycle_id=board.people.cycle, person_id=related, other_id=board.candidate, kind=ConflictKind.KIN,
             note="", actor=build.principal(board.people.coordinator), now=build.now)  # fmt: skip
    build.do(lambda: db.session.add_all((
        Membership(cycle_id=board.people.cycle, account_id=rater, role=Role.LEAD.value, created_at=build.now),
        own_level(board.case_id, decided, build.now), own_level(board.fresh(), looked, build.now),
        CheckOpening(case_id=board.case_id, lead_id=read, opened_at=build.now),
    )))  # fmt: skip

    def unable(kind):
        leads = build.read(lambda: leads_for(recourse_of(board.case_id, kind)))
        return {lead.account_id: lead.unable for lead in leads if lead.unable}

    always = {rater: (Unable.SAT,), looked: (Unable.FRESH,), read: (Unable.CHECK,), related: (Unable.TIED,)}
    assert unable(Kind.FEEDBACK) == always | {reviewed: (Unable.EARLIER,)}
    assert unable(Kind.REVIEW) == always | {told: (Unable.EARLIER,), decided: (Unable.DECIDED,)}
    assert unable(Kind.FRESH) == always | {told: (Unable.EARLIER,), decided: (Unable.DECIDED,), reviewed: (Unable.EARLIER,)}

    def listed(lead):
        person = build.principal(lead)
        return list(own_work(led_under_way(board.people.cycle, person, limit=9), person).values())

    work = {lead: build.read(listed, lead) for lead in (*board.people.leads, rater)}
    assert work == {lead: [Doing.TAKE] for lead in board.people.leads} | {rater: [], related: []} | {
        lead: [why] for lead, why in unable(Kind.FRESH).items() if lead not in (rater, related)
    }  # fmt: skip
    assert work[aside] == [Doing.TAKE]


def own_level(case_id, lead, now):
    """Return a level that a lead noted of the text alone."""
    return OwnLevel(case_id=case_id, lead_id=lead, outcome="level", level=3, reason=LONG, noted_at=now)
