"""People at their screens: what each does, in the words of their work. Places are found by what no language changes."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Error, Page, expect

from reviewboard.demo.people import DOMAIN

PRIMARY = "main .button-primary:visible"
TOLD = {
    "title": "A yearly exchange with the harbour masters",
    "context": "Two new rules on moored vessels were coming and nobody in my unit knew how harbours keep their books.",
    "contacts": "Four harbour masters and an adviser of their association, none of whom I had met before.",
    "why_not_clients": "My unit does not serve them, and they belong to no team of ours.",
    "confirmer_name": "The head of my section",
    "actions": "I wrote to the association, visited two harbours and set up a call every spring, which I still hold.",
    "result": "We heard of three problems before the rules applied and changed our forms in time.",
    "benefit": "Two other units now ask the same people before they write to harbours.",
}
DAYS = {"when_from": "2026-02-02", "when_to": "2026-05-29"}
STEPS = (
    ("title", "when_from", "when_to", "context"), ("contacts", "why_not_clients", "confirmer_name"), ("actions",),
    ("result", "benefit"),
)  # fmt: skip
WHY = "The candidate sought out new people and keeps in touch with them; the exchange still serves the unit."
WHY_NOT_ABOVE = "Nothing shows a plan for the network as a whole."
LONGER = (
    "Both readings rest on the same passage. It shows people sought out, an exchange that goes on, and others who lean "
    "on it; what it does not show is a network planned for its own sake. The anchors of the level below ask for less."
)
TRIES = 3  # of a person who selects words or opens a page on a slow machine


class Person:
    """Somebody in front of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sees(self, place: str, times: int = 1) -> None:
        """Check that a place is on the page so many times."""
        expect(self.page.locator(place)).to_have_count(times)

    def reads(self, place: str, words: str) -> None:
        """Check that a place says some words."""
        expect(self.page.locator(place).first).to_contain_text(words)

    def fits(self) -> None:
        """Check that nothing on the page is wider than the window."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert (self.page.url, self.page.evaluate(wider)) == (self.page.url, 0)

    def goes_on(self) -> None:
        """Press the page's one primary button or link."""
        self.page.locator(PRIMARY).first.click()

    def goes_to(self, address: str) -> None:
        """Open an address, again where a page that was still on its way came in between."""
        for tries_left in range(TRIES)[::-1]:
            try:
                self.page.goto(address)
                return
            except Error as met:
                if "interrupted by another navigation" not in met.message or not tries_left:
                    raise

    def opens(self, text: str) -> None:
        """Follow the link of a case."""
        self.page.locator("main a", has_text=text).first.click()

    def chooses(self, name: str, value: str) -> None:
        """Tick one choice of a group."""
        self.page.locator(f'main input[name="{name}"][value="{value}"]').check(force=True)


