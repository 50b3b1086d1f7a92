"""People of a recourse at their screens, what each of them writes, and how a case comes to have a result to question.

Every sentence is written by one person and stands nowhere else, so that whoever finds it knows whose it is.
"""

import re
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.stages.consensus.actions import call_third, countersign, resolve
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.record.actions import release
from reviewboard.stages.submission.tables import Case
from tests.browser.people import Person
from tests.browser.stage import Stage
from tests.walking import Panel, level, rate, seats_of

FIRST = "I read one visit and one telephone call, and nobody in the text was met because of somebody else in it."
SECOND = "Each harbour master led to the next one, and the association still writes to the unit when a rule is prepared."
THIRD = "Three advisers answer as one body here; I see a standing exchange with them and no further circle around it."
WHY_THIRD = "The two readings of the same passage exclude each other, so a person who knows neither should read it."
RESOLVED = (
    "None of the three readings stands on its own. The advisers were three people of three offices, which is more than the "
    "first rating sees; that a wider network was built, as the second one holds, is said nowhere in the text. What the third "
    "one calls a standing exchange brought both offices something that lasts, which is what the level between them asks for."
)
EFFORT = "Three people were sought out and met, and a yearly date was kept with them without being asked for it."
BENEFIT = "Both sides prepared their forms earlier than the rule asked, which the last paragraph says in so many words."
NEEDED = "A plan that names whom to meet next and why, carried out, is what the level above would have needed."
GROUND = "The panel speaks of three people of three offices, while my text names an association of forty members."
ASKED = "Please read the last paragraph again beside the list that I kept with them."
NOTES = "The candidate went through the list name by name and said which of them were met after the first summer."
FOUND = "I compared the list with both readings: nobody cites its second half, where eleven members stand who came later."
RETURN = "What was overlooked bears on the level, and it is not for me to rate it: two others shall read the whole anew."
FRESH_FIRST = "The list grows from three names to eleven within a year, each brought in by one that was there before."
FRESH_SECOND = "I find a network that outlives the question it was made for: its members call a meeting on their own."
ANSWERED = "The fresh pair cites the second half of the list in both ratings, which is what the candidate had asked for."
CONCLUDED = "Read as a whole, the text shows what the first round had not looked at; the fresh outcome takes its place."
UPHELD = "I read the last paragraph beside the list once more: its names are those of members, of whom nobody was met."
UPHELD_IN_ALL = "The reading of the anchor in the first round was right, and nothing that was handed in was left aside."
PDF_PATIENCE = 150_000  # milliseconds, on a machine that does much else; alone it takes ten seconds
OF_THE_ROUND = (FIRST, SECOND, THIRD, RESOLVED, EFFORT, BENEFIT, NEEDED)
OF_THE_RECOURSE = (GROUND, ASKED, NOTES, FOUND, RETURN, FRESH_FIRST, FRESH_SECOND, ANSWERED, CONCLUDED)


def act(stage: Stage, action: Any, *, by: str, **arguments: Any) -> None:
    """Take an action of the board as this account, now."""
    stage.do(action, actor=stage.principal(by), now=stage.now, **arguments)


def version_of(stage: Stage, case_id: str) -> int:
    """Return the version of a case."""
    return stage.read(lambda: db.session.get_one(Case, case_id).version)


def released_after_a_dispute(stage: Stage, people: Panel, **how: Any) -> str:
    """Make a case whose two levels were far apart, with a third blind rating, a level that is none of the three, a second
    lead's signature, and a release. Return its id."""
    decider, signer, clerk = people.leads[:3]
    case_id = stage.to_rate(people, **how)
    for place, number, words in ((1, 1, FIRST), (2, 4, SECOND)):
        rate(stage, case_id, place, level(number), words=words)
    stage.reaches(case_id, "dispute")
    act(stage, call_third, by=decider, case_id=case_id, reason=WHY_THIRD, version=version_of(stage, case_id))
    stage.until("a third rater is seated", lambda: 3 in seats_of(stage, case_id))
    rate(stage, case_id, 3, level(2), words=THIRD)
    stage.reaches(case_id, "dispute")
    decision = Decision(level(3), RESOLVED, {"effort": EFFORT, "benefit": BENEFIT}, NEEDED)
    act(stage, resolve, by=decider, case_id=case_id, decision=decision, version=version_of(stage, case_id))
    act(stage, countersign, by=signer, case_id=case_id, version=version_of(stage, case_id))
    stage.reaches(case_id, "recorded")
    act(stage, release, by=clerk, case_ids=[case_id])
    stage.reaches(case_id, "released")
    return case_id


def released(stage: Stage, people: Panel, number: int, **how: Any) -> str:
    """Make a case with one level that two agreed on and a lead released. Return its id."""
    case_id = stage.rated(people, number, number, "recorded", **how)
    act(stage, release, by=people.leads[-1], case_ids=[case_id])
    stage.reaches(case_id, "released")
    return case_id


