"""From the queue to the seal an assessor presses at most twelve keys, apart from what they type; every key is listed."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.people import WHY, WHY_NOT_ABOVE

pytestmark = [pytest.mark.browser, pytest.mark.once]

MOST = 12


class Counted(Hands):
    """A keyboard that counts every key it presses; what is typed into a field does not count."""

    def __init__(self, page):
        super().__init__(page)
        self.pressed = []

    def presses(self, *keys):
        self.pressed += keys
        super().presses(*keys)

    def is_at(self, place):
        expect(self.page.locator(f"{place}:focus")).to_have_count(1)


WAYS = [  # an outcome, in a language, and what is pressed once a passage is cited, until the reasons
    ("level:1", "fr", "y111"), ("level:2", "en", "y222"), ("level:3", "fr", "y33w"), ("level:4", "en", "y444"),
    ("not_demonstrated", "fr", "yo5"), ("other_competency", "en", "d6"), ("insufficient_evidence", "fr", "yo7"),
]  # fmt: skip
SAY_WHY_NOT_ABOVE = ("level:1", "level:2", "level:3")


@pytest.mark.parametrize(("outcome", "language", "keys"), WAYS, ids=[way[0] for way in WAYS])
def test_a_case_is_rated_and_sealed_with_twelve_keys(stage, sign_in, outcome, language, keys):
    case = stage.to_rate(stage.people(), language=language)
    hands = Counted(sign_in(stage.raters_of(case)[0], language=language))

    at_the_desk(hands)
    hands.presses("c")  # the first sentence of what was done
    hands.presses("e")  # cited for effort
    expect(hands.page.locator("#passages li")).to_have_count(1)
    hands.is_at("[data-citable]")  # one goes on where one read
    hands.presses(*keys)
    if outcome == "other_competency":
        hands.is_at("[name=competency]")
        hands.presses("ArrowDown", "Tab", "Tab")  # which one, and past the tick of the evidence rule
    hands.is_at("[name=reasons]")
    hands.types(WHY)
    if outcome in SAY_WHY_NOT_ABOVE:
        hands.presses("Tab")
        hands.is_at("[name=why_not_above]")
        hands.types(WHY_NOT_ABOVE)
    hands.presses("Control+Enter")  # review
    hands.page.wait_for_selector("#confirmed")
    assert stage.sealed_places(case) == []
    hands.presses("x")  # the tick that confirms
    hands.is_at("button")
    hands.presses("Enter")
    hands.page.wait_for_url("**/desk")

    assert (stage.sealed_places(case), stage.outcome_of(case, place=1)) == ([1], outcome)
    assert len(hands.pressed) <= MOST, hands.pressed
    print(f"keys from the queue to the seal, {language}, {outcome}: {len(hands.pressed)}")  # noqa: T201


def at_the_desk(hands):
    """Go from the queue to the desk."""
    hands.presses("Enter")  # continue
    hands.page.wait_for_selector("[name=conflict]")
    hands.presses("0")  # no conflict
    hands.page.wait_for_selector("form#rating", state="attached")


def test_a_digit_right_after_a_passage_was_cited_ties_it_to_that_level(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Counted(sign_in(stage.raters_of(case)[0]))
    at_the_desk(hands)
    cited = hands.page.locator("#passages li .faint")
    hands.presses("c", "e", "3")  # the board has not answered yet
    expect(cited).to_have_text(["effort · 3"])
    hands.is_at("[data-citable]")
    hands.presses("2", "ArrowDown", "4", "b")  # it is tied, and no digit cites what is only selected
    expect(cited).to_have_text(["effort · 3", "benefit"])
    hands.presses("1")
    expect(cited).to_have_text(["effort · 3", "benefit · 1"])


def test_a_listed_key_types_nothing_where_it_leads_already(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Counted(sign_in(stage.raters_of(case)[0]))
    at_the_desk(hands)
    hands.presses("o", "2")  # on to the reasons
    hands.is_at("[name=reasons]")
    hands.presses("r", *"rare")
    assert hands.page.input_value("[name=reasons]") == "rare"


def test_a_level_with_an_evidence_rule_asks_for_its_tick(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Counted(sign_in(stage.raters_of(case)[0]))
    at_the_desk(hands)
    hands.presses("o", "3")
    hands.is_at("[name=evidence_rule_noted]")
    hands.presses("w")
    hands.is_at("[name=reasons]")
    assert hands.page.is_checked("[name=evidence_rule_noted]")


def test_the_tick_of_an_evidence_rule_changes_no_outcome_that_is_chosen(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Counted(sign_in(stage.raters_of(case)[0]))
    at_the_desk(hands)
    hands.presses("o", "2", "Escape", "w")
    hands.is_at("[name=reasons]")
    assert hands.page.input_value("[name=outcome]:checked") == "level:2"


def test_single_keys_can_be_turned_off_on_the_desk(stage, sign_in):
    case = stage.to_rate(stage.people())
    hands = Counted(sign_in(stage.raters_of(case)[0]))
    hands.presses("Enter")
    hands.page.wait_for_selector("[name=conflict]")
    hands.presses("?", "Tab", "Space")  # the list of keys, its switch, off
    hands.page.evaluate("document.activeElement.blur()")
    hands.presses("0")
    hands.page.wait_for_timeout(200)
    assert hands.page.locator("[name=conflict]:checked").count() == 0
