"""Consensus in acts, on a real database: what two sealed ratings lead to, and who may do what about it."""

from datetime import timedelta

import pytest

from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import IllegalStep, NotYours, StaleWrite
from reviewboard.stages.consensus import actions, refusals
from reviewboard.stages.consensus.actions import Wish
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Message, Move
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from tests.stages.consensus.staging import WHY, Stage, Staged

AT = Outcome.at
NOT_SHOWN = Outcome(OutcomeKind.NOT_DEMONSTRATED)


@pytest.fixture
def stage(build):
    return Stage(build)


def move(stage: Stage, staged: Staged, rater: str, to, *, version: int, topic="outcome", **more):
    wish = Wish(topic=topic, to=to, reason=more.pop("reason", WHY), citation_id=more.pop("citation_id", None))
    return stage.do(actions.move, case_id=staged.case_id, wish=wish, version=version, actor=stage.who(rater),
                    now=stage.build.now, **more)  # fmt: skip


def say(stage: Stage, staged: Staged, rater: str, body="What do you see in passage 1?"):
    return stage.do(actions.say, case_id=staged.case_id, body=body, actor=stage.who(rater), now=stage.build.now)


class TestCompare:
    def test_waits_for_the_second_seal(self, stage):
        staged = stage.case(AT(3), None)
        assert (stage.state(staged), stage.rows(Agreement), stage.rows(Discussion), stage.rows(Dispute)) == (
            "rating", [], [], [],
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("first", "second", "state", "table"),
        [
            (AT(3), AT(3), "decided", Agreement),
            (NOT_SHOWN, NOT_SHOWN, "decided", Agreement),
            (AT(1), AT(2), "discussion", Discussion),
            (AT(2), AT(3), "discussion", Discussion),
            (AT(1), AT(3), "dispute", Dispute),
            (AT(1), NOT_SHOWN, "dispute", Dispute),
        ],
    )
    def test_leads_where_the_ladder_says(self, stage, first, second, state, table):
        staged = stage.case(first, second)
        counts = {each: len(stage.rows(each)) for each in (Agreement, Discussion, Dispute)}
        assert (stage.state(staged), counts) == (
            state, {each: int(each is table) for each in (Agreement, Discussion, Dispute)},
        )  # fmt: skip

    def test_asks_for_confirmation_where_the_policy_does(self, build):
        stage = Stage(build, policy={"confirm_agreement": True})
        staged = stage.case(AT(2), AT(2))
        assert (stage.state(staged), stage.rows(Agreement)[0]["needs_confirmation"]) == ("confirmation", True)

    def test_sends_a_straddled_required_level_to_dispute_where_the_policy_does(self, build):
        stage = Stage(build, policy={"across_required": "dispute"})
        staged = stage.case(AT(2), AT(3))
        assert (stage.state(staged), stage.rows(Dispute)[0]["why"]) == ("dispute", "across_required")

    def test_run_twice_does_nothing_more(self, stage):
        staged = stage.case(AT(1), AT(3))
        before = stage.version(staged)
        stage.do(actions.compare, case_id=staged.case_id, now=stage.build.now)
        assert (stage.version(staged), len(stage.rows(Dispute))) == (before, 1)

    def test_gives_the_discussion_the_hours_of_the_policy(self, build):
        stage = Stage(build, policy={"discussion_hours": 48})
        stage.case(AT(1), AT(2))
        (discussion,) = stage.rows(Discussion)
        assert discussion["due_at"] - discussion["opened_at"] == timedelta(hours=48)


