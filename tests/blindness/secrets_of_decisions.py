"""Secrets of the discussion, of those who decide, of the record, of checks and of recourse."""

from datetime import timedelta
from typing import Any

from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.consensus.actions import call_third, hand_over, keep_draft, note_own_level, say
from reviewboard.stages.record.actions import hold, release
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.retention.actions import place_hold
from reviewboard.stages.retention.rules import HoldKind
from tests.blindness.secrets_of_rating import WORDS, on_draft
from tests.blindness.worlds import CHECK, FIRST, SECOND, THIRD, Change, Secret, World
from tests.walking import level, rate, settle

LONG = f"{WORDS} Everything that was said of it has been read twice, and the words of the file bear it out."
RATERS = ("assessor A", "assessor B")
LIFTED = "UPDATE holds SET lifted_at = placed_at, lifted_by = placed_by, lifted_why = 'Over.'"
BESIDES = ("candidate", "other candidate", "other assessor", "other lead")
ALL = (*BESIDES, *RATERS, "coordinator", "auditor")


def both(first: int, second: int, words: str = WORDS) -> Change:
    """Return a change: a case that nobody rated yet is rated so by the two, and what follows is done."""

    def change(world: World) -> None:
        for place, number in ((FIRST, first), (SECOND, second)):
            rate(world.build, world.case_id, place, level(number), words=words)
        settle(world.build)

    return change


def rates(place: int, number: int, *, seal: bool = True) -> Change:
    """Return a change: whoever sits at a place rates so."""

    def change(world: World) -> None:
        rate(world.build, world.case_id, place, level(number), seal=seal)
        settle(world.build)

    return change


def then(*changes: Change) -> Change:
    """Return one change of several, in order."""

    def change(world: World) -> None:
        for one in changes:
            one(world)

    return change


def by_lead(number: int, action: Any, **given: Any) -> Change:
    """Return a change: a lead of the panel acts on the case."""
    return lambda world: world.act(action, world.panel.leads[number - 1], **given)


def _calls_third(world: World) -> None:
    version = world.one_of("SELECT version FROM cases WHERE id = :case")
    world.act(call_third, world.panel.leads[0], reason=LONG, version=version)
    settle(world.build)


def _says(words: str) -> Change:
    return lambda world: world.act(say, world.case.people["assessor A"], body=words)


def _released_on(world: World) -> None:
    lead = world.build.principal(world.panel.leads[0])
    world.build.do(release, case_ids=[world.case_id], actor=lead, now=world.build.now, at=world.build.now + timedelta(days=9))


def _holds(why: str) -> Change:
    return lambda world: world.act(place_hold, world.panel.coordinator, kind=HoldKind.LEGAL, why=why)


def _varies(world: World) -> None:
    version = world.one_of("SELECT version FROM recourses WHERE case_id = :case AND kind = 'decision_review'")
    texts = {key: f"{key}: {LONG}" for key in ("effort", "benefit")}
    grounds = {"anchor_misread": LONG * 2}
    answer = recourse.Answer(Verdict.VARIED, LONG * 3, grounds, level(4), texts, f"More: {LONG}")
    world.act(recourse.decide, world.panel.leads[0], kind=Kind.REVIEW, answer=answer, version=version)
    settle(world.build)


def _answer(words: str) -> Change:
    def change(world: World) -> None:
        version = world.one_of("SELECT version FROM recourse_drafts WHERE recourse_id = (SELECT id FROM recourses"
                               " WHERE case_id = :case AND kind = 'decision_review')")  # fmt: skip
        given = {"kind": Kind.REVIEW, "fields": {"reasons": words}, "version": version}
        world.act(recourse.keep_answer, world.panel.leads[0], **given)

    return change


def _asks(words: str) -> Change:
    given = {"kind": Kind.FEEDBACK, "request": words, "grounds": {}, "version": 0}
    return lambda world: world.act(recourse.keep_ask, world.case.facts.candidate_id, **given)


def _sends(world: World) -> None:
    version = world.one_of("SELECT version FROM recourses WHERE case_id = :case AND kind = 'feedback'")
    world.act(recourse.ask, world.case.facts.candidate_id, kind=Kind.FEEDBACK, version=version)
    settle(world.build)


