"""A rater who may take part no longer decides nothing, and nobody waits for them."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.assignment.actions import sweep_unfit
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.consensus import actions, refusals
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.rating.tables import Rating
from tests.stages.consensus.staging import WHY, Stage, Staged

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def conflict(stage: Stage, staged: Staged, who: str) -> None:
    row = {"person_id": who, "other_id": staged.candidate, "kind": "kin", "declared_by": who, "declared_at": stage.build.now}
    stage.do(lambda: db.session.add(Conflict(**row)))


def leave(stage: Stage, _staged: Staged, who: str) -> None:
    stage.do(lambda: db.session.query(Membership).filter_by(account_id=who).delete())


def be_disabled(stage: Stage, _staged: Staged, who: str) -> None:
    stage.do(lambda: setattr(db.session.get_one(Account, who), "disabled_at", stage.build.now))


def sweep(stage: Stage, work=actions.sweep_parted) -> int:
    with stage.build.app.app_context():
        return work(stage.build.now)


def live(stage: Stage, staged: Staged) -> list[str]:
    return sorted(row["assessor_id"] for row in stage.rows(Seat, case_id=staged.case_id) if row["ended_at"] is None)


def disputes(stage: Stage) -> list[str]:
    return [row["why"] for row in stage.rows(Dispute)]


class TestBeforeBothSealed:
    def test_a_sealed_rating_with_a_conflict_is_set_aside_and_kept(self, stage):
        staged = stage.case(AT(3), None)
        conflict(stage, staged, staged.a)
        sweep(stage, sweep_unfit)
        sweep(stage, sweep_unfit)
        assert (live(stage, staged), stage.state(staged)) == ([staged.b], "rating")
        assert [row["state"] for row in stage.rows(Rating, assessor_id=staged.a)] == ["sealed"]
        assert stage.owed(staged).count("assignment.round") == 1
        assert stage.rows(Seat, assessor_id=staged.a)[0]["ended_why"] == "conflict"

    def test_the_comparison_sets_it_aside_too_whatever_came_first(self, stage):
        staged = stage.case(AT(3), AT(3), compared=False)
        conflict(stage, staged, staged.a)
        stage.do(actions.compare, case_id=staged.case_id, now=stage.build.now)
        assert (stage.state(staged), live(stage, staged), stage.rows(Agreement)) == ("rating", [staged.b], [])

    @pytest.mark.parametrize("part", [leave, be_disabled])
    def test_an_unsealed_seat_of_who_left_is_freed_and_a_sealed_one_stays(self, stage, part):
        staged = stage.case(AT(3), None)
        for who in (staged.a, staged.b):
            part(stage, staged, who)
        sweep(stage, sweep_unfit)
        sweep(stage, sweep_unfit)
        assert (live(stage, staged), stage.owed(staged).count("assignment.round")) == ([staged.a], 1)
        assert stage.rows(Seat, assessor_id=staged.b)[0]["ended_why"] == "departed"

    @pytest.mark.parametrize("part", [leave, be_disabled])
    def test_the_sealed_rating_of_who_left_counts_but_is_not_discussed(self, stage, part):
        staged = stage.case(AT(2), AT(3), compared=False)
        part(stage, staged, staged.a)
        stage.do(actions.compare, case_id=staged.case_id, now=stage.build.now)
        assert (stage.state(staged), disputes(stage), stage.rows(Discussion)) == ("dispute", ["recused"], [])

    def test_the_same_outcome_of_who_left_is_an_agreement(self, stage):
        staged = stage.case(AT(3), AT(3), compared=False)
        leave(stage, staged, staged.a)
        stage.do(actions.compare, case_id=staged.case_id, now=stage.build.now)
        assert (stage.state(staged), disputes(stage)) == ("decided", [])


class TestInDiscussion:
    @pytest.mark.parametrize("part", [conflict, leave, be_disabled])
    def test_the_other_rater_settles_nothing_alone_and_the_lead_decides(self, stage, part):
        staged = stage.case(AT(2), AT(3))
        part(stage, staged, staged.a)
        wish = actions.Wish(topic="outcome", to=AT(2), reason=WHY, citation_id=None)
        with pytest.raises(refusals.DiscussionOver):
            stage.do(actions.move, case_id=staged.case_id, wish=wish, version=0, actor=stage.who(staged.b),
                     now=stage.build.now, confirmed=True)  # fmt: skip
        assert stage.state(staged) == "discussion"
        assert (sweep(stage), sweep(stage)) == (1, 0)
        assert (stage.state(staged), disputes(stage)) == ("dispute", ["recused"])
        assert [row["ended_why"] for row in stage.rows(Discussion)] == ["recused"]

    def test_two_who_are_here_go_on(self, stage):
        staged = stage.case(AT(2), AT(3))
        other = stage.case(AT(2), AT(3))
        conflict(stage, other, other.b)
        assert sweep(stage) == 1
        assert (stage.state(staged), stage.state(other)) == ("discussion", "dispute")

    def test_the_clock_still_runs_out(self, stage):
        staged = stage.case(AT(2), AT(3))
        stage.build.now += timedelta(days=30)
        assert (sweep(stage), sweep(stage, actions.sweep_discussions)) == (0, 1)
        assert (stage.state(staged), disputes(stage)) == ("dispute", ["clock"])


class TestInConfirmation:
    @pytest.fixture
    def stage(self, build):
        return Stage(build, policy={"confirm_agreement": True})

    def test_no_lead_confirms_what_a_conflict_touched(self, stage):
        staged = stage.case(AT(3), AT(3))
        conflict(stage, staged, staged.b)
        with pytest.raises(IllegalStep):
            stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(stage.lead), now=stage.build.now)
        assert (sweep(stage), sweep(stage)) == (1, 0)
        assert (stage.state(staged), disputes(stage)) == ("dispute", ["recused"])
        assert [row["refused_at"] is not None for row in stage.rows(Agreement)] == [True]

    def test_an_agreement_outlasts_who_made_it(self, stage):
        staged = stage.case(AT(3), AT(3))
        leave(stage, staged, staged.b)
        assert sweep(stage) == 0
        stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(stage.lead), now=stage.build.now)
        assert stage.state(staged) == "decided"


def test_a_lead_who_supervises_the_candidate_decides_nothing(stage):
    staged = stage.case(AT(1), AT(3))
    stage.do(lambda: setattr(db.session.get_one(Account, staged.candidate), "supervisor_id", stage.lead))
    stage.build.someone(stage.cycle_id, Role.LEAD, "Free Lead")
    from reviewboard.foundation.refusals import NotYours

    call = {"case_id": staged.case_id, "reason": WHY, "version": stage.version(staged), "now": stage.build.now}
    with pytest.raises(NotYours):
        stage.do(actions.call_third, actor=stage.who(stage.lead), **call)
    stage.do(actions.call_third, actor=stage.who(stage.other_lead), **call)
    assert stage.state(staged) == "third_rating"
