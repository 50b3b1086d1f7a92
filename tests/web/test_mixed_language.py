"""Text in the other language says which one it is: a French example on an English page is marked French, and its quotes too."""

import re
from collections.abc import Callable

import html5lib
import pytest

from tests.building import Builder
from tests.visiting import Visitor
from tests.walking import QUOTE, REASONS, level, panel, rate, rated, seated, seats_of

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def reads_in(visitor: Visitor, language: str) -> Visitor:
    """Switch a person's pages to a language."""
    visitor.post("/language", {"language": language})
    return visitor


def languages_of(page: str, words: str) -> set[str]:
    """Return the language that holds for each place of the page whose own text has these words."""
    found = set()

    def walk(node, language: str) -> None:
        language = node.get("lang", node.get(XML_LANG, language))
        own = "".join([node.text or "", *((child.tail or "") for child in node)])
        if words in re.sub(r"\s+", " ", own) and node.tag not in ("title", "option"):
            found.add(language)
        for child in node:
            walk(child, language)

    walk(html5lib.parse(page, namespaceHTMLElements=False), "")
    return found


@pytest.mark.parametrize(("case_language", "page_language"), [("fr", "en"), ("en", "fr")])
def test_the_desk_marks_the_language_of_an_example(
    build: Builder, visit: Callable[..., Visitor], case_language: str, page_language: str
) -> None:
    people = panel(build)
    case_id = seated(build, people, language=case_language)
    rate(build, case_id, 1, level(2), seal=False)
    seat_id, assessor = seats_of(build, case_id)[1]
    page = reads_in(visit(assessor), page_language).get(f"/desk/{seat_id}").text
    assert (f'<html lang="{page_language}"' in page, languages_of(page, QUOTE)) == (True, {case_language})


@pytest.mark.parametrize(("case_language", "page_language"), [("fr", "en"), ("en", "fr")])
def test_what_is_written_about_a_case_and_cited_of_it_is_marked_in_its_language(
    build: Builder, visit: Callable[..., Visitor], case_language: str, page_language: str
) -> None:
    people = panel(build)
    case_id = rated(build, people, level(1), level(4), language=case_language)
    room = reads_in(visit(people.leads[0]), page_language).get(f"/panel/disputes/{case_id}").text
    assert languages_of(room, QUOTE) == {case_language}
    assert languages_of(room, REASONS) == {case_language}