class TestDiscussion:
    def test_a_message_is_kept_and_changes_no_state(self, stage):
        staged = stage.case(AT(1), AT(2))
        say(stage, staged, staged.a)
        assert ([row["author_id"] for row in stage.rows(Message)], stage.state(staged)) == ([staged.a], "discussion")

    def test_an_empty_message_is_refused(self, stage):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(refusals.NothingWritten):
            say(stage, staged, staged.a, body="  \n ")
        assert stage.rows(Message) == []

    def test_nobody_else_may_speak(self, stage):
        staged = stage.case(AT(1), AT(2))
        outsider = stage.build.someone(stage.cycle_id, Role.ASSESSOR)
        for person in (stage.lead, staged.candidate, outsider):
            with pytest.raises(NotYours):
                say(stage, staged, person)
        say(stage, staged, staged.b)
        assert len(stage.rows(Message)) == 1

    def test_a_move_to_the_other_outcome_must_be_confirmed_then_agrees(self, stage):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(refusals.EndsDiscussion):
            move(stage, staged, staged.a, AT(2), version=0)
        assert (stage.rows(Move), stage.state(staged)) == ([], "discussion")
        move(stage, staged, staged.a, AT(2), version=0, confirmed=True)
        (agreement,), (discussion,), (moved,) = stage.rows(Agreement), stage.rows(Discussion), stage.rows(Move)
        assert (stage.state(staged), agreement["level"], agreement["discussion_id"], discussion["ended_why"]) == (
            "decided", 2, discussion["id"], "agreement",
        )  # fmt: skip
        assert (moved["from_value"]["level"], moved["to_value"]["level"]) == (1, 2)

    def test_both_moving_past_each_other_is_a_deadlock_for_the_lead(self, stage):
        staged = stage.case(AT(2), AT(3))
        move(stage, staged, staged.a, AT(4), version=0)
        move(stage, staged, staged.b, None, version=1)
        with pytest.raises(refusals.EndsDiscussion):
            move(stage, staged, staged.a, AT(2), version=2)
        move(stage, staged, staged.a, AT(2), version=2, confirmed=True)
        assert (stage.state(staged), stage.rows(Dispute)[0]["why"], stage.rows(Discussion)[0]["ended_why"]) == (
            "dispute", "deadlock", "deadlock",
        )  # fmt: skip

    def test_both_keeping_their_stand_is_a_deadlock(self, stage):
        staged = stage.case(AT(1), AT(2))
        move(stage, staged, staged.a, None, version=0)
        assert stage.state(staged) == "discussion"
        move(stage, staged, staged.b, None, version=1, confirmed=True)
        assert (stage.state(staged), stage.rows(Dispute)[0]["why"]) == ("dispute", "deadlock")

    def test_a_move_on_one_dimension_changes_no_outcome(self, stage):
        staged = stage.case(AT(1), AT(2))
        move(stage, staged, staged.a, 2, version=0, topic="effort")
        (moved,) = stage.rows(Move)
        assert (moved["from_value"], moved["to_value"]) == ({"level": 1}, {"level": 2})
        assert stage.state(staged) == "discussion"

    def test_a_move_on_old_sight_is_refused_and_keeps_what_was_typed(self, stage):
        staged = stage.case(AT(1), AT(2))
        move(stage, staged, staged.a, 2, version=0, topic="effort")
        with pytest.raises(StaleWrite) as refusal:
            move(stage, staged, staged.b, 1, version=0, topic="effort")
        assert (refusal.value.typed, len(stage.rows(Move))) == ({"reason": WHY}, 1)

    @pytest.mark.parametrize(
        ("topic", "to"),
        [("outcome", AT(9)), ("outcome", 2), ("effort", 7), ("effort", AT(2)), ("charm", 2), ("charm", None),
         ("outcome", Outcome(OutcomeKind.OTHER_COMPETENCY, competency="no-such-code"))],
    )  # fmt: skip
    def test_an_answer_that_the_scale_does_not_offer_is_refused(self, stage, topic, to):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(refusals.NotOnThisScale):
            move(stage, staged, staged.a, to, version=0, topic=topic)
        assert stage.rows(Move) == []

    def test_a_move_without_a_reason_is_refused(self, stage):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(refusals.ReasonTooShort):
            move(stage, staged, staged.a, None, version=0, reason="Because.")
        assert stage.rows(Move) == []

    def test_a_passage_of_another_case_is_refused(self, stage):
        staged, other = stage.case(AT(1), AT(2)), stage.case(AT(1), AT(2))
        foreign = _passage(stage, other)
        with pytest.raises(refusals.PassageElsewhere):
            move(stage, staged, staged.a, None, version=0, citation_id=foreign)
        move(stage, staged, staged.a, None, version=0, citation_id=_passage(stage, staged))
        assert [row["citation_id"] for row in stage.rows(Move)] == [_passage(stage, staged)]

    def test_escalating_leaves_its_reason_for_the_lead(self, stage):
        staged = stage.case(AT(1), AT(2))
        stage.do(actions.escalate, case_id=staged.case_id, reason=WHY, actor=stage.who(staged.b), now=stage.build.now)
        assert (stage.state(staged), stage.rows(Message)[0]["body"], stage.rows(Dispute)[0]["why"]) == (
            "dispute", WHY, "deadlock",
        )  # fmt: skip

    def test_nothing_is_said_or_moved_once_it_is_over(self, stage):
        staged = stage.case(AT(1), AT(2))
        stage.do(actions.escalate, case_id=staged.case_id, reason=WHY, actor=stage.who(staged.b), now=stage.build.now)
        with pytest.raises(refusals.DiscussionOver):
            say(stage, staged, staged.a)
        with pytest.raises(refusals.DiscussionOver):
            move(stage, staged, staged.a, None, version=0)
        assert (len(stage.rows(Message)), stage.rows(Move)) == (1, [])

    def test_both_raters_hear_of_it_once(self, stage):
        staged = stage.case(AT(1), AT(2))
        for _ in range(2):
            stage.do(actions.tell_raters, case_id=staged.case_id, now=stage.build.now)
        told = sorted((row["account_id"], row["kind"]) for row in stage.rows(Notice))
        assert told == sorted([(staged.a, "discussion.open"), (staged.b, "discussion.open")])


