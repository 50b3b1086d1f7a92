"""Every kind of page for people who see, move or listen in other ways: large text, forced colours, keys, no motion, news."""


import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.people import WHY, Assessor, Candidate

pytestmark = [pytest.mark.browser, pytest.mark.once]

SIZE = "getComputedStyle(document.documentElement).fontSize"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("main :is(p, a, label, h1, h2, h3, th, td, .button)")]
  .filter((part) => !part.closest(".heard, [hidden], .desk-tabs, .pane, .scroll, thead") && part.getClientRects().length)
  .filter((part) => part.scrollWidth > part.clientWidth + 2 && getComputedStyle(part).overflow !== "visible")
  .map((part) => part.outerHTML.slice(0, 100))"""
MOVES = """() => [...document.querySelectorAll("*")].filter((part) => {
  const style = getComputedStyle(part);
  const times = `${style.transitionDuration}, ${style.animationDuration}`.split(",");
  return times.some((time) => parseFloat(time) > 0.01);
}).map((part) => part.outerHTML.slice(0, 80))"""
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((part) => !part.disabled && part.checkVisibility({ visibilityProperty: true }) && part.tabIndex >= 0)
  .filter((part) => part.type !== "radio" || part.checked || (!part.form?.querySelector(`[name="${part.name}"]:checked`)
    && part === document.querySelector(`[name="${part.name}"]`))).length"""
HERE = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  here.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length + 1);
  const style = (part) => getComputedStyle(part);
  const shown = (part) => part && parseFloat(style(part).outlineWidth) >= 2 && style(part).outlineStyle !== "none";
  const seen = shown(here) || shown(here.closest(".choice-card")) || shown(here.nextElementSibling);
  return [here.dataset.stop, seen ? "" : here.outerHTML.slice(0, 100)];
}"""
PAGES = (  # who, and the page: one of each shape of page
    ("", "/sign-in"), ("", "/components"), ("samir.okafor", "/desk"), ("amelie.bergeron", "/my"), ("gordon.sinclair", "/panel"),
    ("coordination", "/cycles"), ("auditor", "/audit/journal"), ("admin", "/admin/accounts"),
)  # fmt: skip


@pytest.fixture(params=PAGES, ids=lambda page: page[1].strip("/").replace("/", " "))
def page(request, sign_in, open_browser):
    """One of the pages, in French, whose words are longest."""
    person, address = request.param
    found = sign_in(person, language="fr") if person else open_browser(language="fr")
    found.goto(address)
    return found


@pytest.fixture(scope="module")
def large_print(playwright):
    """A browser whose owner set the text to twice its size."""
    size = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, size])
    yield browser
    browser.close()


def test_text_of_twice_the_size_fits_and_nothing_is_cut(page, large_print):
    context = large_print.new_context(storage_state=page.context.storage_state(), viewport={"width": 1280, "height": 900})
    large = context.new_page()
    large.goto(page.url)
    found = large.evaluate(SIZE), large.evaluate(OVERFLOW), large.evaluate(CUT)
    context.close()
    assert found == ("32px", 0, [])


def test_keys_reach_everything_are_seen_there_and_get_out_again(page):
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    wanted, stops, unseen = page.evaluate(STOPS), [], []
    for _ in range(3 * wanted):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or here[0] in stops[:-1]:
            break
        if stops[-1:] != [here[0]]:  # a date is one stop with several parts
            stops.append(here[0])
            unseen += [here[1]] if here[1] else []
    assert (len(stops), unseen) == (wanted, [])


def test_nothing_moves_for_who_wants_no_motion(page):
    assert page.evaluate(MOVES) == []


def test_forced_colours_keep_edges_choices_and_focus(open_browser):
    page = open_browser()
    page.emulate_media(forced_colors="active")
    page.goto("/components")
    edge = "(part) => getComputedStyle(part).borderTopWidth"
    for place in (".button-primary", ".button-secondary", "input.input", "textarea.input", ".choice-card"):
        assert (place, page.locator(f"main {place}").first.evaluate(edge) != "0px") == (place, True)
    step = "(part) => getComputedStyle(part.labels[0].querySelector('.choice-step')).backgroundColor"
    chosen = page.locator(".choice-level input:checked").first.evaluate(step)
    other = page.locator(".choice-level:not(.choice-none) input:not(:checked)").first.evaluate(step)
    assert chosen != other
    marks = page.locator(".cite").first.evaluate("(part) => getComputedStyle(part).textDecorationLine")
    assert marks == "underline"


def test_a_save_is_said_and_moves_no_focus(stage, sign_in):
    candidate = Candidate(sign_in(stage.newcomer(stage.people())))
    candidate.begins("en")
    candidate.accepts_the_notice()
    candidate.types_and_waits_for_the_save("title")
    said = candidate.page.locator("[data-save-state=saved] [role=status]")
    expect(said).to_contain_text("saved")
    expect(candidate.page.locator("[name=title]:focus")).to_have_count(1)


def test_the_focus_goes_where_the_news_is_when_a_passage_comes_and_goes(stage, sign_in):
    case = stage.to_rate(stage.people())
    assessor = Assessor(sign_in(stage.raters_of(case)[0]))
    assessor.opens_the_next_case()
    assessor.declares_no_conflict()
    page = assessor.page
    page.keyboard.press("c")
    page.keyboard.press("b")
    expect(page.locator("#passages li")).to_have_count(1)
    expect(page.locator("[data-field=actions]:focus")).to_have_count(1)
    expect(page.locator("#announce")).to_contain_text("Cited")
    page.locator("#passages button", has_text="Remove").click()
    expect(page.locator("#passages li")).to_have_count(0)
    expect(page.locator("#passages h3:focus")).to_have_count(1)
    page.click("[data-unfolds]")
    page.fill("[name=quote]", WHY)  # words that do not stand in the text
    page.click("#add-passage")
    expect(page.locator("#quote-error")).to_be_visible()
    expect(page.locator("[name=quote]")).to_have_value(WHY)
