"""A candidate's pages ask the database the same number of things, however much there is."""

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.submission import actions
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.each

HOME, OVERVIEW, STEP, AUTOSAVE = 3, 8, 7, 12  # an autosave also tells which fields no longer hold what does not fit


@pytest.mark.parametrize("many", [1, 12])
def test_the_home_asks_as_much_for_one_case_as_for_many(app, writer, browser, many):
    for _ in range(many):
        cycle_id = writer.build.cycle()
        writer.build.member(writer.id, cycle_id, Role.CANDIDATE)
        writer.start(cycle_id=cycle_id)
    browser.get("/my")
    with counted(app) as sent:
        page = browser.get("/my")
    assert (page.text.count('class="stage-progress"'), len(sent)) == (many, HOME)


@pytest.mark.parametrize("many", [1, 3])
def test_a_draft_asks_as_much_for_one_example_as_for_many(app, writer, browser, many):
    case_id, example_id = writer.written()
    for _ in range(many - 1):
        other = writer.do(actions.add_example, case_id=case_id)["id"]
        writer.attach(case_id, other)
    writer.attach(case_id, example_id)
    case, counts = f"/my/cases/{case_id}", []
    browser.get(case)
    for address in (case, f"{case}?example={example_id}&step=did"):
        with counted(app) as sent:
            assert browser.get(address).status_code == 200
        counts.append(len(sent))
    with counted(app) as sent:
        form = {"version": "2", "actions": f"Texte {many}.", "step": "did"}
        assert browser.post(f"{case}/examples/{example_id}", form, headers={"HX-Request": "true"}).status_code == 200
    assert [*counts, len(sent)] == [OVERVIEW, STEP, AUTOSAVE]
