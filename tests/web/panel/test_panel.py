"""The lead's pages: what waits, both ratings over the text, decisions with reasons, releases; letters for raters."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.tables import Discussion, Dispute, Resolution
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from tests.stages.consensus.staging import DIMENSIONS, LONG, WHY, Stage

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def decision(stage, staged, outcome, **more):
    return {
        "version": str(stage.version(staged)), "outcome": outcome, "reasons": WHY, "next_needed": "Others, on purpose.",
        **{f"reasons_{key}": f"{key} is shown in the passage both cite." for key in DIMENSIONS}, **more,
    }  # fmt: skip


class TestDispute:
    def test_shows_both_ratings_over_the_text_with_letters_only(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        page = visit(stage.lead).get(f"/panel/disputes/{staged.case_id}")
        assert page.status_code == 200
        for there in ("2 levels apart, across the required level 3", "Level: 2.", "Level: 4.", "cite cite-ab"):
            assert there in page.text
        for name in ("Anne Assessor", "Boris Assessor", "Camille Candidate"):
            assert name not in page.text

    def test_is_closed_to_everybody_but_an_unconcerned_lead(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        conflicted = stage.build.someone(stage.cycle_id, Role.LEAD)
        stage.do(lambda: db.session.add(Conflict(
            person_id=staged.candidate, other_id=conflicted, kind="kin", declared_by=conflicted,
            declared_at=stage.build.now)))  # fmt: skip
        stage.build.member(staged.b, stage.cycle_id, Role.LEAD)
        elsewhere = stage.build.someone(stage.build.cycle(), Role.LEAD)
        coordinator = stage.build.someone(stage.cycle_id, Role.COORDINATOR)
        people = (staged.a, staged.b, staged.candidate, conflicted, elsewhere, coordinator, stage.lead)
        pages = [visit(person).get(f"/panel/disputes/{staged.case_id}").status_code for person in people]
        acts = [
            visit(person).post(f"/panel/disputes/{staged.case_id}/decision", decision(stage, staged, "level:2"))
            .status_code for person in people
        ]  # fmt: skip
        assert (pages, acts) == ([404] * 6 + [200], [404] * 6 + [302])

    def test_is_closed_before_there_is_a_dispute(self, stage, visit):
        found = [
            visit(stage.lead).get(f"/panel/disputes/{stage.case(AT(1), second).case_id}").status_code
            for second in (None, AT(1), AT(2))
        ]
        assert found == [404, 404, 404]

    def test_a_decision_is_checked_first_then_taken(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        lead, said = visit(stage.lead), decision(stage, staged, "level:2")
        kept = lead.post(f"/panel/disputes/{staged.case_id}/draft", {**said, "then": "review"})
        assert (kept.status_code, kept.location) == (302, f"/panel/disputes/{staged.case_id}/decision")
        checked = lead.get(kept.location)
        assert (checked.status_code, stage.rows(Resolution)) == (200, [])
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked.text))
        taken = lead.post(f"/panel/disputes/{staged.case_id}/decision", {name: fields[name] for name in said})
        assert (taken.status_code, stage.state(staged), stage.rows(Resolution)[0]["level"]) == (302, "decided", 2)

    def test_a_decision_with_parts_missing_keeps_the_rest(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        said = decision(stage, staged, "level:3", reasons="Too short to stand up in a review.")
        answer = visit(stage.lead).post(f"/panel/disputes/{staged.case_id}/decision", said)
        assert (answer.status_code, stage.state(staged)) == (422, "dispute")
        for there in ("at least 200 characters", "Too short to stand up in a review.", "Others, on purpose."):
            assert there in answer.text

    def test_another_lead_was_faster(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        said = decision(stage, staged, "level:2")
        first = visit(stage.lead).post(f"/panel/disputes/{staged.case_id}/decision", said)
        second = visit(stage.other_lead).post(f"/panel/disputes/{staged.case_id}/decision", said)
        assert (first.status_code, second.status_code, len(stage.rows(Resolution))) == (302, 409, 1)
        assert "The case moved on while you wrote" in second.text

    def test_a_third_rating_is_asked_for_and_shown_when_it_is_there(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        lead = visit(stage.lead)
        wish = {"version": str(stage.version(staged)), "reason": WHY}
        asked = lead.post(f"/panel/disputes/{staged.case_id}/third", wish)
        assert (asked.status_code, stage.state(staged)) == (302, "third_rating")
        stage.third(staged, AT(3))
        page = lead.get(f"/panel/disputes/{staged.case_id}").text
        assert ("Level: 3." in page, "voice-c" in page, "Ask for a third" in page) == (True, True, False)

    def test_a_decision_that_equals_neither_is_countersigned_by_another_lead(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        said = decision(stage, staged, "level:3", reasons=LONG)
        visit(stage.lead).post(f"/panel/disputes/{staged.case_id}/decision", said)
        address = f"/panel/countersigns/{staged.case_id}"
        own, other = visit(stage.lead).get(address).text, visit(stage.other_lead).get(address).text
        assert ["Once you sign" in page for page in (own, other)] == [False, True]
        signed = {"version": str(stage.version(staged))}
        assert visit(stage.lead).post(address, signed).status_code == 404
        assert visit(stage.other_lead).post(address, signed).status_code == 302
        assert stage.state(staged) == "decided"

    def test_sent_back_it_says_why(self, stage, visit):
        staged = stage.case(AT(2), AT(4))
        said = decision(stage, staged, "level:3", reasons=LONG)
        visit(stage.lead).post(f"/panel/disputes/{staged.case_id}/decision", said)
        why = "The passage on the meetings is not weighed in it at all."
        back = {"version": str(stage.version(staged)), "reason": why}
        sent = visit(stage.other_lead).post(f"/panel/countersigns/{staged.case_id}/decline", back)
        assert (sent.status_code, stage.state(staged)) == (302, "dispute")
        assert why in visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text


class TestConfirmation:
    @pytest.fixture
    def stage(self, build):
        return Stage(build, policy={"confirm_agreement": True})

    def test_is_confirmed_on_its_page(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        lead, address = visit(stage.lead), f"/panel/confirmations/{staged.case_id}"
        assert "The same outcome" in lead.get(address).text
        assert (lead.post(address).status_code, stage.state(staged)) == (302, "decided")

    def test_refused_without_a_reason_it_stays(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        lead, address = visit(stage.lead), f"/panel/confirmations/{staged.case_id}/refuse"
        assert (lead.post(address, {"reason": "No."}).status_code, stage.state(staged)) == (422, "confirmation")
        assert (lead.post(address, {"reason": WHY}).status_code, stage.state(staged)) == (302, "dispute")
        assert [row["why"] for row in stage.rows(Dispute)] == ["unconfirmed"]


class TestDiscussion:
    def test_a_lead_follows_without_the_text_and_gives_time(self, stage, visit):
        staged = stage.case(AT(1), AT(2))
        stage.do(actions.say, case_id=staged.case_id, body="See passage 1.", actor=stage.who(staged.a),
                 now=stage.build.now)  # fmt: skip
        lead, address = visit(stage.lead), f"/panel/discussions/{staged.case_id}"
        page = lead.get(address).text
        assert ("See passage 1." in page, "We met four times." in page) == (True, False)
        (before,) = stage.rows(Discussion)
        given = lead.post(f"{address}/extend", {"hours": "48", "reason": WHY})
        (after,) = stage.rows(Discussion)
        assert (given.status_code, (after["due_at"] - before["due_at"]).total_seconds()) == (302, 48 * 3600)

    @pytest.mark.parametrize("hours", ["", "0", "-1", "many", "99999999999"])
    def test_hours_that_make_no_sense_are_refused(self, stage, visit, hours):
        staged = stage.case(AT(1), AT(2))
        before = stage.rows(Discussion)
        given = visit(stage.lead).post(f"/panel/discussions/{staged.case_id}/extend", {"hours": hours, "reason": WHY})
        assert (given.status_code, stage.rows(Discussion), WHY in given.text) == (422, before, True)

    def test_nothing_of_it_shows_before_both_ratings_are_sealed(self, stage, visit):
        staged = stage.case(AT(1), None)
        lead = visit(stage.lead)
        assert lead.get(f"/panel/discussions/{staged.case_id}").status_code == 404
        page = lead.get(f"/panel/cases/{staged.case_id}").text
        assert ("not sealed yet" in page, "Level: 1." in page) == (True, False)


class TestReleases:
    def ready(self, stage, count=1):
        cases = [stage.case(AT(2), AT(2)) for _ in range(count)]
        for staged in cases:
            stage.do(write, case_id=staged.case_id, now=stage.build.now)
        return cases

    def test_several_are_looked_over_then_released_together(self, stage, visit):
        one, two, three = self.ready(stage, 3)
        lead = visit(stage.lead)
        assert lead.get("/panel/releases").text.count('name="case"') == 3
        shown = lead.get(f"/panel/releases/preview?case={one.case_id}&case={three.case_id}").text
        chosen = re.findall(r'name="case" value="([^"]+)"', shown)
        assert sorted(chosen) == sorted([one.case_id, three.case_id])
        released = lead.post("/panel/releases", {"case": chosen})
        states = [stage.state(staged) for staged in (one, two, three)]
        assert (released.status_code, states) == (302, ["released", "recorded", "released"])

    def test_nothing_chosen_is_told_so(self, stage, visit):
        self.ready(stage)
        lead = visit(stage.lead)
        assert [lead.get("/panel/releases/preview").status_code, lead.post("/panel/releases").status_code] == [422, 422]

    def test_a_lead_of_another_cycle_sees_and_releases_none(self, stage, visit):
        (staged,) = self.ready(stage)
        elsewhere = visit(stage.build.someone(stage.build.cycle(), Role.LEAD))
        assert staged.case_id not in elsewhere.get("/panel/releases").text
        assert elsewhere.get(f"/panel/releases?cycle={stage.cycle_id}").status_code == 404
        assert elsewhere.get(f"/panel/releases/preview?case={staged.case_id}").status_code == 422
        assert elsewhere.post("/panel/releases", {"case": [staged.case_id]}).status_code == 404
        assert stage.state(staged) == "recorded"

    def test_the_candidate_reads_it_after_the_release_and_not_before(self, stage, visit):
        (staged,) = self.ready(stage)
        candidate, address = visit(staged.candidate), f"/my/cases/{staged.case_id}/result"
        assert candidate.get(address).status_code == 404
        visit(stage.lead).post("/panel/releases", {"case": [staged.case_id]})
        page = candidate.get(address)
        assert page.status_code == 200
        for there in ("Your examples show level 2", f"{WHY} Level: 2.", "Seen as effort at 2.", "It was not reached."):
            assert there in page.text
        for name in ("Anne Assessor", "Boris Assessor", "Lucie Lead"):
            assert name not in page.text
        assert [visit(person).get(address).status_code for person in (staged.a, stage.lead)] == [404, 404]
