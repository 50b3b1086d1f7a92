"""The one table of steps: every state × action × party against the table, and no way into or out of nowhere."""

from datetime import UTC, datetime

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.access.predicates import RATED_IN
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.people.roles import SYSTEM, Role
from reviewboard.foundation.refusals import IllegalStep, NotYours
from reviewboard.stages.step import PARTIES, lock_case, require_party, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import RATED_AT, STEPS, Facts, Party, State, Step, both_sealed, find_step, line
from reviewboard.web.rights import PEOPLE, case_at

ENDS = {State.RELEASED, State.WITHDRAWN}
ACTIONS = sorted({step.action for step in STEPS})

WAY = {  # state: where its steps lead, besides itself
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {State.RATING, State.WITHDRAWN},
    State.RATING: {State.DECIDED, State.CONFIRMATION, State.DISCUSSION, State.DISPUTE, State.WITHDRAWN},
    State.DISCUSSION: {State.DECIDED, State.CONFIRMATION, State.DISPUTE, State.WITHDRAWN},
    State.CONFIRMATION: {State.DECIDED, State.DISPUTE, State.WITHDRAWN},
    State.DISPUTE: {State.ASKED, State.THIRD_RATING, State.DECIDED, State.COUNTERSIGN, State.WITHDRAWN},
    State.ASKED: {State.DISPUTE, State.WITHDRAWN},
    State.THIRD_RATING: {State.DISPUTE, State.WITHDRAWN},
    State.COUNTERSIGN: {State.DECIDED, State.DISPUTE, State.WITHDRAWN},
    State.DECIDED: {State.RECORDED, State.WITHDRAWN},
    State.RECORDED: {State.RELEASED},
    State.RELEASED: set(),
    State.WITHDRAWN: set(),
}


TABLE = """
    draft        submit            submitted    board,candidate   complete         assignment.round submission.receipt
    draft        withdraw          withdrawn    candidate         always
    submitted    withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    rating       withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    discussion   withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    confirmation withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    dispute      withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    asked        withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    third_rating withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    countersign  withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    decided      withdraw          withdrawn    candidate         always           assignment.vacate consensus.close
    submitted    assign            rating       board             seats_filled
    rating       refill            .            board             always
    rating       move_seat         .            board             always
    rating       clear             .            rater             always
    third_rating clear             .            third_rater       always
    rating       recuse            .            rater             always           assignment.round
    third_rating recuse            .            third_rater       always           assignment.third
    rating       free_seat         .            board,coordinator always           assignment.round
    third_rating free_seat         .            board,coordinator always           assignment.third
    third_rating seat_third        .            board             always
    rating       seal              .            rater             complete         consensus.compare
    third_rating seal              .            third_rater       complete         consensus.third_sealed
    rating       agree             decided      board             both_sealed      record.write
    rating       agree_unconfirmed confirmation board             both_sealed      consensus.tell_leads
    rating       discuss           discussion   board             both_sealed      consensus.tell_raters
    rating       dispute           dispute      board             both_sealed      consensus.tell_leads
    discussion   say               .            rater             always
    discussion   move              .            rater             always
    discussion   extend            .            lead              always
    discussion   agree             decided      rater             always           record.write
    discussion   agree_unconfirmed confirmation rater             always           consensus.tell_leads
    discussion   escalate          dispute      board,rater       always           consensus.tell_leads
    discussion   stand_aside       dispute      rater             always           consensus.tell_leads
    confirmation confirm           decided      lead              always           record.write
    confirmation refuse            dispute      lead              always           consensus.tell_leads
    confirmation escalate          dispute      board             always           consensus.tell_leads
    dispute      ask               asked        lead              always
    asked        give_time         .            lead              always
    asked        answer            dispute      candidate         complete         consensus.tell_leads
    asked        add_nothing       dispute      candidate         always           consensus.tell_leads
    asked        stop_waiting      dispute      board             always           consensus.tell_leads
    dispute      call_third        third_rating lead              always           assignment.third
    third_rating third_done        dispute      board             third_sealed     consensus.tell_leads
    third_rating do_without        dispute      lead              always           consensus.tell_leads
    dispute      resolve           decided      lead              equals_a_rating  record.write
    dispute      propose           countersign  lead              equals_neither   consensus.tell_leads
    countersign  countersign       decided      second_lead       always           record.write
    countersign  decline           dispute      second_lead       always           consensus.tell_leads
    confirmation hand_over         .            lead              always
    dispute      hand_over         .            lead              always
    asked        hand_over         .            lead              always
    third_rating hand_over         .            lead              always
    countersign  hand_over         .            lead              always
    countersign  take_back         dispute      lead              always           consensus.tell_leads
    decided      record            recorded     board             always           quality.draw
    recorded     plan_release      .            lead              always
    recorded     recall_release    .            lead              always
    recorded     hold_release      .            lead              always
    recorded     lift_hold         .            lead              always
    recorded     note_conflict     .            lead              always
    released     note_conflict     .            lead              always
    recorded     release           released     board,lead        always           record.tell
    recorded     seat_check        .            board             always
    released     seat_check        .            board             always
    recorded     clear             .            check_rater       always
    released     clear             .            check_rater       always
    recorded     recuse            .            check_rater       always           quality.seat
    released     recuse            .            check_rater       always           quality.seat
    recorded     free_seat         .            board,coordinator always           quality.seat
    released     free_seat         .            board,coordinator always           quality.seat
    recorded     seal              .            check_rater       complete         quality.checked
    released     seal              .            check_rater       complete         quality.checked
"""
"""Every step once more, as text: from, action, to (. stays), by whom, guard, what it owes."""


