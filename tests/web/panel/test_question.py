"""The panel's question on its pages: who sees what of it, with words and files in it that must not leak."""

import re
from io import BytesIO

import pytest
from flask_babel import force_locale

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.written_dates import written_moment
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.submission.tables import Evidence
from tests.stages.consensus.staging import WHY, Stage
from workers.app import work_of

AT = Outcome.at
QUESTION = "Which page shows the date of the second meeting, CNRY-question, and who else was there?"
ANSWER = "The minutes of 4 May show it, CNRY-answer: two advisers of the association were there."
FILE = b"Minutes of 4 May, CNRY-file."


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    return stage.case(AT(2), AT(4))


def put(stage, staged, visit, **more):
    fields = {"question": QUESTION, "days": "12", "version": str(stage.version(staged)), "confirm": "yes", **more}
    return visit(stage.lead).post(f"/panel/disputes/{staged.case_id}/question", fields)


def looked_at(browser, case):
    """Return what stands for the files that the last look at an answer shows."""
    return re.search(r'name="files" value="([0-9a-f]+)"', browser.get(f"{case}/answer/check").text).group(1)


def sends(browser, case, body, name="minutes.txt"):
    return browser.post(f"{case}/answer/evidence", {"file": (BytesIO(body), name)}, content_type="multipart/form-data")


def test_a_question_is_looked_over_before_it_goes(stage, staged, visit):
    looked = put(stage, staged, visit, confirm="", draft="0", reasons="Half a thought")
    assert (looked.status_code, stage.state(staged), QUESTION in looked.text) == (200, "dispute", True)
    page = visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text
    assert ("Half a thought" in page, QUESTION in page) == (True, True)
    assert (put(stage, staged, visit).status_code, stage.state(staged)) == (302, "asked")


@pytest.mark.parametrize(("field", "value", "said"), [
    ("question", "When?", "Say why in at least"), ("days", "1", "Give the candidate between 2 and 60 days."),
])  # fmt: skip
def test_what_cannot_be_asked_is_kept_in_the_form(stage, staged, visit, field, value, said):
    answer = put(stage, staged, visit, **{field: value})
    assert (answer.status_code, said in answer.text, value in answer.text, stage.state(staged)) == (422, True, True, "dispute")


def test_the_candidate_reads_the_question_answers_and_hands_in(stage, staged, visit):
    put(stage, staged, visit)
    browser, here = visit(staged.candidate), f"/my/cases/{staged.case_id}"
    home, page = browser.get("/my").text, browser.get(f"{here}/answer").text
    assert (f"{here}/answer" in home, "In assessment since" in home, QUESTION in page) == (True, True, True)
    for never in ("dispute", "level", "rater", "rating", "assessor A", "second lead"):
        assert not re.search(rf"\b{never}", re.sub(r"<[^>]*>", " ", page.partition("<main")[2]), re.IGNORECASE), never
    assert sends(browser, here, FILE, "secret-name.txt").status_code == 302
    assert browser.post(f"{here}/answer", {"answer": ANSWER, "version": "0", "then": "check"}).status_code == 302
    assert ANSWER in browser.get(f"{here}/answer/check").text
    done = browser.post(f"{here}/answer/hand-in", {"answer": ANSWER, "version": "1", "files": looked_at(browser, here)})
    assert (done.status_code, stage.state(staged)) == (302, "dispute")
    late = browser.post(f"{here}/answer/hand-in", {"answer": "Later words", "version": "2"})
    apart, _title, handed_in = late.text.partition("Your answer, as it was handed in")
    assert (late.status_code, "Your answer was handed in before this arrived" in apart) == (409, True)
    assert ("Later words" in apart, "Later words" in handed_in, ANSWER in handed_in) == (True, False, True)


@pytest.mark.parametrize("change", ["a file more", "a file less", "no look at all"])
def test_an_answer_is_not_handed_in_with_files_that_its_last_look_did_not_show(stage, staged, visit, change):
    put(stage, staged, visit)
    browser, here = visit(staged.candidate), f"/my/cases/{staged.case_id}"
    sends(browser, here, FILE)
    (file,) = stage.rows(Evidence, case_id=staged.case_id)
    shown = looked_at(browser, here) if change != "no look at all" else ""
    if change == "a file more":
        sends(browser, here, b"Minutes of another day")
    if change == "a file less":
        path = f"{here}/answer/evidence/{file['id']}/remove"
        assert f'href="{path}"' in browser.get(f"{here}/answer").text
        asked = browser.get(path).text
        assert (file["file_name"] in asked, "Remove this file?" in asked, looked_at(browser, here) != "") == (True,) * 3
        browser.post(path)
        assert browser.get(path).status_code == 404
    answer = browser.post(f"{here}/answer/hand-in", {"answer": ANSWER, "version": "0", "files": shown})
    told = "The files of your answer changed after you looked at it." in answer.text
    assert (answer.status_code, told, ANSWER in answer.text, stage.state(staged)) == (409, True, True, "asked")
    browser.post(f"{here}/answer", {"answer": ANSWER, "version": "0"})
    again = browser.post(f"{here}/answer/hand-in", {"answer": ANSWER, "version": "1", "files": looked_at(browser, here)})
    assert (again.status_code, stage.state(staged)) == (302, "dispute")


@pytest.fixture
def begun(stage, staged, visit):
    """A case whose answer, with one accepted file, is being written; returns the file's id."""
    put(stage, staged, visit)
    here, browser = f"/my/cases/{staged.case_id}", visit(staged.candidate)
    sends(browser, here, FILE, "secret-name.txt")
    (file,) = stage.rows(Evidence, case_id=staged.case_id)
    looked = stage.build.read(lambda: actions_look(file["id"], stage.build.now))
    stage.do(work_of("submission.check_evidence"), evidence_id=file["id"], now=stage.build.now, **looked)
    return file["id"]


