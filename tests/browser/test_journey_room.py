"""Two assessors in the consensus room: what one enters appears for the other without a reload, and the clock ends it."""

import os
import signal
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.stages.consensus.clock import sweep_discussions
from reviewboard.stages.consensus.tables import Discussion, Move
from reviewboard.stages.rating.rules import Outcome
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.people import WHY, Person
from tests.walking import rate

pytestmark = [pytest.mark.browser, pytest.mark.once]


def moves_in(stage, case):
    """Return the reasons of all moves in a case's discussion."""
    query = (
        select(Move.reason).join(Discussion, Discussion.id == Move.discussion_id)
        .where(Discussion.case_id == case).order_by(Move.moved_at)
    )  # fmt: skip
    return stage.read(lambda: list(db.session.execute(query).scalars()))


def room_of(stage, sign_in, case):
    """Return both raters of a case, each in a browser of their own, in the room."""
    both = [Person(sign_in(key)) for key in stage.raters_of(case)]
    for person in both:
        person.goes_to(f"/desk/rooms/{case}?topic=effort")
    return both


def test_both_seal_at_once_talk_without_a_reload_and_the_clock_ends_it(stage, sign_in):
    case = stage.to_rate(stage.people(required_level=2))
    seats = [rate(stage, case, place, Outcome.at(level), seal=False) for place, level in ((1, 2), (2, 3))]
    first, second = (Person(sign_in(key)) for key in stage.raters_of(case))
    for person, seat in ((first, seats[0]), (second, seats[1])):
        person.goes_to(f"/desk/{seat}/seal")
        person.page.check("#confirmed")
    for person in (first, second):
        person.page.evaluate("document.querySelector('.confirm .button-primary').click()")
    stage.reaches(case, "discussion")
    assert stage.sealed_places(case) == [1, 2]

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

    stage.do(lambda: db.session.query(Discussion).filter_by(case_id=case).update({"due_at": stage.now - timedelta(seconds=1)}))
    with stage.app.app_context():
        sweep_discussions(stage.now)
    assert stage.state_of(case) == "dispute"
    for person in (first, second):
        expect(person.page.locator("#live [data-clock]")).to_have_count(0)
        expect(person.page.locator("#live")).to_contain_text("The time for the discussion ran out")
    assert second.page.evaluate("window.stayed") is True
    assert moves_in(stage, case) == [WHY]


def test_back_from_a_move_that_ends_the_discussion_is_the_room_with_what_was_chosen(stage, sign_in):
    case = stage.rated(stage.people(required_level=2), 2, 3, "discussion")
    person = Person(sign_in(stage.raters_of(case)[0]))
    person.goes_to(f"/desk/rooms/{case}?topic=outcome")
    person.chooses("outcome", "level:3")
    person.page.fill("#move [name=reason]", WHY)
    person.page.click("#move button[name=stand][value=move]")
    person.page.wait_for_selector(".confirm")
    person.page.click(".confirm a")
    person.page.wait_for_url("**/desk/rooms/*outcome=level*")
    person.page.go_back()
    person.page.wait_for_url("**?topic=outcome")
    expect(person.page.locator("#reason")).to_have_value(WHY)


def test_a_hidden_tab_asks_for_nothing_and_is_renewed_once_it_is_seen(stage, sign_in):
    case = stage.rated(stage.people(required_level=2), 2, 3, "discussion")
    first, second = room_of(stage, sign_in, case)
    asked = []
    second.page.on("request", lambda request: asked.append(request.url) if "/live" in request.url else None)
    show = "hidden => {Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});" \
           "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))}"  # fmt: skip
    second.page.evaluate(show, True)
    second.page.wait_for_timeout(500)
    asked.clear()
    first.page.fill("[name=body]", "The second passage is about another year.")
    first.page.locator("form[action$='/messages'] button").click()
    expect(first.page.locator("#live")).to_contain_text("about another year")
    second.page.wait_for_timeout(9000)
    assert asked == []
    second.page.evaluate(show, False)
    expect(second.page.locator("#live")).to_contain_text("about another year", timeout=3000)


def test_a_browser_that_is_killed_in_the_middle_of_a_move_loses_and_doubles_nothing(stage, sign_in, board, playwright):
    case = stage.rated(stage.people(required_level=2), 2, 3, "discussion")
    first, second = room_of(stage, sign_in, case)
    doomed = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    window = doomed.new_context(base_url=board.address, storage_state=first.page.context.storage_state()).new_page()
    window.goto(f"/desk/rooms/{case}?topic=effort")
    Person(window).chooses("level", "3")
    window.fill("#move [name=reason]", WHY)
    running = doomed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    window.evaluate("setTimeout(() => document.querySelector('#move button[value=move]').click(), 0)")
    os.kill(next(process["id"] for process in running if process["type"] == "browser"), signal.SIGKILL)

    first.goes_to(f"/desk/rooms/{case}?topic=effort")
    if not moves_in(stage, case):  # the click died with its browser
        first.chooses("level", "3")
        first.page.fill("#move [name=reason]", WHY)
        first.page.click("#move button[name=stand][value=move]")
    for person in (first, second):
        expect(person.page.locator("#live").get_by_text(WHY)).to_have_count(1)
    assert moves_in(stage, case) == [WHY]
    assert stage.state_of(case) == "discussion"
