"""A lead with a conflict hands the case over and is out at once; a rater leaves the room; nobody is left waiting unseen."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import IllegalStep, NotYours
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.assignment.tables import CaseBar, Conflict, Seat
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.refusals import DiscussionOver, ReasonTooShort
from reviewboard.stages.consensus.tables import DecisionDraft, Discussion, Dispute, Resolution
from reviewboard.stages.leaderless import without_lead
from reviewboard.stages.rating.rules import Outcome
from tests.stages.consensus.staging import LONG, NOT_ABOVE, WHY, Stage, per_dimension

AT = Outcome.at
KNOWN = "I recognise the project and the person: we sat on the same committee, CNRY-conflict."


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    return stage.case(AT(1), AT(4))


def hand_over(stage, staged, who=None, **more):
    given = {"kind": ConflictKind.DECLARED, "reason": KNOWN, **more}
    stage.do(actions.hand_over, case_id=staged.case_id, actor=stage.who(who or stage.lead), now=stage.build.now, **given)


def decide(stage, staged, outcome, who):
    decision = Decision(outcome, LONG, per_dimension(WHY), NOT_ABOVE)
    stage.do(actions.resolve, case_id=staged.case_id, decision=decision, version=stage.version(staged),
             actor=stage.who(who), now=stage.build.now)  # fmt: skip


def lone(stage):
    return [row.id for row in stage.build.read(without_lead, stage.cycle_id, limit=9)]


def told(stage, kind):
    return [row["account_id"] for row in stage.rows(Notice, kind=kind)]


def test_who_hands_over_is_out_at_once_and_the_others_are_told_without_the_reason(stage, staged):
    hand_over(stage, staged)
    (conflict,) = stage.rows(Conflict)
    assert (conflict["person_id"], conflict["other_id"], conflict["note"]) == (stage.lead, staged.candidate, KNOWN)
    with pytest.raises(NotYours):
        decide(stage, staged, AT(4), stage.lead)
    (notice,) = stage.rows(Notice, kind="dispute.handed_over")
    assert (notice["account_id"], "CNRY" in str(notice["about"]), stage.state(staged)) == (stage.other_lead, False, "dispute")
    decide(stage, staged, AT(4), stage.other_lead)
    assert stage.state(staged) == "decided"


def test_a_draft_stays_with_who_wrote_it(stage, staged, visit):
    stage.do(actions.keep_draft, case_id=staged.case_id, fields={"reasons": "CNRY-draft"}, version=0,
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    hand_over(stage, staged)
    page = f"/panel/disputes/{staged.case_id}"
    assert visit(stage.lead).get(page).status_code == 404
    assert ("CNRY" in visit(stage.other_lead).get(page).text, len(stage.rows(DecisionDraft))) == (False, 1)
    assert "CNRY" not in visit(stage.other_lead).get(f"/panel/cases/{staged.case_id}").text


def test_a_decision_that_waits_is_taken_back_and_the_next_lead_does_not_read_it(stage, staged, visit):
    decide(stage, staged, AT(3), stage.lead)
    hand_over(stage, staged)
    (row,) = stage.rows(Resolution)
    assert (stage.state(staged), row["declined_by"], row["countersigned_by"]) == ("dispute", stage.lead, None)
    assert LONG not in visit(stage.other_lead).get(f"/panel/disputes/{staged.case_id}").text


def test_a_second_lead_who_hands_over_leaves_the_decision_where_it_waits(stage, staged):
    decide(stage, staged, AT(3), stage.lead)
    hand_over(stage, staged, who=stage.other_lead)
    assert (stage.state(staged), lone(stage)) == ("countersign", [staged.case_id])


def test_without_another_lead_the_coordinator_is_told_and_sees_the_case(stage, staged, visit):
    coordinator = stage.build.someone(stage.cycle_id, Role.COORDINATOR)
    hand_over(stage, staged)
    assert (told(stage, "panel.no_lead"), lone(stage)) == ([], [])
    hand_over(stage, staged, who=stage.other_lead)
    assert (told(stage, "panel.no_lead"), lone(stage)) == ([coordinator], [staged.case_id])
    page = visit(coordinator).get(f"/cycles/{stage.cycle_id}/attention").text
    assert ("QX7-001" in page, "Cases without a panel lead" in page) == (True, True)
    stage.build.someone(stage.cycle_id, Role.LEAD)
    assert lone(stage) == []


def _sat(stage, elsewhere):
    stage.do(lambda: db.session.execute(
        db.update(Seat).where(Seat.case_id == elsewhere.case_id, Seat.place == 1).values(assessor_id=stage.lead)
    ))  # fmt: skip


def _decided(stage, elsewhere):
    decide(stage, elsewhere, AT(2), stage.lead)  # neither rating: another lead must sign


def _barred(stage, elsewhere):
    stage.do(lambda: db.session.add(CaseBar(case_id=elsewhere.case_id, account_id=stage.lead)))


@pytest.mark.parametrize("took_part", [_sat, _decided, _barred])
def test_a_lead_who_took_part_in_one_case_may_still_act_in_another(stage, staged, took_part):
    hand_over(stage, staged, who=stage.other_lead)
    assert lone(stage) == []
    elsewhere = stage.case(AT(1), AT(4))
    took_part(stage, elsewhere)
    assert lone(stage) == []
    hand_over(stage, staged, who=stage.lead)
    assert lone(stage) == [staged.case_id]


def test_what_waits_for_no_lead_is_not_handed_over_and_a_reason_says_something(stage, staged):
    with pytest.raises(ReasonTooShort):
        hand_over(stage, staged, reason="I know them.")
    open_one = stage.case(AT(1), AT(2))
    with pytest.raises(IllegalStep):
        hand_over(stage, open_one)
    for who in (staged.a, staged.candidate):
        with pytest.raises(NotYours):
            hand_over(stage, staged, who=who)


def test_the_page_hands_over_and_keeps_what_was_typed(stage, staged, visit):
    lead, page = visit(stage.lead), f"/panel/cases/{staged.case_id}/hand-over"
    assert lead.get(page).status_code == 200
    unsaid = lead.post(page, {"reason": KNOWN})
    assert (unsaid.status_code, "Choose what lies between you" in unsaid.text, KNOWN in unsaid.text) == (422, True, True)
    refused = lead.post(page, {"kind": "kin", "reason": "Kin."})
    assert (refused.status_code, ">\nKin.</textarea>" in refused.text) == (422, True)
    assert lead.post(page, {"kind": "kin", "reason": KNOWN}).status_code == 302
    assert (stage.rows(Conflict)[0]["kind"], lead.get(page).status_code) == ("kin", 404)


@pytest.mark.parametrize("kind", [None, ConflictKind.KIN])
def test_a_rater_who_leaves_the_room_ends_the_talk_and_the_lead_decides(stage, visit, kind):
    staged = stage.case(AT(1), AT(2))
    stage.do(actions.stand_aside, case_id=staged.case_id, reason=KNOWN, kind=kind, actor=stage.who(staged.a),
             now=stage.build.now)  # fmt: skip
    (discussion,), (dispute,) = stage.rows(Discussion), stage.rows(Dispute)
    assert (stage.state(staged), discussion["ended_why"], dispute["why"]) == ("dispute", "recused", "recused")
    assert len(stage.rows(Conflict)) == (kind is not None)
    with pytest.raises(DiscussionOver):
        stage.do(actions.say, case_id=staged.case_id, body="Are you there?", actor=stage.who(staged.b), now=stage.build.now)
    rooms = [visit(who).get(f"/desk/rooms/{staged.case_id}").status_code for who in (staged.a, staged.b)]
    assert rooms == [404 if kind else 200, 200]
    for reader in (staged.b, stage.lead):
        assert "CNRY" not in visit(reader).get(f"/desk/rooms/{staged.case_id}").text


def test_leaving_on_the_page_asks_why_and_keeps_it(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater, room = visit(staged.a), f"/desk/rooms/{staged.case_id}/leaving"
    refused = rater.post(room, {"reason": "Busy."})
    assert (refused.status_code, ">\nBusy.</textarea>" in refused.text) == (422, True)
    assert (rater.post(room, {"reason": KNOWN, "kind": "kin"}).status_code, stage.state(staged)) == (302, "dispute")
