"""axe-core finds nothing on any page of anybody, in either language, light or dark, on a desk or a phone.

Each kind of page is looked at once for a role and language, whole, on a desk in the light. In French, whose words are longest,
its leanest form is looked at too, and each in the dark for contrast and on a phone for targets and overflow.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawling import PEOPLE, reachable

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
TARGETS = {"runOnly": ["target-size", "scrollable-region-focusable"]}
DESK_WIDTH, PHONE_WIDTH = 1280, 390
WAYS = {
    "en": (("light", DESK_WIDTH, RULES),),
    "fr": (("light", PHONE_WIDTH, TARGETS), ("dark", DESK_WIDTH, CONTRAST), ("light", DESK_WIDTH, RULES)),
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
axe = Axe()


def violations(page, rules=RULES):
    """Return what axe finds on the page: rule and place."""
    found = axe.run(page, options=rules).response["violations"]
    return [(rule["id"], node["target"], node["html"][:160]) for rule in found for node in rule["nodes"]]


def whatever_is_wrong(page, ways):
    """Return what is wrong with the loaded page, by theme and width."""
    wrong = {}
    for theme, width, rules in ways:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        wrong[f"{theme} {width}"] = violations(page, rules)
        if (wide := page.evaluate(OVERFLOW)) > 1:
            wrong[f"{theme} {width} overflows"] = wide
    return {how: found for how, found in wrong.items() if found}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_of_a_role_is_accessible(sign_in, role, language):
    wrong, looked_at = {}, {}
    for person in PEOPLE[role]:
        page = sign_in(person, language=language)
        for kind, addresses in reachable(page).items():
            if kind in looked_at:
                continue
            looked_at[kind] = addresses
            for address in addresses if language == "fr" else addresses[:1]:
                answer = page.goto(address)
                assert (address, answer.status) == (address, 200)
                if found := whatever_is_wrong(page, WAYS[language]):
                    wrong[f"{person} {address}"] = found
    print(f"axe: {role} {language}: {sum(map(len, looked_at.values()))} pages, {len(wrong)} with violations")  # noqa: T201
    assert json.dumps(wrong, indent=1, ensure_ascii=False) == "{}"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ["/sign-in", "/components", "/no-such-page"])
def test_open_pages_are_accessible(open_browser, address, language):
    page = open_browser(language=language)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(address)
        assert violations(page) == []
