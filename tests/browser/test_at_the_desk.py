"""Small things at an assessor's desk: the cite bar keeps off its words, Escape leaves a list, a failed save is in view."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import WHY, Assessor

pytestmark = [pytest.mark.browser, pytest.mark.once]

PLACES = """() => {
  const bar = document.querySelector("[data-cite-bar]").getBoundingClientRect();
  const words = getSelection().getRangeAt(0).getBoundingClientRect();
  return bar.bottom <= words.top || bar.top >= words.bottom;
}"""
AT_THE_FOOT = """(words) => {
  const pane = words.closest(".pane");
  pane.scrollBy(0, words.getBoundingClientRect().bottom - pane.getBoundingClientRect().bottom + 10);
}"""


@pytest.fixture
def desk(stage, sign_in):
    """An assessor at an open desk."""
    found = Assessor(sign_in(stage.raters_of(stage.to_rate(stage.people()))[0]))
    found.opens_the_next_case()
    found.declares_no_conflict()
    return found


def test_the_cite_bar_stands_outside_the_selected_words(desk):
    words = desk.page.locator("[data-field=actions] p").first
    words.evaluate(AT_THE_FOOT)
    words.click(click_count=3, position={"x": 20, "y": 10})
    expect(desk.page.locator("[data-cite-bar]")).to_be_visible()
    assert desk.page.evaluate(PLACES)


def test_on_a_very_low_window_the_cite_bar_follows_the_selected_words(desk):
    desk.page.set_viewport_size({"width": 320, "height": 225})
    desk.page.keyboard.press("c")
    bar = desk.page.locator("[data-cite-bar]")
    expect(bar).to_be_visible()
    assert bar.evaluate("(bar) => bar.previousElementSibling.matches('[data-start]')")
    desk.page.keyboard.press("e")
    expect(desk.page.locator("#passages li")).to_have_count(1)
    expect(bar).to_be_hidden()


def test_escape_leaves_a_list_so_that_single_keys_work_again(desk):
    desk.page.click("[data-unfolds]")
    desk.page.focus("#cite-box [name=dimension]")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("r")
    expect(desk.page.locator("[name=reasons]")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_save_that_failed_is_in_view_beside_the_reasons(desk, width):
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.goes_to(f"{desk.page.url.partition('#')[0]}#pane-three")
    desk.page.context.set_offline(True)
    desk.page.fill("[name=reasons]", WHY)
    expect(desk.page.locator("[data-save-state=unsaved]")).to_be_in_viewport()
    expect(desk.page.locator("[name=reasons]")).to_be_in_viewport()
    desk.page.context.set_offline(False)
