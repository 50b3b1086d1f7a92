"""Every page of the coordinator answers, in both languages, with nothing in it and with much, to nobody else."""

import pytest

from reviewboard.foundation.people.roles import Role
from tests.stages.casework import Casework

OF_A_DRAFT = (
    "", "/open", "/dates", "/scale", "/limits", "/policy", "/notice", "/people", "/people?role=lead",
    "/people?role=candidate", "/people?role=coordinator", "/people?role=nonsense", "/people/import", "/people/apart",
    "/conflicts",
)  # fmt: skip
OF_A_RUNNING_ONE = (
    *OF_A_DRAFT, "/close", "/cases", "/cases?standing=waiting", "/cases?lacking=yes", "/cases?reference=QX1-31K",
    "/cases?after=nonsense", "/seats", "/seats?sealed=yes", "/assignment", "/requests", "/attention",
)  # fmt: skip


@pytest.mark.parametrize("path", OF_A_DRAFT)
def test_every_page_of_a_draft_answers(office, path):
    assert office.browser().get(f"/cycles/{office.draft}{path}").status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_running_cycle_answers_empty_and_full(office, build, visit, language):
    browser = office.browser()
    browser.post("/language", {"language": language})
    empty = [browser.get(f"/cycles/{office.open}{page}").status_code for page in OF_A_RUNNING_ONE]
    work = Casework(build, office.open)
    for number in range(4):
        work.assessor(f"Assessor {number}")
    seated = [work.submitted() for _ in range(3)]
    work.round()
    work.submitted(language="fr")
    full = [browser.get(f"/cycles/{office.open}{page}").status_code for page in OF_A_RUNNING_ONE]
    cases = [browser.get(f"/coordination/cases/{case}").status_code for case in seated]
    assert (set(empty), set(full), cases) == ({200}, {200}, [200] * 3)


def test_home_pages_answer(office):
    browser = office.browser()
    pages = ("/cycles", "/cycles/new", "/scales", "/scales/import", f"/scales/{_version(office)}",
             f"/scales/{_version(office)}/publish")  # fmt: skip
    assert [browser.get(page).status_code for page in pages] == [200] * len(pages)


def _version(office):
    from reviewboard.foundation.cycle.queries import scales_of

    browser = office.browser()
    with browser.app.app_context():
        return scales_of(office.open)[0].version_id


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.LEAD, Role.CANDIDATE])
def test_a_cycle_is_its_coordinators_alone(office, build, visit, role):
    other = build.someone(office.open, role)
    elsewhere = build.someone(build.cycle(), Role.COORDINATOR)
    auditor = build.person(auditor=True)
    for person in (other, elsewhere, auditor):
        browser = visit(person)
        assert {browser.get(f"/cycles/{office.open}{page}").status_code for page in OF_A_RUNNING_ONE} == {404}
        assert browser.post(f"/cycles/{office.open}/open", {"version": "1"}).status_code == 404


def test_an_administrator_coordinates_nothing_they_were_not_named_for(office, build, visit):
    browser = visit(build.person(administrator=True))
    assert browser.get(f"/cycles/{office.open}").status_code == 404
    assert browser.get("/cycles").status_code == 200
