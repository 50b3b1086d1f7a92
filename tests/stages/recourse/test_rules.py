"""The rules of recourse as tables: windows at their edges, what an answer must say, and every step."""

from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.policy import settled
from reviewboard.stages.rating.filler import Filler
from reviewboard.stages.rating.rules import Outcome, ScaleShape
from reviewboard.stages.recourse.rules import (
    Past,
    Shut,
    Terms,
    Verdict,
    may_be_asked,
    may_meet_from,
    verdicts,
    window,
)
from reviewboard.stages.recourse.steps import OVER, STEPS, By, Kind, Known, Stand, find_step
from reviewboard.stages.recourse.verdict import Answer, Poor, lacking, poor_reasons

OUT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
GIVEN, REVIEWED = Past(Stand.CONCLUDED, OUT + 20 * DAY), Past(Stand.CONCLUDED, OUT + 60 * DAY)


@pytest.mark.parametrize(
    ("kind", "past", "after", "shut"),
    [
        (Kind.FEEDBACK, {}, 14 * DAY, None),
        (Kind.FEEDBACK, {}, 14 * DAY + TICK, Shut.OVER),
        (Kind.FEEDBACK, {Kind.FEEDBACK: Past(Stand.DRAFT)}, DAY, None),
        (Kind.FEEDBACK, {Kind.FEEDBACK: Past(Stand.ASKED)}, DAY, Shut.ASKED),
        (Kind.FEEDBACK, {Kind.FEEDBACK: Past(Stand.WITHDRAWN, OUT)}, DAY, Shut.ASKED),
        (Kind.FEEDBACK, {Kind.REVIEW: Past(Stand.ASKED)}, DAY, Shut.GIVEN_UP),
        (Kind.FEEDBACK, {Kind.REVIEW: Past(Stand.DRAFT)}, DAY, None),
        (Kind.REVIEW, {}, timedelta(), None),
        (Kind.REVIEW, {}, 44 * DAY, None),
        (Kind.REVIEW, {}, 44 * DAY + TICK, Shut.OVER),
        (Kind.REVIEW, {Kind.FEEDBACK: Past(Stand.TAKEN)}, 60 * DAY, Shut.AFTER_FEEDBACK),
        (Kind.REVIEW, {Kind.FEEDBACK: GIVEN}, 50 * DAY, None),
        (Kind.REVIEW, {Kind.FEEDBACK: GIVEN}, 50 * DAY + TICK, Shut.OVER),
        (Kind.REVIEW, {Kind.FEEDBACK: Past(Stand.CONCLUDED, OUT + 2 * DAY)}, 44 * DAY, None),
        (Kind.REVIEW, {Kind.FEEDBACK: Past(Stand.WITHDRAWN, OUT + 2 * DAY)}, 44 * DAY, None),
        (Kind.REVIEW, {Kind.FRESH: Past(Stand.ASKED)}, DAY, Shut.GIVEN_UP),
        (Kind.FRESH, {}, DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {Kind.REVIEW: Past(Stand.MET)}, DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {Kind.REVIEW: Past(Stand.WITHDRAWN, OUT)}, DAY, Shut.REVIEW_WITHDRAWN),
        (Kind.FRESH, {}, 44 * DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {}, 44 * DAY + TICK, Shut.REVIEW_OVER),
        (Kind.FRESH, {Kind.REVIEW: Past(Stand.DRAFT)}, 44 * DAY + TICK, Shut.REVIEW_OVER),
        (Kind.FRESH, {Kind.REVIEW: Past(Stand.LAPSED)}, 44 * DAY + TICK, Shut.REVIEW_OVER),
        (Kind.FRESH, {Kind.REVIEW: Past(Stand.MET)}, 60 * DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {Kind.FEEDBACK: Past(Stand.TAKEN)}, 60 * DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {Kind.FEEDBACK: GIVEN}, 50 * DAY, Shut.AFTER_REVIEW),
        (Kind.FRESH, {Kind.FEEDBACK: GIVEN}, 50 * DAY + TICK, Shut.REVIEW_OVER),
        (Kind.FRESH, {Kind.REVIEW: REVIEWED}, 90 * DAY, None),
        (Kind.FRESH, {Kind.REVIEW: REVIEWED}, 90 * DAY + TICK, Shut.OVER),
        (Kind.FRESH, {Kind.REVIEW: REVIEWED, Kind.FRESH: Past(Stand.LAPSED)}, 61 * DAY, None),
    ],
)
def test_a_window_counts_from_what_came_before(kind, past, after, shut):
    assert window(kind, released_at=OUT, past=past, terms=Terms(), now=OUT + after).shut is shut


