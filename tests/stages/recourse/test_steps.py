"""The one table of recourse: every kind × stand × action × party against the table, and no way into or out of nowhere."""

from dataclasses import dataclass

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.refusals import CannotAnswer, RecourseMovedOn
from reviewboard.stages.recourse.step import RIGHTS, move, require_who
from reviewboard.stages.recourse.steps import OVER, STEPS, By, Kind, Stand, find_step
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.hearing import Hearing, hearing
from tests.walking import seats_of

ACTIONS = sorted({step.action for step in STEPS})
NEEDS_A_HANDLER = {Stand.TAKEN, Stand.DISCLOSED, Stand.MET, Stand.COUNTERSIGN, Stand.CONCLUDED}

TABLE = """
    feedback        draft       ask         asked       candidate   in_time_and_whole recourse.tell_leads
    decision_review draft       ask         asked       candidate   in_time_and_whole recourse.tell_leads
    fresh_rating    draft       ask         asked       candidate   in_time_and_whole recourse.tell_leads recourse.begin_fresh
    fresh_rating    draft       send_on     asked       board       always            recourse.tell_leads recourse.begin_fresh
    feedback        draft       lapse       lapsed      board       window_over
    decision_review draft       lapse       lapsed      board       window_over
    fresh_rating    draft       lapse       lapsed      board       window_over
    feedback        asked       withdraw    withdrawn   candidate   always            recourse.tell_handler
    feedback        taken       withdraw    withdrawn   candidate   always            recourse.tell_handler
    feedback        disclosed   withdraw    withdrawn   candidate   always            recourse.tell_handler
    feedback        met         withdraw    withdrawn   candidate   always            recourse.tell_handler
    decision_review asked       withdraw    withdrawn   candidate   always            recourse.tell_handler
    decision_review taken       withdraw    withdrawn   candidate   always            recourse.tell_handler
    decision_review disclosed   withdraw    withdrawn   candidate   always            recourse.tell_handler
    decision_review met         withdraw    withdrawn   candidate   always            recourse.tell_handler
    fresh_rating    asked       withdraw    withdrawn   candidate   always            recourse.tell_handler
    fresh_rating    taken       withdraw    withdrawn   candidate   always            recourse.tell_handler
    fresh_rating    disclosed   withdraw    withdrawn   candidate   always            recourse.tell_handler
    fresh_rating    met         withdraw    withdrawn   candidate   always            recourse.tell_handler
    decision_review countersign withdraw    withdrawn   candidate   always            recourse.tell_handler
    feedback        asked       take        taken       able_lead   always
    decision_review asked       take        taken       able_lead   always
    fresh_rating    asked       take        taken       able_lead   always
    feedback        asked       name        taken       coordinator always            recourse.tell_handler
    decision_review asked       name        taken       coordinator always            recourse.tell_handler
    fresh_rating    asked       name        taken       coordinator always            recourse.tell_handler
    feedback        taken       replace     .           coordinator always            recourse.tell_handler
    feedback        disclosed   replace     taken       coordinator always            recourse.tell_handler
    feedback        met         replace     taken       coordinator always            recourse.tell_handler
    decision_review taken       replace     .           coordinator always            recourse.tell_handler
    decision_review disclosed   replace     taken       coordinator always            recourse.tell_handler
    decision_review met         replace     taken       coordinator always            recourse.tell_handler
    fresh_rating    taken       replace     .           coordinator always            recourse.tell_handler
    fresh_rating    disclosed   replace     taken       coordinator always            recourse.tell_handler
    fresh_rating    met         replace     taken       coordinator always            recourse.tell_handler
    feedback        taken       hand_over   asked       handler     always            recourse.tell_leads
    feedback        disclosed   hand_over   asked       handler     always            recourse.tell_leads
    feedback        met         hand_over   asked       handler     always            recourse.tell_leads
    decision_review taken       hand_over   asked       handler     always            recourse.tell_leads
    decision_review disclosed   hand_over   asked       handler     always            recourse.tell_leads
    decision_review met         hand_over   asked       handler     always            recourse.tell_leads
    fresh_rating    taken       hand_over   asked       handler     always            recourse.tell_leads
    fresh_rating    disclosed   hand_over   asked       handler     always            recourse.tell_leads
    fresh_rating    met         hand_over   asked       handler     always            recourse.tell_leads
    decision_review countersign hand_over   asked       handler     finds_conflict    recourse.tell_leads
    feedback        taken       wait_again  asked       board       handler_gone      recourse.tell_leads
    feedback        disclosed   wait_again  asked       board       handler_gone      recourse.tell_leads
    feedback        met         wait_again  asked       board       handler_gone      recourse.tell_leads
    decision_review taken       wait_again  asked       board       handler_gone      recourse.tell_leads
    decision_review disclosed   wait_again  asked       board       handler_gone      recourse.tell_leads
    decision_review met         wait_again  asked       board       handler_gone      recourse.tell_leads
    fresh_rating    taken       wait_again  asked       board       handler_gone      recourse.tell_leads
    fresh_rating    disclosed   wait_again  asked       board       handler_gone      recourse.tell_leads
    fresh_rating    met         wait_again  asked       board       handler_gone      recourse.tell_leads
    decision_review taken       disclose    disclosed   handler     always            recourse.tell_candidate
    decision_review disclosed   ready       .           candidate   always            recourse.tell_handler
    decision_review disclosed   waive       met         candidate   always            recourse.tell_handler
    decision_review disclosed   meet        met         handler     may_meet
    feedback        taken       give        concluded   handler     complete          recourse.tell_candidate
    decision_review met         uphold      concluded   handler     complete          recourse.tell_candidate
    decision_review met         return      concluded   handler     complete          recourse.tell_candidate
    decision_review met         vary        countersign handler     complete          recourse.tell_leads
    decision_review countersign countersign concluded   second_lead always            recourse.tell_candidate
    decision_review countersign decline     met         second_lead always            recourse.tell_handler
    decision_review countersign take_back   met         handler     nobody_signs
    fresh_rating    taken       conclude    concluded   handler     rated_afresh      recourse.tell_candidate
"""
"""Every step once more, as text: kind, from, action, to (. stays), by whom, guard, what it owes."""


