"""An assessor works from the queue to the seal: in both languages by mouse, once by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import WHY, WHY_NOT_ABOVE, Assessor, Hands

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["fr", "en"])
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
    assessor.seals()

    assessor.goes_to("/desk")
    assessor.sees("#queue", 0)
    assert stage.sealed_places(case) == [1]
    assert stage.state_of(case) == "rating"
    assert second != first


def test_by_keyboard_alone(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Hands(sign_in(stage.raters_of(case)[0]))

    hands.presses("Enter")  # the queue's one key: go on with what is due first
    hands.page.wait_for_selector("[name=conflict]")
    hands.ticks("conflict", "no")
    hands.tabs_to("button.button-primary")
    hands.presses("Enter")
    hands.page.wait_for_selector("form#rating", state="attached")

    hands.presses("t")
    hands.tabs_to("[data-citable][data-field=actions]")
    hands.presses("ArrowDown", *["Shift+ArrowRight"] * 5, "Enter")
    hands.tabs_to("#add-passage")
    hands.presses("Enter")
    expect(hands.page.locator("#passages li")).to_have_count(1)

    hands.presses("Escape")
    hands.ticks("in_scope", "yes")
    for dimension in ("effort", "benefit"):
        hands.ticks(f"dimension-{dimension}-level", "2")
        hands.fills(f"dimension-{dimension}-reasons", WHY)
    hands.ticks("outcome", "level:2")
    hands.fills("reasons", WHY)
    hands.fills("why_not_above", WHY_NOT_ABOVE)
    hands.tabs_to("button[name=then][value=review]")
    hands.presses("Enter")
    hands.page.wait_for_selector("#confirmed")
    hands.tabs_to("#confirmed")
    hands.presses("Space")
    hands.tabs_to("button.button-primary")
    hands.presses("Enter")
    hands.page.wait_for_selector("form#rating", state="detached")
    assert stage.sealed_places(case) == [1]
