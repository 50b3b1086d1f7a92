"""The visibility table against the permission map: row by row, reader by reader, state by state, in equality."""

from dataclasses import replace
from typing import Any

import pytest

from reviewboard.foundation.access.facts import CycleFacts, SeatFacts
from reviewboard.foundation.access.permissions import PERMISSIONS, may
from reviewboard.foundation.access.visibility import READERS, TABLE
from reviewboard.stages.workflow import State
from reviewboard.web.rights import CYCLE, PEOPLE, case_at, left_at


def _a_sealed_first() -> Any:
    case = case_at(State.RATING)
    return replace(case, seats=(replace(case.seats[0], sealed=True), case.seats[1]))


CASES = {state.value: case_at(state) for state in State} | {
    "rating, A sealed": _a_sealed_first(),
    "recorded after a dispute": replace(case_at(State.RECORDED), disputed=True),
    "released after a dispute": replace(case_at(State.RELEASED), disputed=True),
    "withdrawn after a dispute": replace(case_at(State.WITHDRAWN), disputed=True),
    "withdrawn as a draft": replace(case_at(State.WITHDRAWN), submitted=False),
}
EVERY = set(CASES)
NEVER: set[str] = set()
RECORDED = {"recorded", "released", "recorded after a dispute", "released after a dispute"}
SEALED = {"discussion", "confirmation", "dispute", "asked", "third_rating", "countersign", "decided"} | RECORDED
SEATED = SEALED | {"rating", "rating, A sealed"}
ALIVE = SEATED | {"submitted"}
HANDED_IN = ALIVE | {"withdrawn", "withdrawn after a dispute"}
DISPUTED = {"dispute", "asked", "third_rating", "countersign", "recorded after a dispute", "released after a dispute"}
RELEASED = {"released", "released after a dispute"}
ANY = {"any"}

