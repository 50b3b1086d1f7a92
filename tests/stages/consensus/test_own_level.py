"""Own level first: what a lead notes before both ratings open, once; who owes it, and who does not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.refusals import LevelNoted, OwnLevelIncomplete
from reviewboard.stages.consensus.tables import OwnLevel, Resolution
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.actions import release, write
from reviewboard.stages.record.board import asks_a_lead
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import LONG, WHY, Stage, per_dimension
from tests.together import together
from tests.walking import seats_of

AT = Outcome.at
POLICY = {"own_level_first": True}


@pytest.fixture
def stage(build):
    return Stage(build, policy=POLICY)


def note(stage, staged, lead, outcome=None, reason=WHY):
    stage.do(actions.note_own_level, case_id=staged.case_id, outcome=outcome or AT(3), reason=reason, actor=stage.who(lead),
             now=stage.build.now)  # fmt: skip


def holds(stage, staged, lead, *rights):
    def read():
        facts = case_facts(db.session.get_one(Case, staged.case_id), stage.who(lead))
        return [may(stage.who(lead), right, facts) for right in rights]

    return stage.build.read(read)


def decide(stage, staged, lead, outcome):
    made = actions.Decision(outcome, LONG, per_dimension(WHY), "Others, on purpose.")
    stage.do(actions.resolve, case_id=staged.case_id, decision=made, version=stage.version(staged), actor=stage.who(lead),
             now=stage.build.now)  # fmt: skip


def owes(stage, staged, lead):
    return holds(stage, staged, lead, "own_level.note", "ratings.read", "dispute.read") == [True, False, False]


def test_a_lead_notes_a_level_and_both_ratings_open_to_that_lead_alone(stage):
    staged = stage.case(AT(2), AT(4))
    assert owes(stage, staged, stage.lead)
    with pytest.raises(NotYours):
        decide(stage, staged, stage.lead, AT(2))
    note(stage, staged, stage.lead)
    assert holds(stage, staged, stage.lead, "own_level.note", "ratings.read", "dispute.decide") == [False, True, True]
    assert owes(stage, staged, stage.other_lead)
    decide(stage, staged, stage.lead, AT(2))
    row = stage.rows(OwnLevel)[0]
    assert (row["lead_id"], row["level"], row["reason"]) == (stage.lead, 3, WHY)
    assert all_breaches_of(stage) == {}


def all_breaches_of(stage):
    return {name: found for name, found in stage.build.read(all_breaches).items() if found and "signed" in name}


def test_nobody_but_a_lead_of_the_panel_notes_one_and_nobody_twice(stage):
    staged, coordinator = stage.case(AT(2), AT(4)), stage.build.someone(stage.cycle_id, Role.COORDINATOR)
    for who in (staged.a, staged.candidate, coordinator):
        with pytest.raises(NotYours):
            note(stage, staged, who)
    works = [lambda: actions.note_own_level(case_id=staged.case_id, outcome=AT(1), reason=WHY, actor=stage.who(stage.lead),
                                            now=stage.build.now)] * 6  # fmt: skip
    found = together(stage.build.app, *works)
    assert (found.count("done"), set(found)) == (1, {"done", "LevelNoted"})
    with pytest.raises(LevelNoted):
        note(stage, staged, stage.lead)
    for statement in ("UPDATE own_levels SET level = 4", "DELETE FROM own_levels"):
        with pytest.raises(DatabaseError), stage.build.app.app_context():
            db.session.execute(text(statement))


@pytest.mark.parametrize(
    ("outcome", "reason", "wrong"),
    [
        (None, "", {"outcome", "reason"}), (AT(9), WHY, {"outcome"}), (AT(2), "good good good good", {"reason"}),
        (AT(2), "Too short.", {"reason"}),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_by_its_field(stage, outcome, reason, wrong):
    staged = stage.case(AT(2), AT(4))
    with pytest.raises(OwnLevelIncomplete) as refused:
        stage.do(actions.note_own_level, case_id=staged.case_id, outcome=outcome, reason=reason, actor=stage.who(stage.lead),
                 now=stage.build.now)  # fmt: skip
    assert set(refused.value.fields) == wrong
    assert stage.rows(OwnLevel) == []


def test_another_outcome_than_a_level_may_be_noted(stage):
    staged = stage.case(AT(2), AT(4))
    note(stage, staged, stage.lead, Outcome(OutcomeKind.OTHER_COMPETENCY, competency=""))
    assert [(row["outcome"], row["level"]) for row in stage.rows(OwnLevel)] == [("other_competency", None)]


def test_it_is_asked_of_nobody_where_the_policy_is_silent(build):
    stage = Stage(build)
    staged = stage.case(AT(2), AT(4))
    assert holds(stage, staged, stage.lead, "own_level.note", "ratings.read") == [False, True]
    with pytest.raises(NotYours):
        note(stage, staged, stage.lead)


def test_a_lead_who_hands_over_leaves_a_note_that_the_next_lead_does_not_rest_on(stage):
    staged = stage.case(AT(2), AT(4))
    note(stage, staged, stage.lead)
    stage.do(actions.hand_over, case_id=staged.case_id, kind=ConflictKind.KIN, reason=WHY, actor=stage.who(stage.lead),
             now=stage.build.now)  # fmt: skip
    assert holds(stage, staged, stage.lead, "ratings.read", "dispute.follow") == [False, False]
    assert owes(stage, staged, stage.other_lead)
    assert len(stage.rows(OwnLevel)) == 1


def test_a_second_lead_notes_one_too_before_signing(stage):
    staged = stage.case(AT(2), AT(4))
    note(stage, staged, stage.lead)
    decide(stage, staged, stage.lead, AT(3))
    sign = {"case_id": staged.case_id, "version": stage.version(staged), "actor": stage.who(stage.other_lead),
            "now": stage.build.now}  # fmt: skip
    assert (stage.state(staged), owes(stage, staged, stage.other_lead)) == ("countersign", True)
    with pytest.raises(NotYours):
        stage.do(actions.countersign, **sign)
    note(stage, staged, stage.other_lead, AT(4))
    stage.do(actions.countersign, **sign)
    assert stage.rows(Resolution)[0]["countersigned_by"] == stage.other_lead


def test_a_lead_who_refused_an_agreement_read_both_ratings_and_owes_none_and_the_others_do(build):
    stage = Stage(build, policy=POLICY | {"confirm_agreement": True})
    staged = stage.case(AT(2), AT(2))
    assert holds(stage, staged, stage.lead, "own_level.note", "ratings.read") == [False, True]
    stage.do(actions.refuse, case_id=staged.case_id, reason=WHY, actor=stage.who(stage.lead),
             now=build.now)  # fmt: skip
    assert holds(stage, staged, stage.lead, "own_level.note", "dispute.decide") == [False, True]
    assert owes(stage, staged, stage.other_lead)


def test_a_discussion_is_followed_by_its_clock_and_one_that_ended_well_is_open(stage):
    staged = stage.case(AT(2), AT(3))
    assert holds(stage, staged, stage.lead, "discussion.read", "discussion.extend", "own_level.note") == [False, True, False]


def test_once_recorded_nothing_is_asked_so_a_recourse_is_answered_on_the_whole_file(stage):
    staged = stage.case(AT(2), AT(4))
    note(stage, staged, stage.lead)
    decide(stage, staged, stage.lead, AT(2))
    assert owes(stage, staged, stage.other_lead)
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    assert holds(stage, staged, stage.other_lead, "own_level.note", "ratings.read") == [False, True]
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    assert holds(stage, staged, stage.other_lead, "ratings.read", "recourse.follow") == [True, True]


def test_whoever_noted_a_level_took_part_and_answers_no_review(stage):
    staged = stage.case(AT(2), AT(4))
    note(stage, staged, stage.other_lead)
    note(stage, staged, stage.lead)
    decide(stage, staged, stage.lead, AT(2))
    raters = {who for _seat, who in seats_of(stage.build, staged.case_id).values()}
    assert stage.build.read(who_took_part, staged.case_id) - raters == {stage.lead, stage.other_lead}


def test_the_board_tells_nothing_that_follows_from_the_ratings_and_no_order(stage):
    later, across = stage.case(AT(3), Outcome(OutcomeKind.NOT_DEMONSTRATED)), stage.case(AT(1), AT(4))

    def rows():
        return stage.build.read(asks_a_lead, stage.cycle_id, stage.who(stage.lead), limit=9)

    assert {(row.owed, row.stake, row.lowest, row.highest, row.kinds, row.why) for row in rows()} == {
        (True, 0, None, None, None, None)
    }
    note(stage, across, stage.lead)
    told = {row.id: (bool(row.owed), row.stake, row.lowest, row.highest, row.why) for row in rows()}
    assert told == {across.case_id: (False, 2, 1, 4, "far_apart"), later.case_id: (True, 0, None, None, None)}