class Candidate(Person):
    """Writes an example and hands it in."""

    def begins(self, language: str) -> None:
        """Start on the offer, in a language."""
        self.page.locator(f"input[name=language][value={language}] + label").click()
        self.goes_on()
        expect(self.page.locator("input[name=notice_version]")).to_have_count(1)

    def accepts_the_notice(self) -> None:
        """Say that the notice was read."""
        self.goes_on()
        self.goes_on()  # the first example
        expect(self.page.locator("[name=title]")).to_be_visible()

    def fills(self, step: tuple[str, ...]) -> None:
        """Type one step."""
        for name in step:
            self.page.fill(f"[name={name}]", {**TOLD, **DAYS}[name])

    def types_and_waits_for_the_save(self, name: str) -> None:
        """Type one field and wait until the board itself has it."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
            self.page.fill(f"[name={name}]", TOLD[name])
        expect(self.page.locator("[data-save-state=saved]")).to_be_visible()

    def writes_the_example(self) -> None:
        """Type every step, one after the other."""
        for step in STEPS:
            expect(self.page.locator(f"[name={step[0]}]")).to_be_visible()
            self.fills(step)
            self.page.click("button[name=then][value=next]")
        expect(self.page.locator("form#upload")).to_be_visible()

    def adds(self, name: str, body: bytes) -> None:
        """Send one file as evidence."""
        file = {"name": name, "mimeType": "text/plain", "buffer": body}
        self.page.set_input_files("#upload [name=file]", file)  # type: ignore[arg-type]
        self.page.click("#upload button[type=submit]")
        expect(self.page.locator("#filed .evidence-name", has_text=name)).to_be_visible()

    def submits(self) -> None:
        """Go to the check and confirm there."""
        self.goes_on()
        expect(self.page.locator(".confirm")).to_be_visible()
        self.goes_on()

    def holds_a_receipt(self) -> str:
        """Return the digest that the page shows."""
        digest = self.page.locator(".digest code").inner_text()
        assert re.fullmatch("[0-9a-f]{64}", digest.replace(" ", "")), digest
        return digest


class Assessor(Person):
    """Rates what is in the queue."""

    def opens_the_next_case(self) -> None:
        """Follow what the queue offers first."""
        self.goes_on()

    def declares_no_conflict(self) -> None:
        """Say that nothing lies between oneself and the candidate."""
        self.chooses("conflict", "no")
        self.goes_on()
        expect(self.page.locator("form#rating")).to_be_attached()
        self.page.wait_for_load_state()  # from here on single keys are heard

    def cites_what_was_done(self) -> None:
        """Select a whole paragraph with the mouse, again where the page still moved under it, and tie it to a dimension."""
        for _ in range(TRIES):
            self.page.locator("[data-field=actions] p").first.click(click_count=3)
            try:
                expect(self.page.locator("[data-cite-take]")).to_be_visible(timeout=3000)
                break
            except AssertionError:
                continue
        self.page.click("[data-cite-take]")
        self.page.select_option("#cite-box [name=dimension]", "effort")
        self.page.click("#add-passage")
        expect(self.page.locator("#passages li")).to_have_count(1)

    def rates(self, level: int) -> None:
        """Fill in the rating."""
        self.chooses("in_scope", "yes")
        for dimension in ("effort", "benefit"):
            self.chooses(f"dimension-{dimension}-level", str(level))
            self.page.fill(f"[name=dimension-{dimension}-reasons]", f"{WHY} ({dimension})")
        self.chooses("outcome", f"level:{level}")
        for rule in self.page.locator("[name=evidence_rule_noted]").all():
            rule.check()
        self.page.fill("[name=reasons]", WHY)
        self.page.fill("[name=why_not_above]", WHY_NOT_ABOVE)

    def seals(self) -> None:
        """Review, confirm, seal."""
        self.page.click("button[name=then][value=review]")
        self.page.check("#confirmed")
        self.goes_on()
        expect(self.page.locator("form#rating")).to_have_count(0)

    def pastes(self, quote: str) -> None:
        """Cite words where no script helps: paste them into the form."""
        self.page.fill("[name=quote]", quote)
        self.page.select_option("#cite-box [name=dimension]", "effort")
        self.page.click("#add-passage")
        expect(self.page.locator("#passages li")).to_have_count(1)

    def rates_and_seals(self, level: int) -> None:
        """The whole way from the queue to the seal."""
        self.opens_the_next_case()
        self.declares_no_conflict()
        self.cites_what_was_done()
        self.rates(level)
        self.seals()


class Lead(Person):
    """Decides and releases."""

    def decides(self, level: int) -> None:
        """Decide with reasons and confirm."""
        self.chooses("outcome", f"level:{level}")
        self.page.fill("[name=reasons]", LONGER)
        for dimension in ("effort", "benefit"):
            self.page.fill(f"[name=reasons_{dimension}]", f"{WHY} ({dimension})")
        self.page.fill("[name=next_needed]", WHY_NOT_ABOVE)
        self.goes_on()
        expect(self.page.locator(".confirm")).to_be_visible()
        self.goes_on()
        expect(self.page.locator(".confirm")).to_have_count(0)

    def releases(self, code: str) -> None:
        """Choose a result on the list, look it over, release it."""
        self.goes_to("/panel/releases")
        self.page.locator("main label", has_text=code).click()
        self.goes_on()
        expect(self.page.locator(".confirm")).to_contain_text(code)
        self.goes_on()


class Coordinator(Person):
    """Sets a cycle up."""

    def makes_a_cycle(self, name_fr: str, name_en: str) -> None:
        """Make a draft cycle that opens now."""
        self.goes_on()
        now = datetime.now().astimezone()
        typed = {
            "name_fr": name_fr, "name_en": name_en, "opens_at": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}",
            "closes_at": f"{now + timedelta(days=30):%Y-%m-%dT%H:%M}", "hear_by": f"{now + timedelta(days=70):%Y-%m-%d}",
        }  # fmt: skip
        for name, value in typed.items():
            self.page.fill(f"[name={name}]", value)
        self.goes_on()
        self.page.wait_for_selector("#still-needed")
        self.cycle = self.page.url.partition("?")[0].rstrip("/")

    def opens_section(self, name: str) -> None:
        """Open one section of the cycle's set-up."""
        self.goes_to(f"{self.cycle}/{name}")

    def chooses_the_scale(self, required: int) -> None:
        """Assess on the one published scale, with a required level."""
        self.opens_section("scale")
        self.page.locator("[name=scale]").check()
        self.page.locator("select[name^=required_]").select_option(str(required))
        self.goes_on()

    def limits(self, name: str, value: int) -> None:
        """Change one limit."""
        self.opens_section("limits")
        self.page.fill(f"[name={name}]", str(value))
        self.goes_on()

    def consequences(self) -> list[str]:
        """Return what the policy makes of each pair, as the page shows it."""
        return self.page.locator("#consequences td").all_inner_texts()

    def brings_in(self, roles: list[str], marker: str) -> None:
        """Import people from a file: look at what would happen, then take them in."""
        lines = [f"{role}{n}.{marker}@{DOMAIN},{role} {n},{role},2027-12-31" for n, role in enumerate(roles)]
        body = "\n".join(["email,name,role,trained_until", *lines]).encode()
        self.opens_section("people/import")
        self.page.set_input_files("[name=people]", {"name": "people.csv", "mimeType": "text/csv", "buffer": body})
        self.goes_on()
        expect(self.page.locator("main tbody tr")).to_have_count(len(roles))
        self.goes_on()
        self.page.wait_for_url("**/people")

    def opens_the_cycle(self) -> None:
        """Review and open."""
        self.opens_section("open")
        expect(self.page.locator(".confirm")).to_be_visible()
        self.goes_on()
        expect(self.page.locator(".stage-line")).to_be_visible()