MEANS: dict[str, dict[str, dict[str, set[str]]]] = {  # row: what the cell says: right: where it holds; else nowhere
    "examples, evidence": {
        "W until submitted, then R": {"submission.write": {"draft"}, "examples.read": EVERY},
        "R while assigned": {"examples.read": SEATED},
        "R once disputed, or in recourse": {"examples.read": DISPUTED},
        "R, logged": {"examples.read": HANDED_IN},
    },
    "answer to a question of the panel": {
        "W while asked, then R": {"answer.write": {"asked"}, "answer.read": EVERY},
        "R once handed in": {"answer.read": DISPUTED},
        "R, logged": {"answer.read": HANDED_IN},
    },
    "who assesses a case": {
        "self": {"rating.read_own": SEATED},
        "C": {"case.follow": ALIVE},
        "R": {"cycle.manage": ANY, "case.coordinate": EVERY},
        "R, logged": {"journal.read": ANY},
    },
    "draft of A": {"W": {"rating.write": {"rating"}}},
    "own words of A, after the seat was freed as late or on leave": {"R": {}},  # where nobody left; the test below has who did
    "sealed rating of A, before B seals": {
        "R": {"rating.read_own": {"rating, A sealed"}},
        "status only": {},
    },
    "both ratings, discussion": {
        "in the case file, after release": {"result.read": RELEASED},
        "R after sealed": {"ratings.read": SEALED, "discussion.read": SEALED},
        "R, logged": {"ratings.read": SEALED, "discussion.read": SEALED},
    },
    "level that a lead noted before both ratings opened": {  # where it is asked of nobody; the test below has who owes one
        "in the case file, after release": {"case_file.candidate": RELEASED},
        "W where asked; own, deciders’": {"own_level.note": NEVER, "case_file.lead": DISPUTED},
        "R, logged": {"case_file.auditor": HANDED_IN},
    },
    "final level, reasons": {
        "after release": {"result.read": RELEASED},
        "after record": {"record.read": RECORDED},
        "R": {"record.read": RECORDED},
    },
    "check of an agreed case: that it was drawn": {"R": {"cycle.manage": ANY, "journal.read": ANY}},
    "check of an agreed case: its rating, what was found": {  # where nobody was drawn; the tests below have who was
        "own rating, while seated for it": {},
        "R after sealed": {"check.read": NEVER},
        "what follows, with its reasons": {"cycle.manage": ANY},
        "R, logged": {"journal.read": ANY},
    },
    "recourse: what is asked, the answer": {
        "own: W until sent, then R": {"recourse.own": RELEASED},
        "R after release": {"recourse.follow": RELEASED},
        "who answers, until when": {"recourse.name": RELEASED},
        "R, logged": {"journal.read": ANY},
    },
    "case file": {
        "after release, C": {"case_file.candidate": RELEASED},
        "C, once disputed, or in recourse": {"case_file.lead": DISPUTED},
        "R, logged": {"case_file.auditor": HANDED_IN},
    },
    "holds; disposals and stubs of cases that are gone": {
        "R": {"retention.hold": EVERY},
        "in the journal": {"journal.read": ANY},
    },
    "conflicts declared": {
        "own": {},  # what a person declared is no right on somebody's case
        "own panel": {},
        "R": {"cycle.manage": ANY, "journal.read": ANY},
    },
    "journal": {
        "own case, coarse": {"submission.own": EVERY},
        "own acts": {"desk.home": ANY},
        "own panel, C": {"case.follow": ALIVE},
        "R": {"journal.read": ANY},
    },
    "name of the candidate": {
        "own": {"submission.own": EVERY},
        "R before the text opens": {},  # on the screen of the conflict check, asked of one's own open seat alone
        "R": {"case.coordinate": EVERY, "journal.read": ANY},
    },
    "name of one’s own supervisor": {"own": {}},  # in one's settings and the file of one's own data: no right on a case
    "who can confirm an example": {
        "own": {"submission.own": EVERY},
        "R, logged": {"case_file.auditor": HANDED_IN},
    },
    "request for more time, its answer": {
        "own": {"submission.own": EVERY},
        "R": {"accommodation.answer": EVERY},
    },
    "draft of a lead: of a decision, of an answer": {"own": {}},  # what a lead writes is found by its author alone
    "hold on a result: why": {
        "R": {"case.follow": ALIVE, "journal.read": ANY},
        "that it is held": {"case.coordinate": EVERY},
    },
    "who leads, decides and answers": {
        "C": {"case.follow": ALIVE},
        "R": {"case.coordinate": EVERY, "journal.read": ANY},
    },
    "people search, statistics": {
        "own figures": {"desk.home": ANY},
        "own panel": {"panel.home": ANY},
        "R": {"cycle.manage": ANY},
        "counts of five or more": {"statistics.read": ANY},
    },
}  # fmt: skip
SUBJECT = {"cycle.manage": CycleFacts(CYCLE, "open"), **dict.fromkeys(
    ("journal.read", "statistics.read", "desk.home", "panel.home"))}  # fmt: skip
OF_A = {"draft of A": EVERY, "sealed rating of A, before B seals": {"rating, A sealed"}}  # the row, and where it is true
EITHER = {
    (row, reader): {right}
    for row in ("conflicts declared", "check of an agreed case: that it was drawn")
    for reader, right in (("coordinator", "cycle.manage"), ("auditor", "journal.read"))
} | {
    (row, reader): {right}
    for row, whose in {
        "name of the candidate": {"coordinator": "case.coordinate", "auditor": "journal.read"},
        "hold on a result: why": {"lead of the panel": "case.follow", "auditor": "journal.read"},
        "who leads, decides and answers": {"coordinator": "case.coordinate", "auditor": "journal.read"},
    }.items()
    for reader, right in whose.items()
}