class TestClock:
    def test_running_out_sends_the_case_to_the_lead_once(self, stage):
        staged = stage.case(AT(1), AT(2))
        after = stage.build.now + timedelta(hours=121)
        swept = [stage.build.read(actions.sweep_discussions, after) for _ in range(2)]
        why = [row["why"] for row in stage.rows(Dispute)]
        assert (swept, stage.state(staged), why) == ([1, 0], "dispute", ["clock"])

    def test_does_nothing_before_its_time(self, stage):
        staged = stage.case(AT(1), AT(2))
        swept = stage.build.read(actions.sweep_discussions, stage.build.now + timedelta(hours=119))
        assert (swept, stage.state(staged)) == (0, "discussion")

    def test_refuses_a_move_after_it_ran_out_even_before_the_sweep(self, stage):
        staged = stage.case(AT(1), AT(2))
        stage.build.now += timedelta(hours=121)
        with pytest.raises(refusals.DiscussionOver):
            move(stage, staged, staged.a, None, version=0)
        assert stage.rows(Move) == []

    def test_a_lead_gives_more_time(self, stage):
        staged = stage.case(AT(1), AT(2))
        (before,) = stage.rows(Discussion)
        stage.do(actions.extend, case_id=staged.case_id, hours=24, reason=WHY, actor=stage.who(stage.lead),
                 now=stage.build.now)  # fmt: skip
        (after,) = stage.rows(Discussion)
        assert after["due_at"] - before["due_at"] == timedelta(hours=24)

    @pytest.mark.parametrize("hours", [0, -5, 90 * 24 + 1])
    def test_no_lead_gives_more_than_the_policy_knows(self, stage, hours):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(refusals.ExtensionOutOfRange):
            stage.do(actions.extend, case_id=staged.case_id, hours=hours, reason=WHY, actor=stage.who(stage.lead),
                     now=stage.build.now)  # fmt: skip

    def test_a_rater_gives_none(self, stage):
        staged = stage.case(AT(1), AT(2))
        with pytest.raises(NotYours):
            stage.do(actions.extend, case_id=staged.case_id, hours=24, reason=WHY, actor=stage.who(staged.a),
                     now=stage.build.now)  # fmt: skip

    def test_a_withdrawn_case_ends_its_discussion(self, stage):
        from reviewboard.extensions import db
        from reviewboard.stages.step import lock_case, take_step

        staged = stage.case(AT(1), AT(2))

        def withdraw() -> None:
            case = lock_case(staged.case_id)
            with db.session.no_autoflush:
                case.withdrawn_at = stage.build.now
                take_step(case, "withdraw", actor=stage.who(staged.candidate), now=stage.build.now)

        stage.do(withdraw)
        assert "consensus.close" in stage.owed(staged)
        for _ in range(2):
            stage.do(actions.close_withdrawn, case_id=staged.case_id, now=stage.build.now)
        assert (stage.rows(Discussion)[0]["ended_why"], stage.rows(Dispute)) == ("withdrawn", [])


class TestConfirmation:
    @pytest.fixture
    def stage(self, build):
        return Stage(build, policy={"confirm_agreement": True})

    def test_confirmed_by_a_lead_it_is_decided(self, stage):
        staged = stage.case(AT(2), AT(2))
        stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(stage.lead), now=stage.build.now)
        assert (stage.state(staged), stage.rows(Agreement)[0]["confirmed_by"]) == ("decided", stage.lead)

    def test_refused_it_is_a_dispute(self, stage):
        staged = stage.case(AT(2), AT(2))
        stage.do(actions.refuse, case_id=staged.case_id, reason=WHY, actor=stage.who(stage.lead), now=stage.build.now)
        assert (stage.state(staged), stage.rows(Dispute)[0]["why"]) == ("dispute", "unconfirmed")

    def test_a_rater_who_leads_the_panel_does_not_confirm(self, stage):
        staged = stage.case(AT(2), AT(2))
        stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
        with pytest.raises(NotYours):
            stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(staged.a), now=stage.build.now)
        assert stage.state(staged) == "confirmation"

    def test_what_was_decided_is_not_confirmed_again(self, stage):
        staged = stage.case(AT(2), AT(2))
        stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(stage.lead), now=stage.build.now)
        with pytest.raises(IllegalStep):
            stage.do(actions.confirm, case_id=staged.case_id, actor=stage.who(stage.other_lead), now=stage.build.now)


def _passage(stage: Stage, staged: Staged) -> str:
    from reviewboard.stages.consensus.sealed import sealed_ratings

    return stage.build.read(lambda: sealed_ratings(staged.case_id)[0].citation_ids[0])
