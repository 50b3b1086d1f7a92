"""The way to the organization's sign-in and back in a real browser, with its strict policy, with and without scripts."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from reviewboard.oidc_settings import Provider
from tests.lengths import length
from tests.provider import CLIENT, SECRET, running_provider

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("script", length(usual=(True,), long=(True, False)))
def test_a_person_goes_to_their_organisation_and_comes_back_signed_in(app, build, chromium, address, script):
    build.person("Olga")
    with running_provider() as provider:
        app.extensions["settings"] = replace(
            app.extensions["settings"], provider=Provider(provider.address, CLIENT, SECRET, {})
        )
        provider.knows("olga", email="person1@example.org", email_verified=True)
        context = chromium.new_context(base_url=address, locale="en-CA", java_script_enabled=script)
        page = context.new_page()
        page.goto("/sign-in?next=/account%3Fhere")
        page.get_by_role("button", name="Sign in with your organization’s account").click()
        page.wait_for_url(f"{provider.address}/**")
        page.fill("[name=sub]", "olga")
        page.press("[name=sub]", "Enter")
        page.wait_for_url("**/account?here")
        expect(page.locator(".masthead")).to_contain_text("Olga")
        context.close()