def _held(row: str, reader: str, right: str) -> set[str]:
    person = PEOPLE[reader]
    if right in SUBJECT:
        return ANY if may(person, right, SUBJECT[right]) else NEVER
    held = {name for name, case in CASES.items() if may(person, right, case)}
    if row in OF_A:  # a seat opens to whoever holds it: only the holder of A's seat comes as far as the right
        holder = CASES["rating"].live_seat_of(person.account_id)
        held = held & OF_A[row] if holder is not None and holder.place == 1 else held - SEATED
    return held


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("row", TABLE)
def test_a_reader_holds_what_the_table_says_and_nothing_else(row, reader):
    rights = {right for cell in MEANS[row].values() for right in cell}
    said = {} if TABLE[row][reader] == "–" else MEANS[row][TABLE[row][reader]]
    if (row, reader) in EITHER:
        said = {right: said[right] for right in EITHER[row, reader]}
    assert {right: _held(row, reader, right) for right in rights} == {right: said.get(right, NEVER) for right in rights}


@pytest.mark.parametrize("why", ["overdue", "away", "conflict", "recused", "departed", "moved", "withdrawn"])
def test_own_words_of_a_seat_that_time_freed_are_their_authors_alone(why):
    holders = {
        (who, state.value) for who, person in PEOPLE.items() for state in State
        if may(person, "draft.read_left", left_at(state, why))
    }  # fmt: skip
    wanted = {("assessor A", state.value) for state in State if left_at(state).seats} if why in ("overdue", "away") else set()
    assert holders == wanted
    conflicted = replace(left_at(State.RATING, why), conflicted=frozenset({"A"}))
    assert may(PEOPLE["assessor A"], "draft.read_left", conflicted) is False


def test_a_lead_who_owes_a_level_of_their_own_reads_the_text_and_nothing_that_follows_from_the_ratings():
    lead, other = PEOPLE["lead of the panel"], replace(PEOPLE["lead of the panel"], account_id="second lead")
    for name in ("dispute", "asked", "third_rating", "countersign"):
        owed = replace(CASES[name], level_owed_by=frozenset({"lead"}))
        lost = {right for right in PERMISSIONS if may(lead, right, CASES[name]) and not may(lead, right, owed)}
        gained = {right for right in PERMISSIONS if may(lead, right, owed) and not may(lead, right, CASES[name])}
        closed = {"ratings.read", "discussion.read", "dispute.read", "case_file.lead", "answer.read"}
        acts = {"dispute": {"dispute.decide"}, "countersign": {"resolution.countersign"}, "asked": {"answer.extend"}}
        assert (lost, gained) == (closed | acts.get(name, set()), {"own_level.note"})
        assert {right for right in PERMISSIONS if may(other, right, owed) != may(other, right, CASES[name])} == set()
    talking = replace(CASES["discussion"], level_owed_by=frozenset({"lead"}))
    assert [may(lead, right, talking) for right in ("discussion.read", "discussion.extend", "own_level.note")] == [
        False, True, False,
    ]  # fmt: skip


def test_before_both_are_sealed_nobody_holds_a_right_to_the_two_ratings():
    early = {name: CASES[name] for name in EVERY - SEALED}
    holders = {
        (who, name) for who, person in PEOPLE.items() for name, case in early.items()
        for right in ("ratings.read", "discussion.read", "room.read", "record.read") if may(person, right, case)
    }  # fmt: skip
    assert holders == set()


def test_every_right_to_read_stands_in_a_row_of_the_table():
    placed = {right for row in MEANS.values() for cell in row.values() for right in cell}
    read = {right for right in PERMISSIONS if right.endswith((".read", ".read_own"))}
    assert read - placed == {"dispute.read", "file.read", "room.read"}  # a lead's pages, the raters' room: parts of two rows


def test_a_lead_reads_the_examples_of_a_case_whose_recourse_they_answer_and_no_other_lead_does():
    answered = replace(CASES["released"], answered_by=frozenset({"lead"}))
    rights = ("examples.read", "file.read")
    lead, other = PEOPLE["lead of the panel"], replace(PEOPLE["lead of the panel"], account_id="second lead")
    assert [may(lead, right, answered) for right in rights] == [True, True]
    assert [may(other, right, answered) for right in rights] == [False, False]
    assert [may(lead, right, CASES["released"]) for right in rights] == [False, False]


