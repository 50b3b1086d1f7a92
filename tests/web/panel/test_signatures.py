"""A signature ends what follows: it is given below what is to be read, looked over once more, and by what a lead may read."""

import re

import pytest

from reviewboard.foundation.access.permissions import may
from reviewboard.stages.consensus.actions import Decision, resolve
from reviewboard.stages.consensus.tables import Agreement
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.words import beside_required
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import LONG, WHY, Stage, per_dimension

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build, policy={"confirm_agreement": True})


@pytest.fixture
def proposed(stage):
    """A decision of the first lead that waits for the other one."""
    staged = stage.case(AT(2), AT(4))
    said = Decision(AT(3), LONG, per_dimension("Shown."), "More people, on purpose.")
    stage.do(resolve, case_id=staged.case_id, decision=said, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    return staged


def reads_text(stage, staged, account_id):
    from reviewboard.extensions import db

    who = stage.who(account_id)
    return stage.build.read(lambda: may(who, "examples.read", case_facts(db.session.get_one(Case, staged.case_id), who)))


def button(page):
    """Return the text before and after the signature's section."""
    before, _title, after = page.partition('id="signature"')
    return before, after


class TestConfirmation:
    def test_says_that_the_text_is_not_there_where_a_lead_may_not_read_it(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        page = visit(stage.lead).get(f"/panel/confirmations/{staged.case_id}").text
        said = "You confirm on the two ratings and the passages they cite." in page
        assert (reads_text(stage, staged, stage.lead), said, "We met four times." in page) == (False, True, False)

    def test_the_signature_stands_below_what_is_to_be_read(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        before, after = button(visit(stage.lead).get(f"/panel/confirmations/{staged.case_id}").text)
        there = f"/panel/confirmations/{staged.case_id}/check"
        assert [("Level: 2." in half, there in half) for half in (before, after)] == [(True, False), (False, True)]

    def test_is_looked_over_before_it_is_final(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        lead, address = visit(stage.lead), f"/panel/confirmations/{staged.case_id}"
        shown = lead.get(f"{address}/check")
        assert (shown.status_code, stage.rows(Agreement)[0]["confirmed_at"]) == (200, None)
        assert re.findall(r'<form class="form" method="post" action="([^"]+)"', shown.text) == [address]
        assert (lead.post(address).status_code, stage.state(staged)) == (302, "decided")
        over = lead.get(f"{address}/check")
        assert (over.status_code, over.location) == (302, address)

    def test_says_how_the_level_stands_to_the_required_one(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        lead, address = visit(stage.lead), f"/panel/confirmations/{staged.case_id}"
        pages = [lead.get(address).text, lead.get(f"{address}/check").text]
        assert [page.count("The required level is 3: this outcome is below it.") for page in pages] == [1, 1]

    def test_the_check_is_closed_to_those_who_may_not_follow_the_case(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        address = f"/panel/confirmations/{staged.case_id}/check"
        assert [visit(one).get(address).status_code for one in (staged.a, staged.candidate)] == [404, 404]

    def test_why_it_was_refused_is_read_by_the_leads_as_the_form_says(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        address = f"/panel/confirmations/{staged.case_id}"
        asked = visit(stage.lead).get(address).text
        assert ("At least 40 characters. The leads of the panel read it" in asked, "0 of at least 40" in asked) == (True, True)
        visit(stage.lead).post(f"{address}/refuse", {"reason": "Neither of them weighed the second example at all."})
        read = [visit(one).get(f"/panel/cases/{staged.case_id}").text for one in (stage.lead, stage.other_lead)]
        assert ["Neither of them weighed the second example at all." in page for page in read] == [True, True]
        assert ["another panel lead" in page for page in read] == [False, True]
        dispute = visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text
        assert dispute.count("Neither of them weighed the second example at all.") == 1

    def test_too_short_a_reason_names_no_reader_it_does_not_have(self, stage, visit):
        staged = stage.case(AT(2), AT(2))
        answer = visit(stage.lead).post(f"/panel/confirmations/{staged.case_id}/refuse", {"reason": "No.  "}).text
        assert ("the other rater" in answer, "3 of at least 40 characters" in answer) == (False, True)


class TestCountersign:
    def test_is_looked_over_before_it_is_final(self, stage, proposed, visit):
        address, second = f"/panel/countersigns/{proposed.case_id}", visit(stage.other_lead)
        assert re.findall(r'method="post" action="(/panel[^"]+)"', second.get(address).text) == [f"{address}/decline"]
        shown = second.get(f"{address}/check")
        assert (shown.status_code, stage.state(proposed)) == (200, "countersign")
        assert re.findall(r'method="post" action="(/panel[^"]+)"', shown.text) == [address]
        version = re.findall(r'name="version" value="([^"]+)"', shown.text)
        assert (second.post(address, {"version": version[0]}).status_code, stage.state(proposed)) == (302, "decided")

    def test_its_own_author_is_led_back(self, stage, proposed, visit):
        address = f"/panel/countersigns/{proposed.case_id}"
        answer = visit(stage.lead).get(f"{address}/check")
        assert (answer.status_code, answer.location) == (302, address)

    def test_sending_it_back_says_beforehand_how_long_and_who_reads(self, stage, proposed, visit):
        page = visit(stage.other_lead).get(f"/panel/countersigns/{proposed.case_id}").text
        assert ("At least 40 characters. The leads of the panel read it" in page, "0 of at least 40" in page) == (True, True)


@pytest.mark.parametrize(
    ("outcome", "required", "said"),
    [
        (AT(3), 3, "The required level is 3: this outcome reaches it."),
        (AT(2), 3, "The required level is 3: this outcome is below it."),
        (Outcome(OutcomeKind.NOT_DEMONSTRATED), 1, "The required level is 1: this outcome is below it."),
        (Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE), 3, "The required level is 3: this outcome names no level."),
        (AT(2), None, None),
    ],
)
def test_an_outcome_beside_the_required_level(app, outcome, required, said):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert beside_required(outcome, required) == said


@pytest.mark.parametrize("page", ["confirmations", "disputes"])
def test_the_language_of_the_case_is_said_once(stage, visit, page):
    staged = stage.case(AT(2), AT(2 if page == "confirmations" else 4))
    assert visit(stage.lead).get(f"/panel/{page}/{staged.case_id}").text.count("The case is in English.") == 1


def test_a_decision_made_by_a_colleague_is_told_by_role(stage, proposed, visit):
    address = f"/panel/cases/{proposed.case_id}"
    pages = [visit(one).get(address).text for one in (stage.lead, stage.other_lead)]
    told = [(page.count("another panel lead"), "Lucie Lead" in page.split("<main")[1]) for page in pages]
    assert told == [(0, False), (1, False)]
    assert WHY not in pages[0].split('id="history"')[1]
