"""An administrator makes an account; its owner follows the mailed link and signs in; disabled, they are out at once."""

import re

import pytest

from reviewboard.demo.people import DOMAIN, PASSWORD
from tests.browser.overseers import Administrator
from tests.browser.people import Person
from tests.lengths import in_both_languages

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_a_new_account_to_its_end(stage, sign_in, open_browser, language):
    email, name = f"newcomer.{language}@{DOMAIN}", f"Newcomer {language.upper()}"
    administrator = Administrator(sign_in("admin", language=language))
    administrator.makes_an_account(email, name, language)
    mail = stage.until("the link is mailed", lambda: stage.mail_with(name))

    newcomer = Person(open_browser(language=language))
    newcomer.goes_to(re.search(r"https?://\S+", mail)[0])
    for field in ("new", "again"):
        newcomer.page.fill(f"[name={field}]", PASSWORD)
    newcomer.goes_on()
    newcomer.reads(".who", name)

    administrator.disables(email)
    newcomer.goes_to("/account")
    newcomer.sees("[name=password]")
