"""A panel lead finds a dispute on the board, decides it with reasons, and releases the result; the candidate reads it."""

import pytest

from tests.browser.people import LONGER, Lead, Person
from tests.lengths import in_both_languages
from tests.walking import REASONS

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_the_dispute_to_the_release(stage, sign_in, language):
    people = stage.people()
    case = stage.rated(people, 2, 4, "dispute", language=language)
    code = stage.code_of(case)
    lead = Lead(sign_in(stage.key_of(people.leads[0]), language=language))

    lead.reads("main table", code)
    lead.goes_on()
    lead.reads(".side-a .side-reasons", REASONS)
    lead.decides(2)
    stage.reaches(case, "recorded")
    lead.releases(code)
    stage.reaches(case, "released")

    candidate = Person(sign_in(stage.candidate_of(case), language=language))
    candidate.goes_on()
    candidate.reads("main", LONGER)
