"""Two assessors talk in the consensus room: what one enters appears for the other, who reloads nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import WHY, Person

pytestmark = pytest.mark.browser


def test_a_message_and_a_move_appear_for_the_other(stage, sign_in):
    case = stage.rated(stage.people(required_level=2), 2, 3, "discussion")
    first, second = (Person(sign_in(key)) for key in stage.raters_of(case))
    for person in (first, second):
        person.goes_to(f"/desk/rooms/{case}?topic=effort")
    second.page.evaluate("window.stayed = true")

    first.page.fill("[name=body]", "I read the third sentence as one visit, not as a series.")
    first.page.locator("form[action$='/messages'] button").click()
    expect(second.page.locator("#live")).to_contain_text("I read the third sentence")

    first.chooses("level", "3")
    first.page.fill("#move [name=reason]", WHY)
    first.page.click("#move button[name=stand][value=move]")
    expect(second.page.locator("#live")).to_contain_text(WHY)
    assert second.page.evaluate("window.stayed") is True