def test_the_table_is_what_was_agreed_on():
    said = [
        (step.start, step.action, "." if step.end is step.start else step.end, ",".join(sorted(step.by)),
         step.guard.__name__, *step.owes)
        for step in STEPS
    ]  # fmt: skip
    assert said == [tuple(row.split()) for row in TABLE.strip().splitlines()]


def test_a_line_is_one_step_for_each_state_it_starts_from():
    stays = line((State.RATING, State.DISPUTE), "look", None, Party.LEAD, unseen=True)
    assert stays == [
        Step(state, "look", state, frozenset({Party.LEAD}), unseen=True) for state in (State.RATING, State.DISPUTE)
    ]
    goes = line(State.DRAFT, "go", State.RATING, (Party.LEAD, Party.BOARD), both_sealed, ("one", "two"))
    assert goes == [Step(State.DRAFT, "go", State.RATING, frozenset({Party.LEAD, Party.BOARD}), both_sealed, ("one", "two"))]
    assert stays[0].guard(Facts()) is True


@pytest.mark.parametrize("state", list(State))
def test_the_way_of_a_case(state):
    assert {step.end for step in STEPS if step.start is state} - {state} == WAY[state]


def test_every_state_is_reached_and_only_released_and_withdrawn_are_ends():
    reached = {State.DRAFT} | {step.end for step in STEPS}
    assert (reached, {state for state in State if not WAY[state]}) == (set(State), ENDS)


def test_whoever_follows_a_case_sees_every_step_but_those_of_a_check():
    unseen = {(step.start, step.action) for step in STEPS if step.unseen}
    acts = ("seat_check", "clear", "recuse", "free_seat", "seal")
    assert unseen == {(state, act) for state in (State.RECORDED, State.RELEASED) for act in acts}
    assert {step.end is step.start for step in STEPS if step.unseen} == {True}


def test_rights_and_steps_ask_for_a_rating_at_the_same_states():
    asked = {(place, state.value) for state, places in RATED_AT.items() for place in places}
    assert asked == {(place, state) for place, states in RATED_IN.items() for state in states}
    assert {(step.start, step.action) for step in STEPS if step.action == "seal"} == {(state, "seal") for state in RATED_AT}


def test_a_step_stands_once():
    lines = [(step.start, step.action) for step in STEPS]
    assert len(lines) == len(set(lines))


