"""What somebody typed is never lost: not on a train without a line, not by a quick hand, not in the consensus room."""

import pytest
from playwright.sync_api import expect

from reviewboard.extensions import db
from reviewboard.stages.submission.tables import Example
from tests.browser.people import LONGER, TOLD, WHY, Candidate, Person

pytestmark = [pytest.mark.browser, pytest.mark.once]

LATER = "Written just before the page went away"


@pytest.fixture
def candidate(stage, sign_in):
    """A candidate in front of the first step of an example."""
    found = Candidate(sign_in(stage.newcomer(stage.people())))
    found.begins("en")
    found.accepts_the_notice()
    found.types_and_waits_for_the_save("title")
    return found


def titles(stage) -> list[str]:
    return stage.read(lambda: list(db.session.execute(db.select(Example.title)).scalars()))


def presses_next_without_a_line(page) -> None:
    """Go offline, write, and press the button; the page says that nothing was saved."""
    page.context.set_offline(True)
    page.fill("[name=title]", LATER)
    page.click("button[name=then][value=next]")
    expect(page.locator("[data-save-state=unsaved]")).to_be_visible()


def test_a_button_pressed_without_a_line_loses_nothing(stage, candidate):
    page, here = candidate.page, candidate.page.url
    presses_next_without_a_line(page)
    assert (page.url, page.input_value("[name=title]")) == (here, LATER)
    page.context.set_offline(False)
    page.click("button[name=then][value=next]")
    expect(page.locator("[name=contacts]")).to_be_visible()
    assert titles(stage).count(LATER) == 1


def test_text_of_a_page_that_was_closed_without_a_line_is_offered_again(stage, candidate):
    page, here = candidate.page, candidate.page.url
    presses_next_without_a_line(page)
    page.close(run_before_unload=False)
    candidate.page = page.context.new_page()
    candidate.page.context.set_offline(False)
    candidate.goes_to(here)
    expect(candidate.page.locator("[name=title]")).to_have_value(TOLD["title"])
    candidate.page.click("[data-restore-take]")
    expect(candidate.page.locator("[name=title]")).to_have_value(LATER)


def test_a_link_followed_at_once_waits_for_the_save(stage, candidate):
    candidate.page.fill("[name=context]", LATER)
    candidate.page.locator("main nav a, main ol a").last.click()
    expect(candidate.page.locator("[name=context]")).to_have_count(0)
    found = stage.read(lambda: list(db.session.execute(db.select(Example.context)).scalars()))
    assert found.count(LATER) == 1


def test_a_page_that_goes_away_saves_on_its_way(stage, candidate):
    text = f"{LATER}, by the address bar"
    candidate.page.fill("[name=title]", text)
    candidate.goes_to("/my")
    stage.until("the last words are saved", lambda: text in titles(stage))


def test_the_other_language_shows_what_was_just_typed(stage, candidate):
    text = f"{LATER}, in the other language"
    candidate.page.fill("[name=title]", text)
    candidate.page.click("form[action='/language'] button")
    expect(candidate.page.locator("html")).to_have_attribute("lang", "fr")
    expect(candidate.page.locator("[name=title]")).to_have_value(text)
    candidate.sees("[data-restore]:visible", 0)


def test_words_in_the_room_wait_until_they_were_said(stage, sign_in):
    case = stage.rated(stage.people(required_level=2), 2, 3, "discussion")
    person = Person(sign_in(stage.raters_of(case)[0]))
    room = f"/desk/rooms/{case}?topic=effort"
    person.goes_to(room)
    person.page.fill("[name=body]", WHY)
    person.page.fill("#move [name=reason]", LATER)
    person.page.context.set_offline(True)
    person.page.locator("form[action$='/messages'] button").click()
    person.page.wait_for_timeout(500)
    person.page.context.set_offline(False)
    person.goes_to(room)
    expect(person.page.locator("[name=body]")).to_have_value(WHY)
    expect(person.page.locator("#move [name=reason]")).to_have_value(LATER)
    person.page.locator("form[action$='/messages'] button").click()
    expect(person.page.locator("#live")).to_contain_text(WHY)
    expect(person.page.locator("[name=body]")).to_have_value("")
    expect(person.page.locator("#move [name=reason]")).to_have_value(LATER)
    person.page.fill("[name=body]", WHY[:20])  # words that stand in what was said, and are not what was said
    person.goes_to(room)
    expect(person.page.locator("[name=body]")).to_have_value(WHY[:20])


def test_words_that_were_taken_wait_in_no_form_again_and_words_that_were_refused_do(stage, sign_in):
    people = stage.people()
    case = stage.rated(people, 2, 2, "recorded")
    lead = Person(sign_in(stage.key_of(people.leads[0])))
    page, hold, form = lead.page, f"/panel/releases/{case}/hold", "form[action$='/hold'] [name=reason]"
    lead.goes_to(hold)
    page.fill(form, "short")
    page.click("form[action$='/hold'] button")
    lead.sees(".error-summary")
    lead.goes_to(hold)
    expect(page.locator(form)).to_have_value("short")
    page.fill(form, WHY)
    page.click("form[action$='/hold'] button")
    lead.reads("main", WHY)
    page.click("form[action$='/lift'] button")
    expect(page.locator(form)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('hold:'))") == []


def test_a_lead_who_looks_elsewhere_finds_the_reasons_again(stage, sign_in):
    people = stage.people()
    case = stage.rated(people, 1, 3, "dispute")
    lead = Person(sign_in(stage.key_of(people.leads[0])))
    lead.goes_to(f"/panel/disputes/{case}")
    lead.chooses("outcome", "level:2")
    lead.page.fill("#decision [name=reasons]", WHY)
    lead.goes_to("/panel")
    for _ in range(10):  # what was sent on the way may arrive after the next page was asked for
        lead.goes_to(f"/panel/disputes/{case}")
        if lead.page.input_value("#decision [name=reasons]"):
            break
        lead.page.wait_for_timeout(1000)
    expect(lead.page.locator("#decision [name=reasons]")).to_have_value(WHY)
    expect(lead.page.locator("#decision [value='level:2']")).to_be_checked()


def test_a_button_pressed_right_after_typing_acts_once(stage, sign_in):
    people = stage.people()
    case = stage.rated(people, 1, 3, "dispute")
    lead = Person(sign_in(stage.key_of(people.leads[0])))
    page, dispute = lead.page, f"/panel/disputes/{case}"
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url.rpartition("/")[2]))
    for field, button, arrives, acts in (
        ("reasons", "button[value=review]", "#pane-three .error-summary", ["draft", "draft"]),  # saved, looked over
        ("question", "button[formaction$='/question']", ".confirm", ["draft", "question"]),
        ("reason", "button[formaction$='/third']", ".notice-done", ["draft", "third"]),
    ):
        lead.goes_to(dispute)
        page.evaluate("document.querySelectorAll('#decision details').forEach((each) => (each.open = true))")
        sent.clear()
        page.fill(f"#decision [name={field}]", f"{LONGER} ({field})")
        page.click(f"#decision {button}")
        expect(page.locator(arrives).first).to_be_visible()
        assert (field, sent) == (field, acts)
    assert stage.state_of(case) == "third_rating"
