"""Auditors and administrators at their screens, who read no draft and rate nothing."""

from playwright.sync_api import expect

from tests.browser.people import Person


class Auditor(Person):
    """Reads what happened and verifies it."""

    def finds(self, code: str) -> None:
        """Look a case up in the journal and open its history."""
        self.goes_to("/audit/journal")
        self.page.fill("[name=case]", code)
        self.page.press("[name=case]", "Enter")
        self.page.wait_for_url("**case=*")
        self.opens(code)
        expect(self.page.locator(".timeline")).to_be_visible()

    def verifies_the_journal(self) -> None:
        """Have the chain verified."""
        self.goes_to("/audit/journal")
        self.goes_on()
        self.sees(".notice-done")


class Administrator(Person):
    """Looks after accounts."""

    def makes_an_account(self, email: str, name: str, language: str) -> None:
        """Make an account; its owner gets a mail."""
        self.goes_to("/admin/accounts/new")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=name]", name)
        self.page.select_option("main [name=language]", language)
        self.goes_on()
        self.page.wait_for_url(lambda address: not address.endswith("/new"))

    def disables(self, email: str) -> None:
        """Find an account and disable it."""
        self.goes_to(f"/admin/accounts?email={email}")
        self.page.locator("main .row-link").first.click()
        self.page.locator("form[action$='/disable'] button").click()
        self.sees("form[action$='/enable']")
