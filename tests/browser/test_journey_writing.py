"""A candidate writes: the scale and the guide beside the text, what is pasted, what is counted, a session that ends midway."""

import pytest
from playwright.sync_api import expect

from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.people.tables import SignInSession
from reviewboard.stages.submission.tables import Example
from tests.browser.people import TOLD, Candidate

pytestmark = [pytest.mark.browser, pytest.mark.once]

RICH = """<p>First I <b>wrote</b>.</p><p>Then:</p><ul><li>I called<ul><li>twice</li></ul></li><li>I went</li></ul>
<ol start="3"><li>third</li></ol><script>window.ran = true</script><img src="/never">"""
PLAIN = "First I wrote.\n\nThen:\n\n• I called\n    • twice\n• I went\n\n3. third"
PASTE = """(area, [html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def begun(stage, sign_in):
    """Returns a candidate in front of a step of an example, in a window so wide."""

    def begin(step: str = "did", **how: object) -> Candidate:
        candidate = Candidate(sign_in(stage.newcomer(stage.people()), **how))
        candidate.begins("en")
        candidate.accepts_the_notice()
        candidate.goes_to(candidate.page.url.replace("step=situation", f"step={step}"))
        return candidate

    return begin


def kept(stage, field: str) -> list[str]:
    return stage.read(lambda: list(db.session.execute(db.select(getattr(Example, field))).scalars()))


def test_pasted_rich_text_keeps_its_paragraphs_and_lists_and_runs_nothing(stage, begun):
    page, asked = begun().page, []
    page.on("request", lambda request: asked.append(request.url))
    area = page.locator("[name=actions]")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        area.evaluate(PASTE, [RICH, "whatever"])
    expect(area).to_have_value(PLAIN)
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    assert (page.evaluate("window.ran"), kept(stage, "actions").count(PLAIN)) == (None, 1)
    assert [url for url in asked if "never" in url] == []
    area.press("Control+z")
    expect(area).to_have_value("")


def test_words_are_counted_as_they_are_typed_by_field_and_in_all_and_too_many_are_kept(stage, begun):
    page = begun("came").page
    page.fill("[name=result]", "one two — 👍 trois")
    expect(page.locator("[data-words-here]").first).to_have_text("Words: 3")
    total = page.locator("[data-max]")
    expect(total).to_have_text("3 of 800 words in this example")
    long = "word " * 805
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.fill("[name=benefit]", long)
    expect(total).to_contain_text("808 of 800 words in this example: 8 too many")
    expect(page.locator("#announce")).to_contain_text("8 too many")
    page.reload()
    expect(page.locator("[data-max]")).to_contain_text("8 too many")
    assert page.input_value("[name=benefit]") == long


def test_odd_characters_and_far_too_much_text_stay_in_the_form(stage, begun):
    page = begun().page
    odd = "👩🏽‍💻 E\u0301te\u0301 \u202bשלום\u202c مرحبا"
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.fill("[name=actions]", odd)
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    assert kept(stage, "actions").count(odd) == 1
    page.fill("[name=actions]", "x" * 100_000)
    expect(page.locator("[data-save-state=unsaved]")).to_contain_text("60000 too many")
    page.reload()
    expect(page.locator("[name=actions]")).to_have_value(odd)
    page.click("[data-restore-take]")
    assert len(page.input_value("[name=actions]")) == 100_000


def test_on_a_phone_the_scale_is_one_tap_away_and_back_at_the_same_place(begun):
    candidate = begun("came", width=390)
    page = candidate.page
    page.fill("[name=benefit]", TOLD["benefit"])
    page.locator("[name=benefit]").focus()
    before = page.evaluate("scrollY")
    for part in ("scale", "guide"):
        page.locator(f".beside-bar [popovertarget=beside-{part}]").evaluate("button => button.click()")  # a tap scrolls nothing
        expect(page.locator(f"#beside-{part}")).to_be_visible()
        candidate.fits()
        page.click(f"#beside-{part} [popovertargetaction=hide]")
        expect(page.locator(f"#beside-{part}")).to_be_hidden()
        expect(page.locator("[name=benefit]")).to_be_focused()
    assert (page.input_value("[name=benefit]"), page.evaluate("scrollY")) == (TOLD["benefit"], before)


def test_without_script_the_scale_opens_on_a_phone_and_stands_beside_on_a_desk(begun):
    page = begun("did", width=390, script=False).page
    page.click(".beside-bar [popovertarget=beside-scale]")
    expect(page.locator("#beside-scale")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#beside-guide")).to_be_visible()
    expect(page.locator(".beside-doors")).to_be_hidden()


def ends_every_session(stage) -> None:
    stage.do(lambda: db.session.execute(db.delete(SignInSession)))


def signs_in_again(page, key: str) -> None:
    page.fill("[name=email]", f"{key}@{DOMAIN}")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_session_that_ends_mid_sentence_leads_back_to_the_same_place_with_the_text(stage, sign_in):
    key = stage.newcomer(stage.people())
    candidate = Candidate(sign_in(key))
    candidate.begins("en")
    candidate.accepts_the_notice()
    page, here = candidate.page, candidate.page.url
    ends_every_session(stage)
    page.fill("[name=title]", "Written when the session")
    expect(page.locator("[data-save-state=signed-out]")).to_contain_text("kept on this device")
    page.click(".sign-in-again a")
    expect(page.locator("[name=password]")).to_be_visible(timeout=15_000)
    signs_in_again(page, key)
    page.wait_for_url(here)
    page.click("[data-restore-take]")
    expect(page.locator("[name=title]")).to_have_value("Written when the session")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()


def test_whoever_signs_out_is_asked_about_texts_that_only_this_device_holds(stage, sign_in):
    key = stage.newcomer(stage.people())
    candidate = Candidate(sign_in(key))
    candidate.begins("en")
    candidate.accepts_the_notice()
    page, here = candidate.page, candidate.page.url
    for choice in ("keep", "clear"):
        page.fill("[name=title]", "x" * 400)
        expect(page.locator("[data-save-state=unsaved]")).to_contain_text("100 too many")
        page.locator(".who form button").last.click()
        expect(page.locator("[data-left]")).to_be_visible()
        page.click(f"[data-left-{choice}]")
        expect(page.locator("[data-left]")).to_be_hidden()
        signs_in_again(page, key)
        page.wait_for_url(lambda address: "/sign-in" not in address)
        page.goto(here)
        expect(page.locator("[data-restore]")).to_be_visible(visible=choice == "keep")
        if choice == "keep":
            page.click("[data-restore-drop]")