def test_the_table_is_what_was_agreed_on():
    said = [
        (step.kind, step.start, step.action, "." if step.end is step.start else step.end, ",".join(sorted(step.by)),
         step.guard.__name__, *step.owes)
        for step in STEPS
    ]  # fmt: skip
    assert said == [tuple(row.split()) for row in TABLE.strip().splitlines()]


def _after(kind, *starts):
    reached, waiting = set(starts), list(starts)
    while waiting:
        here = waiting.pop()
        new = {step.end for step in STEPS if (step.kind, step.start) == (kind, here)} - reached
        reached |= new
        waiting += new
    return reached


@pytest.mark.parametrize("kind", list(Kind))
def test_from_wherever_a_recourse_can_come_somebody_or_a_clock_brings_it_to_its_end(kind):
    reached = _after(kind, Stand.DRAFT)
    of_a_review = {Stand.DISCLOSED, Stand.MET, Stand.COUNTERSIGN}
    assert set(Stand) - reached == (set() if kind is Kind.REVIEW else of_a_review)
    assert {stand for stand in reached - OVER if not _after(kind, stand) & OVER} == set()
    assert {step.start for step in STEPS} & OVER == set()


@dataclass
class Cast:
    """A released case that a lead had confirmed, with people of every kind, by what they are to its recourses."""

    board: Hearing
    people: dict[str, Principal]


