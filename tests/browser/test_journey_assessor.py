"""An assessor works from the queue to the seal: in both languages, without script, on a phone. Keys: test_twelve_keys.py."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Assessor
from tests.lengths import in_both_languages
from tests.walking import QUOTE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_the_queue_to_the_seal(stage, sign_in, language):
    case = stage.to_rate(stage.people(), language=language)
    first, second = stage.raters_of(case)
    assessor = Assessor(sign_in(first, language=language))

    assessor.reads("#queue", stage.code_of(case))
    assessor.opens_the_next_case()
    assessor.sees("[data-field]", 0)  # nothing is read before the conflict check
    assessor.declares_no_conflict()
    assessor.cites_what_was_done()
    assessor.rates(3)
    comes_back_to_a_refused_seal(assessor.page)
    assessor.seals()

    assessor.goes_to("/desk")
    assessor.sees("#queue", 0)
    assert stage.sealed_places(case) == [1]
    assert stage.state_of(case) == "rating"
    assert second != first


def comes_back_to_a_refused_seal(page):
    """Seal without the tick, tick after all, go away: Back and reload show the page again, tick and all, and send nothing."""
    page.click("button[name=then][value=review]")
    page.click(".confirm .button-primary")
    page.wait_for_selector("#confirmed-error")
    page.check("#confirmed")
    page.click(".confirm .button-quiet")
    page.wait_for_selector("form#rating", state="attached")
    page.go_back()
    expect(page.locator("#confirmed")).to_be_checked()
    page.reload()
    expect(page.locator("#confirmed")).to_be_checked()
    page.click(".confirm .button-quiet")
    page.wait_for_selector("form#rating", state="attached")


def test_without_script(stage, sign_in):
    case = stage.to_rate(stage.people())
    assessor = Assessor(sign_in(stage.raters_of(case)[0], script=False))
    assessor.opens_the_next_case()
    assessor.declares_no_conflict()
    assessor.pastes(QUOTE)
    assessor.rates(3)
    assessor.seals()
    assert stage.sealed_places(case) == [1]


def test_on_a_phone(stage, sign_in):
    case = stage.to_rate(stage.people())
    assessor = Assessor(sign_in(stage.raters_of(case)[0], language="fr", width=390))
    assessor.fits()
    card = assessor.page.locator("#queue tbody > tr").first
    assert card.bounding_box()["height"] < 300  # a third of the screen
    card.click(position={"x": 200, "y": 80})
    assessor.page.wait_for_selector("[name=conflict]")
    assessor.page.go_back()
    assessor.opens_the_next_case()
    assessor.fits()
    assessor.declares_no_conflict()
    assessor.fits()
    assessor.cites_what_was_done()  # which leads to the pane of the rating
    assessor.rates(2)
    assessor.fits()
    assessor.seals()
    assert stage.sealed_places(case) == [1]
