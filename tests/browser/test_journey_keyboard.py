"""One journey of each role by keyboard alone: no mouse anywhere. The assessor's stands in test_twelve_keys.py."""

import pytest

from reviewboard.demo.people import DOMAIN
from tests.browser.hands import Hands
from tests.browser.people import LONGER, STEPS, TOLD, WHY, WHY_NOT_ABOVE

pytestmark = [pytest.mark.browser, pytest.mark.once]

DAYS = {"when_from": "02022026", "when_to": "05052026"}  # as they are typed: day and month are equal in any order


def test_a_candidate_writes_and_submits(stage, sign_in):
    hands = Hands(sign_in(stage.newcomer(stage.people())))
    hands.goes_on("[name=notice_version]")
    hands.goes_on("main .button-primary")
    hands.goes_on("[name=title]")
    for step in STEPS:
        hands.page.wait_for_selector(f"[name={step[0]}]")
        for name in step:
            hands.tabs_to(f"[name={name}]")
            hands.page.keyboard.type(DAYS[name]) if name in DAYS else hands.types(TOLD[name])
        hands.tabs_to("button[name=then][value=next]")
        hands.presses("Enter")
    hands.page.wait_for_selector("form#upload")
    hands.goes_on(".confirm")
    hands.goes_on(".digest code")


def test_a_lead_decides_a_dispute(stage, sign_in):
    people = stage.people()
    case = stage.rated(people, 2, 4, "dispute")
    hands = Hands(sign_in(stage.key_of(people.leads[0])))
    hands.presses("Enter")  # the first that waits
    hands.page.wait_for_selector("#decision")
    hands.ticks("outcome", "level:2")
    hands.fills("reasons", LONGER)
    for dimension in ("effort", "benefit"):
        hands.fills(f"reasons_{dimension}", f"{WHY} ({dimension})")
    hands.fills("next_needed", WHY_NOT_ABOVE)
    hands.goes_on(".confirm")
    hands.goes_on("main:not(:has(.confirm))")
    stage.reaches(case, "recorded")


def test_a_coordinator_frees_a_seat(stage, sign_in):
    people = stage.people()
    case = stage.to_rate(people)
    hands = Hands(sign_in(stage.key_of(people.coordinator)))
    hands.presses("j", "Enter")  # the first cycle
    hands.page.wait_for_selector("[href$='/seats']")
    hands.tabs_to("[href$='/seats']")
    hands.presses("Enter")
    hands.page.wait_for_selector("[data-shortcut-rows]")
    hands.presses("j", "Enter")
    hands.page.wait_for_selector("a[href$='/free']")
    hands.tabs_to("a[href$='/free']")
    hands.presses("Enter")
    hands.page.wait_for_selector("textarea")
    hands.fills("reason", WHY)
    hands.tabs_to("main form button[type=submit]")
    hands.presses("Enter")
    hands.page.wait_for_selector("main .notice-done")
    assert stage.code_of(case) in hands.page.inner_text("h1")


def test_an_auditor_opens_a_case(stage, sign_in):
    code = stage.code_of(stage.to_rate(stage.people()))
    hands = Hands(sign_in("auditor"))
    hands.fills("case", code)
    hands.presses("Enter")
    hands.page.wait_for_url("**case=*")
    hands.tabs_to("main a.row-link")
    hands.presses("Enter")
    hands.page.wait_for_selector(".timeline")
    hands.goes_on("[data-field]")


def test_an_administrator_makes_an_account(stage, sign_in):
    hands = Hands(sign_in("admin"))
    hands.tabs_to("nav a[href='/admin/accounts']")
    hands.presses("Enter")
    hands.page.wait_for_selector("main a[href$='/new']")
    hands.goes_on("[name=email]")
    hands.fills("email", f"by.keyboard@{DOMAIN}")
    hands.fills("name", "By Keyboard")
    hands.goes_on("main:not(:has([name=email]))")
    assert stage.until("the link is mailed", lambda: stage.mail_with("By Keyboard"))
