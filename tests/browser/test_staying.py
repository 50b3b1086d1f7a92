"""A session that comes to its end says so in time, aloud, and lets people go on where they are."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from reviewboard.demo.people import PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.people.sessions import IDLE
from reviewboard.foundation.people.tables import SignInSession

pytestmark = [pytest.mark.browser, pytest.mark.once]

NEAR = timedelta(minutes=8, seconds=30)
A_MINUTE = 61_000  # milliseconds


def aged(stage, person, **moments):
    """Let the sessions of a person be older than they are."""
    rows = db.update(SignInSession).where(SignInSession.account_id == person)
    stage.do(lambda: db.session.execute(rows.values(**moments)))


def looks(page, milliseconds):
    """Let time pass until the page asks how much is left, and let it hear the answer: its next look begins with that."""
    with page.expect_response("**/account/session") as asked:
        page.clock.run_for(milliseconds)
    asked.value.finished()
    page.evaluate("() => 0")


def test_who_sat_still_is_warned_and_goes_on_by_one_button(stage, sign_in):
    person = stage.person()
    page = sign_in(stage.key_of(person))
    page.clock.install()
    page.goto("/account")
    page.fill("[name=new]", "not to be lost")
    warning = page.locator("[data-stay]")
    looks(page, A_MINUTE)
    expect(warning).to_be_hidden()
    aged(stage, person, seen_at=stage.now - IDLE + NEAR)
    looks(page, (IDLE - timedelta(minutes=10)).total_seconds() * 1000)
    expect(warning).to_contain_text("in 9 minutes")
    expect(page.locator("#announce")).to_contain_text("You will be signed out in 9 minutes")
    warning.get_by_role("button").click()
    expect(warning).to_be_hidden()
    expect(page.locator("#announce")).to_have_text("You stay signed in.")
    assert page.input_value("[name=new]") == "not to be lost"
    seen = stage.read(lambda: db.session.query(SignInSession).filter_by(account_id=person).one().seen_at)
    assert stage.now - seen < timedelta(minutes=1)


def test_the_end_of_the_day_asks_for_a_new_sign_in_and_leads_back(stage, sign_in):
    person = stage.person()
    page = sign_in(stage.key_of(person), language="fr", width=390)
    page.clock.install()
    page.goto("/account?here=1")
    aged(stage, person, expires_at=stage.now + NEAR)
    looks(page, A_MINUTE)
    warning = page.locator("[data-stay]")
    expect(warning).to_contain_text("dans 9 minutes")
    expect(warning.get_by_role("button")).to_be_hidden()
    warning.get_by_role("link").click()
    page.fill("[name=email]", f"{stage.key_of(person)}@board.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/account?here=1")
    aged(stage, person, expires_at=stage.now + NEAR)
    looks(page, A_MINUTE)
    expect(warning).to_contain_text("dans 9 minutes")
    expect(page.locator("main")).to_be_visible()
    aged(stage, person, expires_at=stage.now)
    looks(page, A_MINUTE)
    expect(warning).to_contain_text("Votre session est fermée")
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator(".masthead")).to_be_hidden()
    expect(warning.get_by_role("link")).to_be_visible()