@pytest.mark.parametrize(
    ("past", "after", "open_"),
    [
        ({}, DAY, True),  # feedback and a review
        ({}, 44 * DAY, True),  # a review alone
        ({}, 44 * DAY + TICK, False),
        ({Kind.REVIEW: REVIEWED}, 90 * DAY, True),  # a fresh rating alone
        ({Kind.REVIEW: REVIEWED}, 90 * DAY + TICK, False),
        ({Kind.FRESH: Past(Stand.ASKED)}, DAY, False),
    ],
)
def test_something_may_be_asked_as_long_as_one_window_is_open(past, after, open_):
    assert may_be_asked(released_at=OUT, past=past, terms=Terms(), now=OUT + after) is open_


@pytest.mark.parametrize(
    ("kind", "took_back", "ways"),
    [
        (Kind.FEEDBACK, False, (Verdict.GIVEN,)),
        (Kind.REVIEW, False, (Verdict.UPHELD, Verdict.VARIED, Verdict.RETURNED)),
        (Kind.REVIEW, True, (Verdict.VARIED, Verdict.RETURNED)),
    ],
)
def test_who_took_back_a_varied_outcome_does_not_uphold_it(kind, took_back, ways):
    assert verdicts(kind, took_back=took_back) == ways


def test_each_kind_has_its_time_to_answer():
    terms = Terms(feedback_answer=1, review_answer=2, fresh_answer=3)
    assert [terms.answer(kind) for kind in Kind] == [DAY, 2 * DAY, 3 * DAY]


def test_the_terms_of_a_cycle_move_the_windows():
    terms = Terms(feedback_ask=1, review_ask=2)
    found = [window(kind, released_at=OUT, past={}, terms=terms, now=OUT).until for kind in Kind]
    assert found == [OUT + DAY, OUT + 3 * DAY, None]


def test_a_meeting_is_a_day_after_the_disclosure_or_as_soon_as_the_candidate_is_ready():
    assert may_meet_from(OUT, None) == OUT + DAY
    assert may_meet_from(OUT, OUT + timedelta(hours=2)) == OUT + timedelta(hours=2)
    assert may_meet_from(OUT, OUT + 3 * DAY) == OUT + DAY


def test_a_policy_of_before_reads_as_the_defaults_and_is_settled_with_them():
    old = Ladder().as_policy()
    assert (Terms.from_policy(old), Ladder.from_policy(settled(old))) == (Terms(), Ladder())
    assert settled({"recourse": {"review_ask": 7}})["recourse"] == Terms(review_ask=7).as_policy()


@pytest.mark.parametrize(
    ("policy", "wrong"),
    [
        ({"recourse": {"review_ask": 0}}, ("review_ask",)),
        ({"recourse": {"fresh_answer": 366}}, ("fresh_answer",)),
        ({"recourse": {"feedback_ask": None}}, ("feedback_ask",)),
        ({"recourse": {"review_asks": 7}}, ("review_asks",)),
        ({"discussion_hours": 0, "recourse": {"review_ask": True}}, ("discussion_hours", "review_ask")),
    ],
)
def test_an_impossible_term_is_named(policy, wrong):
    with pytest.raises(WrongSettings) as refused:
        settled(policy)
    assert refused.value.fields == wrong


LONG = "I read the second file beside the rating: it lists four offices, and neither assessor cites it anywhere."
OF_TWO = "The two passages on the yearly exchange say that it goes on, and the file of the minutes bears that out in each year."


