"""A dispute is resolved by a lead with reasons: alone, after a third rating, or with a second lead."""

import pytest
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import IllegalStep, NotYours, StaleWrite
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.consensus import actions, refusals
from reviewboard.stages.consensus.actions import Decision
from reviewboard.stages.consensus.tables import Dispute, Resolution
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.workflow import THIRD_PLACE
from tests.stages.consensus.staging import LONG, WHY, Stage, Staged, per_dimension

AT = Outcome.at
PER_DIMENSION = per_dimension("Both ratings cite it; it is shown.")


@pytest.fixture
def stage(build):
    return Stage(build)


def decision(outcome, reasons=WHY, dimension_reasons=PER_DIMENSION, next_needed="Others brought in, on purpose."):
    return Decision(outcome, reasons, dimension_reasons, next_needed)


def resolve(stage: Stage, staged: Staged, said: Decision, *, lead=None, version=None):
    return stage.do(
        actions.resolve, case_id=staged.case_id, decision=said, actor=stage.who(lead or stage.lead),
        now=stage.build.now, version=stage.version(staged) if version is None else version,
    )  # fmt: skip


def sign(stage: Stage, staged: Staged, lead, act=actions.countersign, **more):
    return stage.do(act, case_id=staged.case_id, version=stage.version(staged), actor=stage.who(lead),
                    now=stage.build.now, **more)  # fmt: skip


def test_a_decision_that_equals_a_rating_ends_the_dispute(stage):
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(4), next_needed=""))
    (resolution,), (dispute,) = stage.rows(Resolution), stage.rows(Dispute)
    assert (stage.state(staged), resolution["lead_id"], resolution["level"], resolution["needs_countersign"]) == (
        "decided", stage.lead, 4, False,
    )  # fmt: skip
    assert dispute["ended_at"] is not None


def test_a_decision_that_equals_neither_waits_for_a_second_lead(stage):
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    assert (stage.state(staged), stage.rows(Dispute)[0]["ended_at"]) == ("countersign", None)
    with pytest.raises(NotYours):
        sign(stage, staged, stage.lead)
    sign(stage, staged, stage.other_lead)
    (resolution,) = stage.rows(Resolution)
    assert (stage.state(staged), resolution["countersigned_by"]) == ("decided", stage.other_lead)


def test_a_decision_whose_lead_has_a_conflict_by_now_is_not_signed_and_goes_back(stage):
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    stage.do(lambda: db.session.add(Conflict(
        person_id=stage.lead, other_id=staged.candidate, kind="kin", declared_by=stage.lead, declared_at=stage.build.now
    )))  # fmt: skip
    with pytest.raises(refusals.DeciderTied):
        sign(stage, staged, stage.other_lead)
    assert stage.state(staged) == "countersign"
    sign(stage, staged, stage.other_lead, actions.decline, reason=WHY)
    assert stage.state(staged) == "dispute"


def test_a_policy_may_do_without_the_second_lead(build):
    stage = Stage(build, policy={"countersign_other": False})
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    assert stage.state(staged) == "decided"


def test_declined_it_is_a_dispute_again_and_another_decision_may_follow(stage):
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    sign(stage, staged, stage.other_lead, actions.decline, reason=WHY)
    assert stage.state(staged) == "dispute"
    resolve(stage, staged, decision(AT(2)), lead=stage.other_lead)
    declined, held = sorted(stage.rows(Resolution), key=lambda row: row["declined_at"] is None)
    assert (declined["declined_why"], declined["declined_by"], held["level"], stage.state(staged)) == (
        WHY, stage.other_lead, 2, "decided",
    )  # fmt: skip


def test_the_database_refuses_a_lead_who_countersigns_alone(stage):
    staged = stage.case(AT(2), AT(4))
    resolve(stage, staged, decision(AT(3), reasons=LONG))
    with pytest.raises(IntegrityError, match="countersigned_by_a_second_lead"):
        stage.do(
            lambda: db.session.execute(
                db.update(Resolution).values(countersigned_by=stage.lead, countersigned_at=stage.build.now)
            )
        )


def test_the_originals_stay_as_they_were(stage):
    staged = stage.case(AT(2), AT(4))
    before = stage.rows(Rating, case_id=staged.case_id)
    resolve(stage, staged, decision(AT(4), next_needed=""))
    assert stage.rows(Rating, case_id=staged.case_id) == before


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (decision(None), {"outcome"}),
        (decision(AT(9)), {"outcome", "reasons"}),
        (decision(AT(2), reasons="Clear."), {"reasons"}),
        (decision(AT(3), reasons=WHY), {"reasons"}),
        (decision(AT(2), dimension_reasons={"effort": "It is shown."}), {"reasons_benefit"}),
        (decision(AT(2), next_needed=" "), {"next_needed"}),
        (decision(Outcome(OutcomeKind.OTHER_COMPETENCY, competency=""), reasons=LONG), {"competency"}),
        (decision(Outcome(OutcomeKind.OTHER_COMPETENCY, competency="flying"), reasons=LONG), {"competency"}),
        (decision(AT(2), reasons="x" * 10_001), {"reasons"}),
    ],
)
def test_a_decision_with_parts_missing_is_refused_part_by_part(stage, said, fields):
    staged = stage.case(AT(2), AT(4))
    with pytest.raises(refusals.DecisionIncomplete) as refusal:
        resolve(stage, staged, said)
    assert (set(refusal.value.fields), stage.rows(Resolution), stage.state(staged)) == (fields, [], "dispute")


