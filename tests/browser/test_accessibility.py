"""axe-core finds nothing on any page, in either language, light or dark, on a desk or a phone."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawling import reachable

pytestmark = pytest.mark.browser

PEOPLE = ("amelie.bergeron", "florence.caron")  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
axe = Axe()


def violations(page):
    """Return what axe finds on the page: rule and place."""
    found = axe.run(page, options=RULES).response["violations"]
    return [(rule["id"], node["target"], node["html"][:160]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_a_person_is_accessible(sign_in, person, language):
    page = sign_in(person, language=language)
    looked_at, wrong = 0, {}
    for address in reachable(page):
        for theme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(address)
            assert (address, answer.status) == (address, 200)
            looked_at += 1
            if found := violations(page):
                wrong[f"{address} {theme} {width}"] = found
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 1:
                wrong[f"{address} {theme} {width} overflows"] = wide
    print(f"axe: {person} {language}: {looked_at} pages, {len(wrong)} with violations")  # noqa: T201
    assert json.dumps(wrong, indent=1, ensure_ascii=False) == "{}"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ["/sign-in", "/components", "/no-such-page"])
def test_open_pages_are_accessible(open_browser, address, language):
    page = open_browser(language=language)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(address)
        assert violations(page) == []