DECISIONS = (
    Secret("what was said in a discussion", "discussion", (*BESIDES, "coordinator"), _says(WORDS), _says(WORDS + " Anew.")),
    Secret("that something was said in a discussion", "discussion", BESIDES, _says(WORDS)),
    Secret("whether the two agree", "seated", BESIDES, both(3, 3), both(1, 4)),
    Secret("the level that is recorded", "seated", BESIDES, both(3, 3), both(2, 2)),
    Secret("the levels of a dispute", "seated", (*BESIDES, "coordinator"), both(1, 4), both(4, 1)),
    Secret("what a lead drafts of a decision", "lead's draft", (*ALL, "lead 2", "lead 3"),
           lambda world: world.write("UPDATE decision_drafts SET fields = :said", said='{"reasons": "Other words."}')),
    Secret("that a lead drafts a decision", "dispute", (*ALL, "lead 2", "lead 3"),
           by_lead(1, keep_draft, fields={"reasons": WORDS}, version=0)),
    Secret("the level that a lead noted first", "own level", (*BESIDES, *RATERS, "lead 3", "lead 4", "coordinator"),
           by_lead(2, note_own_level, outcome=level(1), reason=LONG),
           by_lead(2, note_own_level, outcome=level(4), reason=LONG)),
    Secret("that a lead noted a level first", "own level", (*BESIDES, *RATERS, "lead 3", "coordinator"),
           by_lead(2, note_own_level, outcome=level(1), reason=LONG)),
    Secret("the levels of a dispute, from leads who owe one", "owed, seated", (*BESIDES, "lead 1", "lead 2", "coordinator"),
           both(1, 4), both(4, 1)),
    Secret("that a lead handed a case over", "dispute", (*BESIDES, *RATERS),
           by_lead(1, hand_over, kind=ConflictKind.KIN, reason=LONG)),
    Secret("that a third rating was asked for", "dispute", (*BESIDES, *RATERS), _calls_third),
    Secret("what the third rater drafts", "dispute", (*BESIDES, *RATERS, "lead 1", "lead 2", "coordinator", "auditor"),
           then(_calls_third, rates(THIRD, 1, seal=False)), then(_calls_third, rates(THIRD, 4, seal=False))),
)  # fmt: skip

RECORDS = (
    Secret("that a result is held back", "agreed", (*BESIDES, *RATERS), by_lead(1, hold, reason=LONG)),
    Secret("why a result is held back", "agreed", (*BESIDES, *RATERS, "coordinator"),
           by_lead(1, hold, reason=LONG), by_lead(1, hold, reason=LONG + " Anew.")),
    Secret("the day on which a result goes out", "agreed", (*BESIDES, *RATERS), _released_on),
    Secret("that a case is kept for a procedure", "held", (*BESIDES, *RATERS, "lead 1"),
           lambda world: world.write(LIFTED)),
    Secret("why a case is kept", "agreed", (*BESIDES, *RATERS, "lead 1"), _holds(LONG), _holds(LONG + " Anew.")),
    Secret("what whoever checks drafts", "check drafted", (*BESIDES, *RATERS, "lead 1", "coordinator", "auditor"),
           on_draft("level = 4, reasons = 'Other words.'", CHECK)),
    Secret("whether the check is sealed", "check seated", (*BESIDES, *RATERS),
           rates(CHECK, 3), rates(CHECK, 3, seal=False)),
    Secret("the level of a check", "check seated", (*BESIDES, *RATERS, "lead 1"), rates(CHECK, 4), rates(CHECK, 2)),
    Secret("what a candidate drafts of a recourse", "released", ("other candidate", *RATERS, "other assessor",
           "lead 1", "lead 2", "other lead", "coordinator", "auditor"), _asks(WORDS)),
    Secret("that a recourse was asked for", "released", ("other candidate", *RATERS, "other assessor", "other lead"),
           then(_asks(WORDS), _sends), _asks(WORDS)),
    Secret("what a lead drafts of an answer", "review drafted", (*ALL, "lead 2", "lead 3"),
           _answer(WORDS)),
    Secret("that a review varies the result, before it is signed", "review drafted", (*BESIDES, *RATERS), _varies),
    Secret("what the fresh pair drafts", "fresh", ("candidate", "other candidate", "other lead", "lead 1", "coordinator"),
           rates(FIRST, 4, seal=False), rates(FIRST, 1, seal=False)),
    Secret("whether the fresh pair has sealed", "fresh", ("candidate", "other candidate", "other assessor", "other lead"),
           both(2, 2)),
)  # fmt: skip