def test_an_outcome_besides_a_level_needs_no_dimension_and_perhaps_no_next(stage):
    staged = stage.case(AT(2), Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE))
    resolve(stage, staged, decision(Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE), dimension_reasons={}, next_needed=""))
    assert (stage.state(staged), stage.rows(Resolution)[0]["dimension_reasons"]) == ("decided", {})


def test_a_decision_on_old_sight_is_refused(stage):
    staged = stage.case(AT(2), AT(4))
    with pytest.raises(StaleWrite):
        resolve(stage, staged, decision(AT(4), next_needed=""), version=stage.version(staged) - 1)
    assert stage.rows(Resolution) == []


def test_a_second_decision_finds_the_dispute_over(stage):
    staged = stage.case(AT(2), AT(4))
    seen = stage.version(staged)
    resolve(stage, staged, decision(AT(4), next_needed=""))
    with pytest.raises(IllegalStep):
        resolve(stage, staged, decision(AT(2)), lead=stage.other_lead, version=seen)
    assert [row["level"] for row in stage.rows(Resolution)] == [4]


def test_only_an_unconcerned_lead_of_the_panel_decides(stage):
    staged = stage.case(AT(2), AT(4))
    stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
    conflicted = stage.build.someone(stage.cycle_id, Role.LEAD)
    elsewhere = stage.build.someone(stage.build.cycle(), Role.LEAD)

    def declare() -> None:
        db.session.add(
            Conflict(person_id=conflicted, other_id=staged.candidate, kind="kin", declared_by=conflicted,
                     declared_at=stage.build.now)
        )  # fmt: skip

    stage.do(declare)
    for person in (staged.a, staged.b, staged.candidate, conflicted, elsewhere):
        with pytest.raises(NotYours):
            resolve(stage, staged, decision(AT(4), next_needed=""), lead=person)
    resolve(stage, staged, decision(AT(4), next_needed=""))
    assert stage.state(staged) == "decided"


class TestThirdRating:
    def call(self, stage, staged, **more):
        stage.do(actions.call_third, case_id=staged.case_id, reason=WHY, version=stage.version(staged),
                 actor=stage.who(stage.lead), now=stage.build.now, **more)  # fmt: skip

    def test_comes_back_to_the_lead_with_three_ratings(self, stage):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        assert (stage.state(staged), stage.owed(staged)[-1]) == ("third_rating", "assignment.third")
        stage.third(staged, AT(3))
        assert (stage.state(staged), len(stage.rows(Dispute))) == ("dispute", 1)

    def test_does_not_make_its_own_outcome_one_of_the_two(self, stage):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        stage.third(staged, AT(3))
        resolve(stage, staged, decision(AT(3), reasons=LONG))
        assert stage.state(staged) == "countersign"

    @pytest.mark.parametrize("seated", [False, True])
    def test_that_nobody_gives_is_done_without(self, stage, seated):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        third = stage.seat_third(staged) if seated else None
        self.without(stage, staged)
        ends = [(row["assessor_id"], row["ended_why"]) for row in stage.rows(Seat) if row["place"] == THIRD_PLACE]
        assert (stage.state(staged), ends) == ("dispute", [(third, "unneeded")] if seated else [])
        assert [row["account_id"] for row in stage.rows(Notice, kind="seat.freed")] == ([third] if seated else [])
        resolve(stage, staged, decision(AT(4), next_needed=""))
        assert stage.state(staged) == "decided"

    def without(self, stage, staged):
        stage.do(actions.do_without, case_id=staged.case_id, reason=WHY, version=stage.version(staged),
                 actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip

    def test_that_was_sealed_is_not_done_without(self, stage):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        stage.rate(staged, stage.seat_third(staged), AT(3))
        with pytest.raises(refusals.ThirdRatingThere):
            self.without(stage, staged)

    def test_is_asked_for_once(self, stage):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        stage.third(staged, AT(3))
        with pytest.raises(refusals.ThirdRatingThere):
            self.call(stage, staged)

    def test_is_not_offered_where_the_policy_knows_none(self, build):
        stage = Stage(build, policy={"third_rating": False})
        staged = stage.case(AT(2), AT(4))
        with pytest.raises(refusals.ThirdRatingNotOffered):
            self.call(stage, staged)
        assert stage.state(staged) == "dispute"

    def test_the_third_rater_has_no_part_in_the_discussion_of_the_two(self, stage):
        staged = stage.case(AT(2), AT(4))
        self.call(stage, staged)
        third = stage.third(staged, AT(3))
        with pytest.raises(NotYours):
            stage.do(actions.say, case_id=staged.case_id, body="Hello there.", actor=stage.who(third),
                     now=stage.build.now)  # fmt: skip


class TestTelling:
    def told(self, stage):
        return sorted((row["account_id"], row["kind"]) for row in stage.rows(Notice))

    def test_leads_who_may_act_hear_of_a_dispute_once(self, stage):
        staged = stage.case(AT(2), AT(4))
        stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
        for _ in range(2):
            stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
        assert self.told(stage) == sorted([(stage.lead, "dispute.open"), (stage.other_lead, "dispute.open")])

    def test_the_lead_who_decided_is_not_asked_to_countersign(self, stage):
        staged = stage.case(AT(2), AT(4))
        resolve(stage, staged, decision(AT(3), reasons=LONG))
        stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
        assert self.told(stage) == [(stage.other_lead, "countersign.wanted")]

    def test_nobody_hears_of_what_is_over(self, stage):
        staged = stage.case(AT(2), AT(4))
        resolve(stage, staged, decision(AT(4), next_needed=""))
        stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
        assert self.told(stage) == []
