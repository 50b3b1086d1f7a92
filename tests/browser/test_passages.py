"""What an assessor selects is what is stored, in any script and at any length, and each passage leads to its place and back."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.stages.rating.tables import Citation
from tests.browser.people import Assessor

pytestmark = [pytest.mark.browser, pytest.mark.once]

FAMILY = "👩‍👩‍👧‍👦 families and 🇨🇦 flags"  # joined by U+200D, and a pair of regional letters
COMBINED = "at the cafe\u0301 near Sa\u0303o Paulo"  # e and a with combining marks
ARABIC = "شكرًا جزيلًا لكم جميعًا"
LONG, FIELD = 100_000, 40_000  # characters of an example, and of one part of it at most
MIXED = (
    f"I invited {FAMILY} to the harbour.\n\nWe met twice {COMBINED} before the season. "
    f"One of them wrote to me: {ARABIC}, and called every month.\n\nThe exchange goes on."
)
SELECT = """([field, quote]) => {
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("[data-aside]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
  const spot = (index) => { const [node, from] = nodes.findLast(([, begin]) => begin <= index); return [node, index - from]; };
  const at = text.indexOf(quote);
  const range = document.createRange();
  range.setStart(...spot(at));
  const [last, from] = nodes.findLast(([, begin]) => begin < at + quote.length);
  range.setEnd(last, at + quote.length - from);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
OWN_TEXT = """(field) => { const copy = field.cloneNode(true);
  copy.querySelectorAll("[data-aside]").forEach((aside) => aside.remove());
  return [...copy.querySelectorAll("p")].map((paragraph) => paragraph.textContent).join("\\n\\n"); }"""


def desk_of(stage, sign_in, actions, others=(), **cycle):
    """Return an assessor at the desk of a case whose candidate did this, and told the other parts."""
    case = stage.to_rate(stage.people(**cycle), texts={"actions": actions, **dict(others)})
    assessor = Assessor(sign_in(stage.raters_of(case)[0]))
    assessor.opens_the_next_case()
    assessor.declares_no_conflict()
    return assessor


def cites(assessor, quote, number):
    """Select these words and cite them for effort."""
    field = assessor.page.locator("[data-field=actions]")
    assessor.page.evaluate(SELECT, [field.element_handle(), quote])
    assessor.page.click("[data-cite-take=effort]")
    expect(assessor.page.locator("#passages li")).to_have_count(number)


def stored(stage):
    """Return the newest citations: where each begins and ends, and its words."""
    query = select(Citation.start, Citation.end, Citation.quote).order_by(Citation.id)
    return stage.read(lambda: {tuple(row) for row in db.session.execute(query)})


def span(text, quote):
    """Return where a quote stands in code points, and the quote."""
    return text.index(quote), text.index(quote) + len(quote), quote


def test_any_script_keeps_its_offsets_and_overlapping_passages_their_text(stage, sign_in):
    assessor = desk_of(stage, sign_in, MIXED)
    quotes = (FAMILY, COMBINED, ARABIC, f"{ARABIC}, and called", "before the season. One of them")
    for number, quote in enumerate(quotes, start=1):
        cites(assessor, quote, number)
    assert {span(MIXED, quote) for quote in quotes} <= stored(stage)
    field = assessor.page.locator("[data-field=actions]")
    assert assessor.page.evaluate(OWN_TEXT, field.element_handle()) == MIXED
    assert sorted(field.locator(".cite-number").evaluate_all("marks => marks.map((mark) => mark.id)")) == [
        f"passage-{number}" for number in range(1, 6)
    ]
    assert [one.get_attribute("aria-label").rstrip(":").split(",")[0] for one in field.locator(".cite-number").all()] == [
        "passage 1", "passage 2", "passage 5", "passage 3", "passage 4",
    ]  # fmt: skip


def test_a_passage_leads_to_its_place_in_the_text_and_back(stage, sign_in):
    assessor = desk_of(stage, sign_in, MIXED)
    cites(assessor, ARABIC, 1)
    page = assessor.page
    page.click("#citation-1 .cite-number")
    expect(page.locator("#passage-1:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#citation-1")).to_be_in_viewport()
    assert page.url.endswith("#citation-1")


def test_a_hundred_thousand_characters_keep_their_offsets(stage, sign_in):
    last = f"Then {FAMILY} wrote to me."
    full = ("correspondence " * (FIELD // 15)).strip()
    text = f"{full[: FIELD - len(last) - 1].rstrip()}\n{last}"
    others = {"context": full, "result": full[: LONG - 2 * FIELD]}
    assessor = desk_of(stage, sign_in, text, others, limits={"words_max": 10_000})
    cites(assessor, FAMILY, 1)
    assert span(text, FAMILY) in stored(stage)


def test_words_of_two_parts_are_no_passage_and_the_bar_says_which_are_taken(stage, sign_in):
    assessor = desk_of(stage, sign_in, "I met the harbour masters.", {"result": "They call each other now."})
    page = assessor.page
    page.evaluate("""() => {
      const [from, to] = ["actions", "result"].map((name) => document.querySelector(`[data-field=${name}] p`).firstChild);
      getSelection().setBaseAndExtent(from, 6, to, 9);
    }""")
    expect(page.locator("[data-cite-cut]")).to_contain_text("A passage cannot run across two parts")
    page.click("[data-cite-take=effort]")
    expect(page.locator("#passages blockquote")).to_have_text(["the harbour masters."])


def test_a_field_drawn_larger_by_hand_is_no_style_of_ours(stage, sign_in):
    """The browser keeps a drawn height as a style; what htmx draws anew does not copy it, which the policy forbids."""
    assessor = desk_of(stage, sign_in, "I met the harbour masters. We agreed on a call each spring.")
    assessor.page.click("[data-unfolds]")
    field = assessor.page.locator("[data-cite-quote]")
    field.scroll_into_view_if_needed()
    before = field.bounding_box()
    corner = before["x"] + before["width"] - 4, before["y"] + before["height"] - 4
    assessor.page.mouse.move(*corner)
    assessor.page.mouse.down()
    assessor.page.mouse.move(corner[0], corner[1] + 60)
    assessor.page.mouse.up()
    assert field.bounding_box()["height"] > before["height"] + 40
    cites(assessor, "I met the harbour masters.", 1)  # and the browser logs nothing, which `open_browser` looks at