@pytest.mark.parametrize(
    ("text", "poor"),
    [
        (LONG, None),
        ("Too short.", Poor.SHORT),
        ("n/a " * 30, Filler.REPEATED),
        ("noted. " * 20, Filler.REPEATED),
        ("x" * 20_001, Poor.LONG),
        (LONG.upper(), None),
    ],
)
def test_reasons_say_something_about_their_own_ground(text, poor):
    assert poor_reasons(text) is poor


SCALE = ScaleShape(levels=(1, 2, 3, 4), dimensions=("effort", "benefit"), other_competencies=(), evidence_rule_levels=())


def test_every_ground_needs_its_own_reasons_and_a_varied_level_all_of_them():
    bare = Answer(Verdict.UPHELD, LONG)
    assert set(lacking(bare, ["a", "b"], tuple(Verdict), SCALE, Outcome.at(2))) == {"ground_a", "ground_b"}
    same = Answer(Verdict.UPHELD, LONG, {"a": LONG + " A.", "b": LONG + " A."})
    assert set(lacking(same, ["a", "b"], tuple(Verdict), SCALE, Outcome.at(2))) == {"ground_b"}
    varied = Answer(Verdict.VARIED, f"{LONG} {OF_TWO}", {"a": LONG}, Outcome.at(2))
    assert set(lacking(varied, ["a"], (Verdict.VARIED, Verdict.RETURNED), SCALE, Outcome.at(2))) == {
        "outcome", "reasons_effort", "reasons_benefit", "next_needed",
    }  # fmt: skip


WAY = {  # where the steps of a stand lead, besides itself, for a decision review
    Stand.DRAFT: {Stand.ASKED, Stand.LAPSED},
    Stand.ASKED: {Stand.TAKEN, Stand.WITHDRAWN},
    Stand.TAKEN: {Stand.ASKED, Stand.DISCLOSED, Stand.WITHDRAWN},
    Stand.DISCLOSED: {Stand.ASKED, Stand.TAKEN, Stand.MET, Stand.WITHDRAWN},
    Stand.MET: {Stand.ASKED, Stand.TAKEN, Stand.COUNTERSIGN, Stand.CONCLUDED, Stand.WITHDRAWN},
    Stand.COUNTERSIGN: {Stand.ASKED, Stand.CONCLUDED, Stand.MET, Stand.WITHDRAWN},
    **{over: set() for over in OVER},
}


@pytest.mark.parametrize("stand", list(Stand))
def test_the_way_of_a_review(stand):
    ends = {step.end for step in STEPS if step.kind is Kind.REVIEW and step.start is stand}
    assert ends - {stand} == WAY[stand]


def test_a_level_is_never_varied_by_one_lead_alone():
    into = {(step.start, step.action, *step.by) for step in STEPS if step.kind is Kind.REVIEW and step.end is Stand.CONCLUDED}
    assert into == {
        (Stand.MET, "uphold", By.HANDLER), (Stand.MET, "return", By.HANDLER),
        (Stand.COUNTERSIGN, "countersign", By.SECOND_LEAD),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "stand", "action", "known", "holds"),
    [
        (Kind.REVIEW, Stand.DRAFT, "ask", Known(complete=True), False),
        (Kind.REVIEW, Stand.DRAFT, "ask", Known(in_window=True), False),
        (Kind.REVIEW, Stand.DRAFT, "ask", Known(complete=True, in_window=True), True),
        (Kind.REVIEW, Stand.DRAFT, "lapse", Known(in_window=True), False),
        (Kind.REVIEW, Stand.DISCLOSED, "meet", Known(), False),
        (Kind.FRESH, Stand.TAKEN, "conclude", Known(complete=True), False),
        (Kind.FRESH, Stand.TAKEN, "conclude", Known(complete=True, fresh_recorded=True), True),
    ],
)
def test_guards(kind, stand, action, known, holds):
    step = find_step(kind, stand, action)
    assert step is not None
    assert step.guard(known) is holds


def test_a_step_stands_once():
    lines = [(step.kind, step.start, step.action) for step in STEPS]
    assert len(lines) == len(set(lines))
