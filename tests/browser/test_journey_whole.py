"""One whole story, every step by its own person in a browser of their own, every courier a real Celery worker."""

import pytest

from tests.browser.people import WHY, Assessor, Candidate, Lead
from tests.lengths import once_unless_long

pytestmark = [pytest.mark.browser, once_unless_long]  # bots walk every kind of case on the services, through a storm of kills


def test_a_case_from_its_submission_to_its_result(stage, sign_in):
    people = stage.people()
    case = stage.draft(people)
    candidate = Candidate(sign_in(stage.candidate_of(case)))
    candidate.goes_to(f"/my/cases/{case}/submit")
    candidate.goes_on()
    candidate.holds_a_receipt()

    for key in stage.raters_of(case):
        Assessor(sign_in(key)).rates_and_seals(3)
    stage.reaches(case, "recorded")
    candidate.goes_to("/my")
    candidate.sees("a[href$='/result']", 0)

    Lead(sign_in(stage.key_of(people.leads[0]))).releases(stage.code_of(case))
    stage.reaches(case, "released")
    candidate.goes_to("/my")
    candidate.page.click("a[href$='/result']")
    candidate.reads("main", WHY)
