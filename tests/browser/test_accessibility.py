"""axe-core finds nothing on any page of anybody, in both languages, light and dark.

Each kind of page of a role is looked at by every rule: every other one on a desk in French in the light, the rest on a
phone in English in the dark; each fits a window of 320 pixels (a phone, or a desk at 400 %). A long run looks at each at both
widths, in both languages and themes, at each kind's leanest page too, and at many more pages of a kind. How many looks that
were stands at the end of the run.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawling import OPEN_PAGES, PEOPLE, kind_of, reachable
from tests.lengths import LONG, length

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]

ALL = {"resultTypes": ["violations"], "preload": False}
LOOKS = length(  # language: themes
    usual={"fr": ("light",), "en": ("dark",)}, long=dict.fromkeys(("fr", "en"), ("light", "dark"))
)
TARGETS = {**ALL, "runOnly": ["target-size", "scrollable-region-focusable"]}
OF_EACH = length(usual=2, long=12)  # pages of one kind that are opened to find the fullest
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 600}
ON_A_PHONE = "en"  # the language whose pages the usual run looks at in a narrow window
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SAME_FOR_ALL = {  # who looks at a page that is the same for several roles
    "/account": "candidate who may begin",
    **dict.fromkeys(("/cycles/new", "/scales", "/scales/import", "/scales/·"), "coordinator"),
}  # fmt: skip
AXE = Axe().axe_script
LOOK = "(rules) => axe.run(rules).then(({ violations }) => violations)"


def violations(page, rules=ALL):
    """Return what axe finds on the loaded page: rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(LOOK, rules)
    return [(rule["id"], node["target"], node["html"][:160]) for rule in found for node in rule["nodes"]]


def window_of(language):
    """Return the window that pages in a language are looked at in."""
    return PHONE if language == ON_A_PHONE and not LONG else DESK


def looks(page, language):
    """Return what is wrong with the loaded page in each theme, and whether it fits a phone."""
    wrong = {}
    for theme in LOOKS[language]:
        page.emulate_media(color_scheme=theme)
        wrong[theme] = violations(page)
    page.set_viewport_size(PHONE)
    wide = page.evaluate(OVERFLOW)
    wrong |= {"overflows": wide > 1 and wide, "targets": LONG and violations(page, TARGETS)}
    page.set_viewport_size(window_of(language))
    return {name: found for name, found in wrong.items() if found}


def reads_in(page, language):
    """Switch the page to a language, and to the window that it is looked at in."""
    page.set_viewport_size(window_of(language))
    page.goto("/account")
    if page.locator("html").get_attribute("lang") != language:
        page.click(f"button[name=language][value={language}]")
        page.wait_for_selector(f"html[lang={language}]")


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_of_a_role_is_accessible(sign_in, role, record_property):
    wrong, kinds, seen = {}, set(), 0
    for person in PEOPLE[role]:
        page = sign_in(person, language="fr")
        pages = {
            kind: found for kind, found in reachable(page, of_each=OF_EACH).items()
            if kind not in kinds and SAME_FOR_ALL.get(kind, role) == role
        }  # fmt: skip
        kinds |= set(pages)
        for turn, language in enumerate(LOOKS):
            reads_in(page, language)
            for kind, addresses in list(pages.items()) if LONG else list(pages.items())[turn :: len(LOOKS)]:
                for address in addresses if LONG else addresses[:1]:
                    answer = page.goto(address)
                    assert (kind_of(address), answer.status) == (kind, 200)
                    seen += len(LOOKS[language])
                    found = looks(page, language)
                    if found:
                        wrong[f"{person} {language} {address}"] = found
    record_property("axe", [len(kinds), seen])
    assert json.dumps(wrong, indent=1, ensure_ascii=False) == "{}"


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_open_pages_are_accessible(open_browser, address, record_property):
    for language in LOOKS:
        page = open_browser(language=language)
        page.goto(address)
        assert (language, looks(page, language)) == (language, {})
    record_property("axe", [1, sum(map(len, LOOKS.values()))])


def test_the_components_are_accessible_in_every_state(open_browser):
    for language in LOOKS:
        page = open_browser(language=language)
        page.goto("/components")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        page.evaluate("document.querySelectorAll('[hidden]').forEach((part) => { part.hidden = false; })")
        assert (language, looks(page, language)) == (language, {})