@pytest.fixture
def cast(build):
    """The case, with a feedback that was given: whoever gave it answers nothing else."""
    board = hearing(build, leads=7, confirmed=True)
    cycle, (handler, able, gave, tied, sat, decided, clerk) = board.people.cycle, board.people.leads
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=gave)
    board.decide(None, by=gave, kind=Kind.FEEDBACK)
    rater = seats_of(build, board.case_id)[1][1]
    build.member(rater, cycle, Role.LEAD)
    elsewhere = build.cycle()
    build.do(lambda: db.session.add(Conflict(
        person_id=tied, other_id=board.candidate, kind="kin", declared_by=tied, declared_at=build.now)))  # fmt: skip
    named = {
        "candidate": board.candidate, "other candidate": build.someone(cycle, Role.CANDIDATE), "handler": handler,
        "able lead": able, "lead who gave feedback": gave, "tied lead": tied, "second able lead": sat,
        "lead who confirmed": decided, "lead who released": clerk, "rater who leads": rater,
        "rater": seats_of(build, board.case_id)[2][1], "lead elsewhere": build.someone(elsewhere, Role.LEAD),
        "coordinator": board.people.coordinator, "coordinator elsewhere": build.someone(elsewhere, Role.COORDINATOR),
        "auditor": build.person(auditor=True), "administrator": build.person(administrator=True),
    }  # fmt: skip
    people = {name: build.principal(account_id) for name, account_id in named.items()}
    return Cast(board, {**people, "nobody": Principal(account_id=None), "board": SYSTEM})


ABLE = {"handler", "able lead", "second able lead", "lead who released"}
WHO = {
    By.CANDIDATE: lambda kind: {"candidate"},
    By.ABLE_LEAD: lambda kind: ABLE | ({"lead who gave feedback", "lead who confirmed"} if kind is Kind.FEEDBACK else set()),
    By.HANDLER: lambda kind: {"handler"},
    By.SECOND_LEAD: lambda kind: ABLE - {"handler"},
    By.COORDINATOR: lambda kind: {"coordinator"},
    By.BOARD: lambda kind: {"board"},
}


def _standing(cast, kind, stand):
    """Return a recourse as it would stand there: in its table is a draft that the handler answers, or the feedback given."""
    handler = cast.people["handler"].account_id if stand in NEEDS_A_HANDLER else None
    kept = cast.board.recourse(Kind.FEEDBACK).id if kind is Kind.FEEDBACK else kind.value
    return Recourse(id=kept, case_id=cast.board.case_id, cycle_id=cast.board.people.cycle, kind=kind.value,
                    stand=stand.value, handler_id=handler, version=1)  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_a_step_is_open_to_its_parties_and_to_nobody_else(cast, kind):
    build = cast.board.build
    if kind is not Kind.FEEDBACK:
        drafted = {"since": build.now, "begun_at": build.now, "saved_at": build.now}
        build.do(lambda: db.session.add(Recourse(
            id=kind.value, case_id=cast.board.case_id, cycle_id=cast.board.people.cycle, kind=kind.value, stand="draft",
            handler_id=cast.people["handler"].account_id, **drafted)))  # fmt: skip

    def walk():
        found, wanted = {}, {}
        case = db.session.get_one(Case, cast.board.case_id)
        for stand in Stand:
            for action in ACTIONS:
                step, recourse = find_step(kind, stand, action), _standing(cast, kind, stand)
                if step is None:
                    with pytest.raises(RecourseMovedOn):
                        move(case, recourse, action, actor=SYSTEM, now=build.now)
                    continue
                found[stand, action] = {name for name, who in cast.people.items() if _may(step, case, recourse, who)}
                wanted[stand, action] = set().union(*(WHO[party](kind) for party in step.by))
        db.session.rollback()
        return found, wanted

    found, wanted = build.read(walk)
    assert found == wanted


def _may(step, case, recourse, who):
    try:
        with db.session.no_autoflush:
            require_who(step, case, recourse, who)
    except (NotYours, CannotAnswer):
        return False
    return True


def test_every_party_has_a_predicate():
    assert set(RIGHTS) == set(By)
