"""The helpers of a page, in a real browser on the page of components: passages, keys, counts, kept text, targets."""

import pytest

from reviewboard.web.gallery_readings import ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.once]

CITATION = ("example", "field", "start", "end", "quote")
SELECT_ACROSS_PARAGRAPHS = """() => {
  const [first, second] = document.querySelectorAll("[data-citable] p");
  const range = document.createRange();
  range.setStart(first.querySelector("mark").firstChild, 2);
  range.setEnd(second.firstChild, 10);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .filter((part) => !part.closest(".scroll, .heard, .list thead"))
  .map((part) => part.outerHTML.slice(0, 80))"""
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
  .filter((part) => getComputedStyle(part).display !== "inline" && part.getClientRects().length)
  .filter((part) => { const box = part.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
  .map((part) => part.outerHTML.slice(0, 80))"""


def cited(page):
    return {name: page.input_value(f"#cite-form [name={name}]") for name in CITATION}


SENTENCE = "I found the person through a conference programme and wrote to her the same week."


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        (["ArrowDown", "ArrowDown"], SENTENCE),
        (["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"], SENTENCE),
        (["ArrowDown", "ArrowDown", *["Shift+ArrowLeft"] * 9], "I found the person through a"),
        (["ArrowDown", "ArrowDown", "Shift+ArrowDown"], f"{SENTENCE}\n\nWe met four times before summer."),
        (["ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 3], "the freight declarations changed"),
    ],
)
def test_a_passage_is_taken_by_keyboard_alone(open_browser, keys, quote):
    page = open_browser()
    page.goto("/components")
    page.focus("[data-citable]")
    for key in (*keys, "Enter"):
        page.keyboard.press(key)
    start = ENGLISH.index(quote)
    assert cited(page) == {
        "example": "sample", "field": "actions", "start": str(start), "end": str(start + len(quote)), "quote": quote,
    }  # fmt: skip


def test_a_passage_selected_before_the_scripts_came_is_offered_when_they_come(open_browser):
    page = open_browser()
    held = []
    page.route("**/js/board.js", lambda route: held.append(route))
    page.goto("/components", wait_until="commit")
    page.wait_for_selector("[data-citable] p")
    page.evaluate(SELECT_ACROSS_PARAGRAPHS)
    page.wait_for_timeout(500)  # the browser tells of the selection, and nobody listens yet
    held[0].continue_()
    page.click("[data-cite-take]")
    assert cited(page)["quote"] != ""


def test_three_clicks_take_their_text_where_the_bar_comes_up_under_them(open_browser):
    page = open_browser()
    page.goto("/components", wait_until="load")
    page.evaluate("""() => {
      const box = document.querySelector("[data-citable] p").getBoundingClientRect();
      scrollBy(0, box.top + box.height / 2 - innerHeight + 30);
    }""")
    place = page.locator("[data-citable] p").first.bounding_box()
    page.mouse.move(place["x"] + 120, place["y"] + place["height"] / 2)
    covered = []
    for count in (1, 2, 3):
        covered.append(page.locator("[data-cite-bar]").is_visible())
        page.mouse.down(click_count=count)
        page.mouse.up(click_count=count)
        page.wait_for_timeout(150)  # a slow hand
    page.click("[data-cite-take]")
    assert (covered, cited(page)["quote"]) == ([False, False, True], ENGLISH.split("\n\n")[0])


def test_a_passage_across_marks_and_paragraphs_has_the_offsets_of_the_text(open_browser):
    page = open_browser()
    page.goto("/components")
    page.evaluate(SELECT_ACROSS_PARAGRAPHS)
    page.click("[data-cite-take]")
    found = cited(page)
    assert ENGLISH[int(found["start"]) : int(found["end"])] == found["quote"]
    assert found["quote"].startswith("found the person")
    assert found["quote"].endswith("We met fou")


def test_single_keys_walk_a_list_rest_while_typing_and_can_be_turned_off(open_browser):
    page = open_browser()
    page.goto("/components")
    here = "document.activeElement.textContent"
    page.evaluate("document.activeElement.blur()")
    walked = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        walked.append(page.evaluate(here))
    assert walked == ["QX7-31K", "B5T-02C", "QX7-31K"]
    page.focus("#sample-title")
    page.keyboard.type("jk?n")
    assert page.input_value("#sample-title") == "jk?n"
    page.click("[data-shortcuts-help] > summary")
    page.uncheck("#shortcuts-on")
    page.reload()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_words_are_counted_as_the_server_counts_them(open_browser):
    page = open_browser()
    page.goto("/components")
    page.fill("#sample-why", "l'équipe – « oui » 😀 3 fois")
    assert page.inner_text("#sample-why-count") == "4 of 400 words"


def test_text_the_server_did_not_take_is_offered_again(open_browser):
    page = open_browser()
    page.goto("/components")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("#sample-why", "Words that were never saved.")
    page.reload()
    page.click("[data-restore-take]")
    assert page.input_value("#sample-why") == "Words that were never saved."


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window_and_every_target_is_large_enough(open_browser, width):
    page = open_browser(width=width)
    page.goto("/components")
    assert (page.evaluate(TOO_WIDE), page.evaluate(TOO_SMALL)) == ([], [])


def test_without_script_the_page_shows_nothing_that_needs_it(open_browser):
    page = open_browser(script=False)
    page.goto("/components")
    assert page.locator(".needs-script").count() > 0
    assert page.locator(".needs-script:visible, [data-cite-bar]:visible, [data-restore]:visible").count() == 0
