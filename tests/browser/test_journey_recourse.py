"""A result is questioned: once it goes to a fresh pair and another level comes to be in force, once it is upheld."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reviewboard.invariants import all_breaches
from tests.browser.recourse import (
    ANSWERED,
    CONCLUDED,
    FOUND,
    FRESH_FIRST,
    NOTES,
    OF_THE_RECOURSE,
    OF_THE_ROUND,
    RETURN,
    UPHELD,
    UPHELD_IN_ALL,
    WHY_THIRD,
    Asker,
    Hearer,
    rated_afresh,
    released,
    released_after_a_dispute,
)
from tests.lengths import in_both_languages
from tests.pdfs import flat, text_of

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_a_disputed_level_gives_way_to_the_one_of_a_fresh_pair(stage, sign_in, language):
    people = stage.people(assessors=5, leads=5)
    reviewer, handler = (stage.key_of(lead) for lead in people.leads[3:])
    case = released_after_a_dispute(stage, people, language=language)
    code = stage.code_of(case)

    mine = Asker(sign_in(stage.candidate_of(case), language=language))
    mine.asks_for_a_review(case)
    lead = Hearer(sign_in(reviewer, language=language))
    lead.takes(code)
    lead.opens_the_file()
    mine.follows(case, "decision_review")
    mine.reads_the_file(OF_THE_ROUND)
    mine.follows(case, "decision_review")
    mine.is_ready()
    lead.notes_the_meeting()
    lead.answers(FOUND, RETURN, "returned")
    mine.follows(case, "decision_review")
    for words in (FOUND, RETURN, NOTES):
        mine.reads("main", words)

    fresh = rated_afresh(stage, case, 4)
    mine.goes_to(f"/my/cases/{case}/result")
    assert mine.level_in_force() == "3"
    other = Hearer(sign_in(handler, language=language))
    other.takes(code)
    other.reads("main", FRESH_FIRST)
    other.answers(ANSWERED, CONCLUDED)

    mine.follows(case, "fresh_rating")
    assert mine.levels_told() == {"3", "4"}
    for words in (ANSWERED, CONCLUDED):
        mine.reads("main", words)
    mine.page.locator("main .button-primary[href$='/result']").click()
    assert (mine.level_in_force(), "3" in mine.levels_told()) == ("4", True)
    mine.fits()
    assert fresh not in mine.page.content()
    stage.until("the candidate has a message", lambda: stage.mail_with(f"/my/cases/{case}/recourse"))
    content = mine.makes_the_case_file(case)
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root) == (True, True)
    written = flat(text_of(content))
    assert [words for words in (*OF_THE_ROUND, WHY_THIRD, *OF_THE_RECOURSE) if flat(words) not in written] == []
    assert {name: rows for name, rows in stage.read(all_breaches).items() if rows} == {}


@in_both_languages
def test_a_review_that_is_upheld_leaves_the_level_in_force(stage, sign_in, language):
    people = stage.people(leads=2)
    case = released(stage, people, 2, language=language)
    mine = Asker(sign_in(stage.candidate_of(case), language=language))
    mine.asks_for_a_review(case)
    lead = Hearer(sign_in(stage.key_of(people.leads[0]), language=language))
    lead.takes(stage.code_of(case))
    lead.opens_the_file()
    mine.follows(case, "decision_review")
    mine.decides_without_a_meeting()
    lead.page.reload()
    lead.answers(UPHELD, UPHELD_IN_ALL, "upheld")
    mine.follows(case, "decision_review")
    for words in (UPHELD, UPHELD_IN_ALL):
        mine.reads("main", words)
    mine.goes_to(f"/my/cases/{case}/recourse")
    mine.sees("main a[href$='/recourse/fresh_rating']")

