"""Passkeys with Chromium's own authenticator: added, named, used with and without a password, copied, removed."""

import pytest
from playwright.sync_api import expect

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.sign_in.tables import Passkey
from tests.browser.test_accessibility import violations
from tests.building import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(chromium, address):
    """A browser on a device that makes passkeys."""
    context = chromium.new_context(base_url=address, locale="en-CA")
    page = context.new_page()
    page.device = context.new_cdp_session(page)
    page.device.send("WebAuthn.enable")
    page.device_id = page.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    yield page
    context.close()


def types_password(page):
    page.goto("/sign-in")
    page.fill("[name=email]", "person1@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def adds(page, name):
    page.fill("main [data-passkey] [name=name]", name)
    page.get_by_role("button", name="Add a passkey").click()


def signs_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def test_a_passkey_is_added_named_used_and_removed(build, page):
    person = build.person("Petra", password=PASSWORD)
    types_password(page)
    page.goto("/account/second")
    page.fill("[name=present]", PASSWORD)
    page.press("[name=present]", "Enter")
    adds(page, "work laptop")
    expect(page.locator(".codes li")).to_have_count(8)
    assert violations(page) == []
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator(".places strong")).to_have_text("work laptop")
    page.fill(".rename [name=name]", "old laptop")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator(".places strong")).to_have_text("old laptop")
    assert violations(page) == []
    page.get_by_role("button", name="Set up an app").click()
    page.wait_for_url("**/account/second/app")
    assert violations(page) == []
    page.go_back()
    adds(page, "the same device")  # it holds one already
    expect(page.locator("[data-passkey-note]")).to_be_visible()

    signs_out(page)
    page.goto("/sign-in?next=/account%3Fhere")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account?here")
    signs_out(page)
    types_password(page)
    page.wait_for_url("**/sign-in/second")
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account")
    used = build.read(lambda: db.session.query(Passkey).one())
    assert (used.account_id, used.sign_count > 0, used.used_at is not None) == (person, True, True)

    build.do(lambda: db.session.query(Passkey).update({"sign_count": 10_000}))  # its copy was used elsewhere
    signs_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[role=alert], .error-summary").first).to_contain_text("The passkey was not taken")
    build.do(lambda: db.session.query(Passkey).update({"sign_count": 0}))
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.device_id, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-note]")).to_be_visible()
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.device_id, "isUserVerified": True})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account")

    page.goto("/account/second")
    page.fill("[name=present]", PASSWORD)
    page.press("[name=present]", "Enter")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("main")).to_contain_text("The passkey is removed")
    signs_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".error-summary")).to_contain_text("not known here")
    types_password(page)
    page.wait_for_url("**/account")
    told = build.read(lambda: sorted(row.about["change"] for row in db.session.query(Notice)))
    assert told == ["passkey_added", "passkey_removed"]
