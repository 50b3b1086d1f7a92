"""A candidate writes an example, hands it in, and follows it: in both languages, without script, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import STEPS, TOLD, Candidate
from tests.lengths import in_both_languages

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_the_notice_to_the_receipt(stage, sign_in, language):
    people = stage.people()
    candidate = Candidate(sign_in(stage.newcomer(people), language=language))

    candidate.begins(language)
    candidate.accepts_the_notice()
    candidate.types_and_waits_for_the_save("title")
    candidate.page.reload()
    expect(candidate.page.locator("[name=title]")).to_have_value(TOLD["title"])
    candidate.writes_the_example()
    candidate.adds("minutes.txt", b"What we agreed in spring.")
    candidate.submits()
    digest = candidate.holds_a_receipt()

    candidate.sees("li[aria-current=step]")
    candidate.sees("form[data-autosave]", 0)
    candidate.goes_to("/my")
    candidate.sees(".stage-progress")
    receipt = stage.until("the receipt is mailed", lambda: stage.mail_with(digest))
    assert TOLD["title"] not in receipt


def test_without_script(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people()), script=False))
    candidate.begins("en")
    candidate.accepts_the_notice()
    candidate.writes_the_example()
    candidate.adds("minutes.txt", b"What we agreed in spring.")
    candidate.submits()
    candidate.holds_a_receipt()


def test_on_a_phone(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people()), language="fr", width=390))
    candidate.begins("fr")
    candidate.accepts_the_notice()
    for step in STEPS:
        candidate.sees(f"[name={step[0]}]")
        candidate.fits()
        candidate.fills(step)
        candidate.page.click("button[name=then][value=next]")
    candidate.sees("form#upload")
    candidate.fits()
    candidate.submits()
    candidate.holds_a_receipt()
    candidate.fits()


def test_what_is_missing_is_named_and_leads_to_its_place(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people())))
    candidate.begins("en")
    candidate.accepts_the_notice()
    candidate.fills(STEPS[0])
    candidate.page.click("button[name=then][value=stay]")
    candidate.page.locator("main nav a, main ol a").last.click()
    candidate.sees(".confirm", 0)
    candidate.page.locator("#still-needed a").first.click()
    expect(candidate.page.locator("[name=contacts]")).to_be_visible()