def rated_afresh(stage: Stage, case_id: str, number: int) -> str:
    """Wait for the fresh case and its pair, let both come to a level, and wait until it is recorded. Return its id."""
    query = select(Case.id).where(Case.fresh_of == case_id)
    fresh_id = stage.until("the fresh case is there", lambda: stage.read(lambda: db.session.scalar(query)))
    stage.raters_of(fresh_id)
    for place, words in ((1, FRESH_FIRST), (2, FRESH_SECOND)):
        rate(stage, fresh_id, place, level(number), words=words)
    stage.reaches(fresh_id, "recorded")
    return fresh_id


class Asker(Person):
    """A candidate who questions a result."""

    def asks_for_a_review(self, case_id: str) -> None:
        """Come from the result to the form, give one ground, check, send."""
        self.goes_to(f"/my/cases/{case_id}/result")
        self.page.locator("main a[href$='/recourse/decision_review']").first.click()
        self.page.locator("main input[name=ground][value=anchor_misread]").check()
        inside = self.page.locator("[name=text_anchor_misread]")
        if not inside.is_visible():
            self.page.locator(".recourse-ground", has=inside).locator("summary").click()
        inside.fill(GROUND)
        self.page.fill("[name=request]", ASKED)
        self.goes_on()
        expect(self.page.locator(".confirm")).to_contain_text(GROUND)
        self.goes_on()
        expect(self.page.locator("#asked")).to_have_count(1)
        self.reads("main", GROUND)

    def follows(self, case_id: str, kind: str) -> None:
        """Open one recourse that was sent."""
        self.goes_to(f"/my/cases/{case_id}/recourse/{kind}")

    def reads_the_file(self, words: tuple[str, ...]) -> None:
        """Open the file from the page of the review, and find what everybody wrote."""
        self.page.locator("main a[href$='/recourse/file']").first.click()
        for sentence in words:
            self.reads("main", sentence)

    def is_ready(self) -> None:
        """Say that the meeting may be held sooner."""
        self.page.locator("form[action$='/recourse/ready'] button").click()
        self.sees("form[action$='/recourse/ready']", 0)


    def decides_without_a_meeting(self) -> None:
        """Want no meeting, after one more look."""
        self.page.locator("main a[href$='/recourse/waive']").click()
        expect(self.page.locator(".confirm")).to_be_visible()
        self.goes_on()
        self.sees("main a[href$='/recourse/waive']", 0)

    def makes_the_case_file(self, case_id: str) -> bytes:
        """Ask for the whole file, wait until the page offers it, download it."""
        self.goes_to(f"/my/cases/{case_id}/case-file")
        self.goes_on()
        offered = self.page.locator("#made a[href*='/case-file/']")
        expect(offered).to_be_visible(timeout=PDF_PATIENCE)
        answer = self.page.request.get(str(offered.get_attribute("href")))
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        return answer.body()

    def level_in_force(self) -> str:
        """Return the numeral on the ladder of the result."""
        return self.page.locator("main .ladder-large .ladder-word").inner_text().partition(" ")[0]

    def levels_told(self) -> set[str]:
        """Return the numerals of all outcomes that the page tells of."""
        return set(re.findall(r"\b(\d) ·", self.page.locator("main").inner_text()))


class Hearer(Person):
    """A lead who answers a recourse."""

    def takes(self, code: str) -> None:
        """Find it on the list of recourses and take it."""
        self.goes_to("/panel/recourse")
        self.opens(code)
        self.page.locator("form[action$='/take'] button").click()
        self.sees("form[action$='/take']", 0)

    def opens_the_file(self) -> None:
        """Open the file to the candidate."""
        self.goes_on()
        expect(self.page.locator("[name=met_on]")).to_be_visible()

    def notes_the_meeting(self) -> None:
        """Write down who was there and what was said."""
        self.page.reload()
        self.page.fill("[name=attended]", "The candidate and I")
        self.page.fill("[name=notes]", NOTES)
        self.goes_on()
        expect(self.page.locator("form#answer-form")).to_be_visible()

    def answers(self, on_the_ground: str, in_all: str, verdict: str = "") -> None:
        """Write the answer, look it over, give it."""
        self.page.fill("[name=ground_anchor_misread]", on_the_ground)
        if verdict:
            self.chooses("verdict", verdict)
        self.page.fill("[name=reasons]", in_all)
        self.page.click("button[name=then][value=review]")
        expect(self.page.locator(".confirm")).to_contain_text(on_the_ground)
        self.goes_on()
        expect(self.page.locator("form#answer-form")).to_have_count(0)
        self.reads("main", in_all)