@pytest.fixture
def answered(staged, visit, begun):
    """The same, handed in."""
    here, browser = f"/my/cases/{staged.case_id}", visit(staged.candidate)
    browser.post(f"{here}/answer/hand-in", {"answer": ANSWER, "version": "0", "files": looked_at(browser, here)})
    return begun


def actions_look(evidence_id, now):
    from reviewboard.stages.submission.actions import look

    return look(evidence_id, now=now)


def test_the_lead_reads_the_answer_beside_the_text_and_never_the_files_name(stage, staged, visit, answered):
    lead = visit(stage.lead)
    page = lead.get(f"/panel/disputes/{staged.case_id}").text
    there = [word in page for word in (QUESTION, ANSWER, "File 1 of the answer", "secret-name")]
    assert there == [True, True, True, False]
    files = f"/panel/disputes/{staged.case_id}/answer/{answered}"
    shown = lead.get(f"{files}/page")
    assert (shown.status_code, "CNRY-file" in shown.text, "secret-name" in shown.text) == (200, True, False)
    assert lead.get(files).status_code == 404


def test_an_auditor_opens_a_file_of_an_answer_once_it_is_handed_in(stage, staged, visit, begun):
    here, browser = f"/my/cases/{staged.case_id}", visit(staged.candidate)
    auditor, file = visit(stage.build.person(auditor=True)), f"/audit/cases/{staged.case_id}/evidence/{begun}"

    def opened():
        answers = [auditor.post(file), auditor.post(f"{file}/page", follow_redirects=True)]
        found = [(one.status_code, b"CNRY-file" in one.data) for one in answers]
        answers[0].close()
        return found

    before = opened()
    browser.post(f"{here}/answer/hand-in", {"answer": ANSWER, "version": "0", "files": looked_at(browser, here)})
    assert (before, opened()) == ([(404, False)] * 2, [(200, True)] * 2)
    assert len(stage.rows(JournalEntry, action="case.read_by_auditor")) == 2


def test_raters_third_ones_and_coordinators_reach_nothing_of_it(stage, staged, visit, answered):
    stage.do(actions.call_third, case_id=staged.case_id, reason="Both read the same passage and differ on it, so a third may.",
             version=stage.version(staged), actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    third = stage.third(staged, AT(3))
    coordinator = stage.build.someone(stage.cycle_id, Role.COORDINATOR)
    desks = {who: f"/desk/{stage.seat_of(staged.case_id, who)}" for who in (staged.a, third)}
    pages = [(staged.a, f"/desk/rooms/{staged.case_id}"), *desks.items()]
    pages += [(who, f"{desk}/evidence/{answered}{end}") for who, desk in desks.items() for end in ("", "/page", "/image/1")]
    pages += [(who, f"/panel/disputes/{staged.case_id}/answer/{answered}") for who in (staged.a, third, coordinator)]
    pages += [(who, f"/my/cases/{staged.case_id}/answer") for who in (staged.a, third, stage.lead, coordinator)]
    pages += [(coordinator, f"/cycles/{stage.cycle_id}/cases/{staged.case_id}")]
    shown = {}
    for who, address in pages:
        answer = visit(who).get(address)
        shown[address, who] = [word for word in ("CNRY", "secret-name") if word.encode() in answer.data]
    assert {where: found for where, found in shown.items() if found} == {}


def test_a_lead_sees_nothing_of_an_answer_that_is_not_handed_in(stage, staged, visit):
    put(stage, staged, visit)
    stage.do(actions.save_answer, case_id=staged.case_id, answer=ANSWER, version=0, actor=stage.who(staged.candidate),
             now=stage.build.now)  # fmt: skip
    page = visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text
    assert (QUESTION in page, ANSWER in page, "waiting for the candidate" in page) == (True, False, True)
    stage.do(actions.add_nothing, case_id=staged.case_id, actor=stage.who(staged.candidate), now=stage.build.now)
    page = visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text
    assert (ANSWER in page, "The candidate has nothing to add." in page) == (False, True)


def test_the_board_says_that_the_case_waits_and_until_when(app, stage, staged, visit):
    put(stage, staged, visit)
    page = visit(stage.lead).get("/panel").text
    assert "waiting for the candidate" in page
    (asked,) = stage.rows(Question, case_id=staged.case_id)
    with app.test_request_context(), force_locale("en"):
        assert f"<small>{written_moment(asked['due_at'])}</small>" in page


def test_a_lead_gives_more_time_and_what_was_typed_stays_when_it_is_refused(stage, staged, visit):
    put(stage, staged, visit)
    lead, at = visit(stage.lead), f"/panel/disputes/{staged.case_id}"
    refused = lead.post(f"{at}/question/time", {"more_days": "90", "time_reason": WHY})
    assert (refused.status_code, WHY in refused.text) == (422, True)
    before = stage.rows(Question)[0]["due_at"]
    given = lead.post(f"{at}/question/time", {"more_days": "9", "time_reason": WHY})
    assert (given.status_code, (stage.rows(Question)[0]["due_at"] - before).days) == (302, 9)
    stage.do(actions.add_nothing, case_id=staged.case_id, actor=stage.who(staged.candidate), now=stage.build.now)
    late = lead.post(f"{at}/question/time", {"more_days": "9", "time_reason": WHY})
    assert (late.status_code, WHY in late.text) == (409, True)