def test_a_candidate_reads_nothing_of_a_case_that_is_rated_afresh():
    own = {right for right in PERMISSIONS if may(PEOPLE["candidate"], right, CASES["released"]) and right != "account.own"}
    afresh = {name: replace(case, fresh=True) for name, case in CASES.items()}
    held = {right for right in PERMISSIONS for case in afresh.values() if may(PEOPLE["candidate"], right, case)}
    assert {"submission.own", "result.read", "recourse.own", "examples.read"} - own == set()
    assert held - {"account.own", "candidate.home", "case.start"} == set()


def test_a_coordinator_who_is_the_candidate_waits_for_the_release():
    own = replace(case_at(State.RECORDED), candidate_id="coordinator")
    assert (may(PEOPLE["coordinator"], "record.read", own), may(PEOPLE["coordinator"], "record.read", CASES["recorded"])) == (
        False, True,
    )  # fmt: skip


@pytest.mark.parametrize("fresh", [False, True])
def test_a_coordinator_who_is_the_candidate_holds_no_coordinators_right_on_that_case(fresh):
    rights = {"case.coordinate", "seat.free", "accommodation.answer", "retention.hold", "recourse.name", "record.read"}
    person = PEOPLE["coordinator"]
    own = [replace(case, candidate_id="coordinator", fresh=fresh) for case in CASES.values()]
    assert {right for right in rights for case in CASES.values() if may(person, right, case)} == rights
    assert {right for right in rights for case in own if may(person, right, case)} == set()


def _check_at(state, *, sealed, live=True):
    case = case_at(state)
    return replace(case, seats=(*case.seats, SeatFacts("seat-check", "other", 4, live, True, sealed)))


ON_RECORD = (State.RECORDED, State.RELEASED)
DRAWN = {(state, sealed): _check_at(state, sealed=sealed) for state in ON_RECORD for sealed in (False, True)}


def test_whoever_checks_a_case_rates_it_as_any_other_and_reads_nothing_else_of_it():
    checker = PEOPLE["other assessor"]
    held = {moment: {right for right in PERMISSIONS if may(checker, right, case)} for moment, case in DRAWN.items()}
    at_rest = {right for right in PERMISSIONS if may(checker, right, case_at(State.RECORDED))}
    before = {"rating.read_own", "rating.write", "rating.recuse", "seat.declare", "seat.leave_for_next", "examples.read"}
    assert {moment: rights - at_rest for moment, rights in held.items()} == {
        moment: {"rating.read_own", "seat.leave_for_next", "examples.read"} if moment[1] else before for moment in DRAWN
    }
    of_a = {right for right in PERMISSIONS if may(PEOPLE["assessor A"], right, CASES["rating"])}
    assert before == of_a - at_rest


def test_nobody_but_a_coordinator_holds_another_right_because_a_case_was_drawn_until_the_check_is_sealed():
    for (state, sealed), drawn in DRAWN.items():
        gained = {
            (name, right) for name, person in PEOPLE.items() for right in PERMISSIONS
            if name != "other assessor" and may(person, right, drawn) != may(person, right, case_at(state))
        }  # fmt: skip
        assert gained == ({("lead of the panel", "check.read")} if sealed else {("coordinator", "seat.free")})


def test_a_check_that_was_given_up_opens_nothing():
    given_up = _check_at(State.RECORDED, sealed=True, live=False)
    assert {name for name, person in PEOPLE.items() if may(person, "check.read", given_up)} == set()


def test_a_lead_reads_no_check_of_a_case_they_sat_on_or_have_a_conflict_with():
    drawn = DRAWN[State.RECORDED, True]
    tied = replace(drawn, conflicted=frozenset({"lead"}))
    sat = replace(drawn, seats=(*drawn.seats, SeatFacts("seat-old", "lead", 1, False, True, False)))
    lead = PEOPLE["lead of the panel"]
    assert [may(lead, "check.read", case) for case in (drawn, tied, sat)] == [True, False, False]
