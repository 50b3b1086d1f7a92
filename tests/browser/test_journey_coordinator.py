"""A coordinator makes a cycle from nothing: scale, limits, policy with its preview, people from a file, and opens it."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Coordinator
from tests.lengths import in_both_languages

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_nothing_to_an_open_cycle(stage, sign_in, language):
    coordinator = Coordinator(sign_in("coordination", language=language))

    coordinator.makes_a_cycle(f"Cycle {language} d’un parcours", f"A journey’s cycle, {language}")
    coordinator.chooses_the_scale(required=3)
    coordinator.limits("words_max", 650)
    coordinator.opens_section("policy")
    before = coordinator.consequences()
    coordinator.chooses("discuss_distance", "0")
    expect(coordinator.page.locator("#consequences .shade-1")).to_have_count(0)
    assert coordinator.consequences() != before
    coordinator.goes_on()
    coordinator.brings_in(["lead", "lead", "assessor", "assessor", "candidate"], marker=language)
    coordinator.opens_the_cycle()

    cycle = stage.cycle_named(f"A journey’s cycle, {language}")
    assert (cycle.state, cycle.limits["words_max"], cycle.policy["discuss_distance"]) == ("open", 650, 0)
    assert stage.members_of(cycle.id) == {"lead": 2, "assessor": 2, "candidate": 1, "coordinator": 1}
