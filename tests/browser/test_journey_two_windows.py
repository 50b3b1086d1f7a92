"""Two windows on one form: what the second saved is never replaced unasked, and what the first typed is never lost."""

import pytest
from playwright.sync_api import expect

from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.extensions import db
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.tables import Example
from tests.browser.people import Assessor, Candidate

pytestmark = [pytest.mark.browser, pytest.mark.once]

THEIRS = "The second window said this, and it was saved."
MINE = "The first window said this, too late to be saved."


def saves(page, name: str, text: str) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.fill(f"[name={name}]", text)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")


def is_told_of_the_other_window(page, name: str, text: str) -> None:
    page.fill(f"[name={name}]", text)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "stale")


def signs_in_here(page, key: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", f"{key}@{DOMAIN}")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def rating(stage, field: str) -> list[str]:
    return stage.read(lambda: [text for text in db.session.execute(db.select(getattr(Rating, field))).scalars() if text])


def examples(stage, field: str) -> list[str]:
    return stage.read(lambda: [text for text in db.session.execute(db.select(getattr(Example, field))).scalars() if text])


@pytest.fixture
def desk(stage, sign_in):
    """An assessor at an open desk."""
    case = stage.to_rate(stage.people())
    found = Assessor(sign_in(stage.raters_of(case)[0]))
    found.opens_the_next_case()
    found.declares_no_conflict()
    return found


def test_an_assessor_puts_back_only_what_this_window_typed(stage, desk):
    page, here = desk.page, desk.page.url
    other = page.context.new_page()
    other.goto(here)
    saves(other, "reasons", THEIRS)
    is_told_of_the_other_window(page, "why_not_above", MINE)
    page.goto(here)
    expect(page.locator("[data-restore]")).to_contain_text(MINE)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.click("[data-restore-take]")
    expect(page.locator("[data-restore]")).to_be_hidden()
    assert (page.input_value("[name=reasons]"), page.input_value("[name=why_not_above]")) == (THEIRS, MINE)
    assert (rating(stage, "reasons").count(THEIRS), rating(stage, "why_not_above").count(MINE)) == (1, 1)


@pytest.mark.parametrize("choice", ["mine", "saved"])
def test_newer_words_in_the_same_field_are_shown_beside_and_stay_until_chosen(stage, desk, choice):
    page, here = desk.page, desk.page.url
    other = page.context.new_page()
    other.goto(here)
    theirs, mine = f"{THEIRS} ({choice})", f"{MINE} ({choice})"
    saves(other, "reasons", theirs)
    is_told_of_the_other_window(page, "reasons", mine)
    page.goto(here)
    offer = page.locator("[data-restore]")
    expect(offer.locator("[data-field-saved]")).to_have_text(theirs)
    expect(offer.locator("[data-field-yours]")).to_have_text(mine)
    expect(offer.locator("[data-restore-take]")).to_be_hidden()
    page.wait_for_timeout(1500)  # longer than an autosave waits
    assert (page.input_value("[name=reasons]"), rating(stage, "reasons").count(theirs)) == (theirs, 1)
    page.click(f"[data-restore-{choice}]")
    expect(offer).to_be_hidden()
    chosen = {"mine": mine, "saved": theirs}[choice]
    expect(page.locator("[name=reasons]")).to_have_value(chosen)
    stage.until("the chosen words are kept", lambda: rating(stage, "reasons").count(chosen) == 1)


def test_a_candidate_puts_back_only_what_this_window_typed(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people()), language="fr"))
    candidate.begins("fr")
    candidate.accepts_the_notice()
    page, here = candidate.page, candidate.page.url
    other = page.context.new_page()
    other.goto(here)
    saves(other, "title", THEIRS)
    is_told_of_the_other_window(page, "context", MINE)
    page.goto(here)
    page.click("[data-restore-take]")
    stage.until("the words are saved", lambda: examples(stage, "context").count(MINE) == 1)
    assert (page.input_value("[name=title]"), examples(stage, "title").count(THEIRS)) == (THEIRS, 1)


def test_a_button_puts_nothing_over_words_that_its_window_has_not_shown(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people())))
    candidate.begins("en")
    candidate.accepts_the_notice()
    page, here = candidate.page, candidate.page.url
    other, theirs, mine = page.context.new_page(), f"{THEIRS} (pressed)", f"{MINE} (pressed)"
    other.goto(here)
    saves(other, "title", theirs)
    page.fill("[name=title]", mine)
    page.click("button[name=then][value=next]")  # before the save by itself has gone out
    expect(page.locator("#both-texts")).to_contain_text(theirs)
    saves(other, "title", f"{theirs} And on.")
    page.click("button[name=then][value=next]")  # over what was shown, which is not what stands there now
    expect(page.locator("#both-texts")).to_contain_text(f"{theirs} And on.")
    assert (examples(stage, "title").count(mine), examples(stage, "title").count(f"{theirs} And on.")) == (0, 1)
    candidate.goes_to(here)
    expect(page.locator("[data-restore]")).to_contain_text(mine)


def test_whoever_signs_in_next_finds_no_text_of_the_person_before(stage, sign_in):
    people = stage.people()
    first, second = stage.newcomer(people), stage.newcomer(people)
    candidate = Candidate(sign_in(first))
    candidate.begins("en")
    candidate.accepts_the_notice()
    page = candidate.page
    page.fill("[name=title]", "x" * 400)
    expect(page.locator("[data-save-state=unsaved]")).to_contain_text("100 too many")
    kept = "() => Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"
    assert page.evaluate(kept) == 1
    page.context.clear_cookies()
    signs_in_here(page, second)
    assert page.evaluate(kept) == 0