def test_a_recorded_level_is_never_reached_without_agreement_or_a_decision():
    into_decided = {(step.start, step.action) for step in STEPS if step.end is State.DECIDED}
    assert into_decided == {
        (State.RATING, "agree"), (State.DISCUSSION, "agree"), (State.CONFIRMATION, "confirm"),
        (State.DISPUTE, "resolve"), (State.COUNTERSIGN, "countersign"),
    }  # fmt: skip
    assert {step.start for step in STEPS if step.end is State.RECORDED} - {State.RECORDED} == {State.DECIDED}


WHO = {  # party: the people of the visibility table who are it, where seats are taken
    Party.CANDIDATE: {"candidate"},
    Party.RATER: {"assessor A", "assessor B"},
    Party.THIRD_RATER: set(),
    Party.CHECK_RATER: set(),
    Party.LEAD: {"lead of the panel"},
    Party.SECOND_LEAD: {"lead of the panel"},
    Party.COORDINATOR: {"coordinator"},
    Party.BOARD: {"board"},
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", [state for state in State if case_at(state).seats])
def test_a_step_is_open_to_its_parties_and_to_nobody_else(state, action):
    step = find_step(state, action)
    if step is None:
        assert (state, action) not in {(line.start, line.action) for line in STEPS}
        return
    allowed = set()
    for name, person in {**PEOPLE, "board": SYSTEM}.items():
        try:
            require_party(step, person, case_at(state))
            allowed.add(name)
        except NotYours:
            pass
    assert allowed == set().union(*(WHO[party] for party in step.by))


def test_every_party_has_a_predicate():
    assert set(PARTIES) == set(Party)


@pytest.mark.parametrize(
    ("state", "action", "facts", "holds"),
    [
        (State.DRAFT, "submit", Facts(complete=True), True),
        (State.DRAFT, "submit", Facts(complete=False), False),
        (State.SUBMITTED, "assign", Facts(live_seats=2), True),
        (State.SUBMITTED, "assign", Facts(live_seats=1), False),
        (State.SUBMITTED, "assign", Facts(live_seats=3), False),
        (State.RATING, "seal", Facts(complete=False), False),
        (State.RATING, "agree", Facts(sealed=2), True),
        (State.RATING, "agree", Facts(sealed=1), False),
        (State.RATING, "discuss", Facts(sealed=1), False),
        (State.RATING, "dispute", Facts(sealed=0), False),
        (State.ASKED, "answer", Facts(complete=False), False),
        (State.ASKED, "answer", Facts(complete=True), True),
        (State.THIRD_RATING, "third_done", Facts(third_sealed=False), False),
        (State.THIRD_RATING, "third_done", Facts(third_sealed=True), True),
        (State.DISPUTE, "resolve", Facts(equals_a_rating=False), False),
        (State.DISPUTE, "propose", Facts(equals_a_rating=True), False),
        (State.DISPUTE, "propose", Facts(equals_a_rating=False), True),
    ],
)
def test_guards(state, action, facts, holds):
    step = find_step(state, action)
    assert step is not None
    assert step.guard(facts) is holds


def test_what_is_no_step_is_refused_without_a_trace(build):
    cycle = build.cycle()
    candidate = build.someone(cycle, Role.CANDIDATE)
    scale_version_id = build.scale()

    def make():
        case = Case(reference="AAA-AAA", cycle_id=cycle, candidate_id=candidate, scale_version_id=scale_version_id,
                    language="en", state="draft", state_since=build.now, created_at=build.now)  # fmt: skip
        db.session.add(case)
        db.session.flush()
        return case.id

    case_id = build.do(make)
    other = build.someone(cycle, Role.CANDIDATE)
    before = build.read(lambda: len(list(all_entries())))
    for actor, action, refusal in [
        (build.principal(candidate), "release", IllegalStep),
        (build.principal(other), "withdraw", NotYours),
        (build.principal(candidate), "submit", IllegalStep),
    ]:
        with pytest.raises(refusal):
            build.do(lambda actor=actor, action=action: take_step(
                lock_case(case_id), action, actor=actor, now=datetime.now(UTC)))  # fmt: skip
    assert build.read(lambda: len(list(all_entries()))) == before
