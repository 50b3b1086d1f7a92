"""A candidate walks by plain forms, without script, from the first page to the receipt."""

import io
import re
from urllib.parse import parse_qs, urlsplit

from reviewboard.extensions import db
from reviewboard.stages.submission.actions import submit_case
from reviewboard.stages.submission.tables import Case, Evidence, Example
from tests.stages.submission.authoring import TEXTS


def forms_of(page):
    return re.findall(r'<form[^>]* method="post" action="([^"]+)"', page.text)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def form_texts(*names):
    return {name: str(TEXTS[name]) for name in names}


STEPS = (
    ("title", "when_from", "when_to", "context"),
    ("contacts", "why_not_clients", "confirmer_name", "confirmer_email"),
    ("actions",),
    ("result", "benefit"),
)


def test_a_case_is_written_and_submitted_by_plain_forms(writer, browser):
    home = browser.get("/my")
    assert forms_of(home)[-1] == "/my/cases"
    chosen = {name: hidden(home, name) for name in ("cycle_id", "scale_version_id")}
    answer = browser.post("/my/cases", chosen | {"language": "fr"})
    case = answer.headers["Location"]
    notice = browser.get(case)
    assert "Notice" in notice.text
    browser.post(f"{case}/notice", {"notice_version": hidden(notice, "notice_version")})
    assert f"{case}/examples" in forms_of(browser.get(case))

    step = browser.post(f"{case}/examples").headers["Location"]
    seen = []
    for fields in STEPS:
        page = browser.get(step)
        seen.append(parse_qs(urlsplit(step).query)["step"][0])
        save = next(action for action in forms_of(page) if re.fullmatch(rf"{case}/examples/\w+", action))
        answer = browser.post(
            save, {"version": hidden(page, "version"), "step": seen[-1], "then": "next", **form_texts(*fields)}
        )
        assert answer.status_code == 302
        step = answer.headers["Location"]
    assert (seen, parse_qs(urlsplit(step).query)["step"]) == (["situation", "people", "did", "came"], ["evidence"])

    answer = browser.post(f"{save}/evidence", {"file": (io.BytesIO(b"Proc\xc3\xa8s-verbal"), "pv.txt")},
                          content_type="multipart/form-data")  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (302, step)
    assert "pv.txt" in browser.get(step).text

    check = browser.get(f"{case}/submit")
    answer = browser.post(f"{case}/submit", {"version": hidden(check, "version")})
    assert (answer.status_code, answer.headers["Location"]) == (302, case)
    after = browser.get(case)
    stored = writer.row(Case, case.rpartition("/")[2])
    assert (stored["state"], stored["digest"] in after.text, TEXTS["actions"] in after.text) == (
        "submitted",
        True,
        True,
    )
    assert {
        name: writer.build.read(lambda n=name: getattr(db.session.query(Example).one(), n)) for name in TEXTS
    } == TEXTS


def test_the_home_shows_what_is_open_what_is_begun_and_where_it_stands(writer, browser):
    page = browser.get("/my")
    assert (page.text.count('name="cycle_id"'), 'id="submissions"' in page.text) == (1, False)
    case_id, _ = writer.written()
    page = browser.get("/my")
    assert (page.text.count('name="cycle_id"'), "A draft. Submit it by" in page.text) == (0, True)
    writer.do(submit_case, case_id=case_id)
    page = browser.get("/my")
    assert ("In assessment since" in page.text, "You will hear by" in page.text) == (True, True)


def test_a_person_who_is_no_candidate_has_no_such_desk(writer, visit):
    assert visit(writer.build.person()).get("/my").status_code == 404


def test_starting_twice_leads_to_the_same_case(writer, browser):
    form = {"cycle_id": writer.cycle_id, "scale_version_id": writer.scale_id, "language": "fr"}
    first, second = browser.post("/my/cases", form), browser.post("/my/cases", form)
    assert (first.headers["Location"], writer.count(Case)) == (second.headers["Location"], 1)


def test_a_closed_cycle_says_so_and_starts_nothing(writer, browser):
    writer.change_cycle(state="closed")
    answer = browser.post(
        "/my/cases", {"cycle_id": writer.cycle_id, "scale_version_id": writer.scale_id, "language": "fr"}
    )
    assert (answer.status_code, "takes no submissions now" in answer.text, writer.count(Case)) == (409, True, 0)


def test_a_form_sent_twice_with_one_key_adds_one_example(writer, browser):
    case_id = writer.acknowledged()
    form = {"_key": "one-key-only"}
    answers = [browser.post(f"/my/cases/{case_id}/examples", form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert writer.count(Example, case_id=case_id) == 1


def test_the_language_of_a_draft_is_changed(writer, browser):
    case_id, _ = writer.written()
    assert browser.post(f"/my/cases/{case_id}/language", {"language": "de"}).status_code == 422
    assert browser.post(f"/my/cases/{case_id}/language", {"language": "en"}).status_code == 302
    assert writer.row(Case, case_id)["language"] == "en"


def test_an_example_is_removed_with_its_files(writer, browser):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id)
    path = f"/my/cases/{case_id}/examples/{example_id}/remove"
    assert browser.post(path, {"version": "1"}).status_code == 409
    assert browser.post(path, {"version": "2"}).status_code == 302
    assert (writer.count(Example), writer.count(Evidence)) == (0, 0)
