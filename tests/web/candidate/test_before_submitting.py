"""What a candidate is told before nothing can be changed any more: who sees what, what is refused, what is still open."""

from reviewboard.extensions import db
from reviewboard.foundation.cycle.standard import NOTICE_EN, NOTICE_FR
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Case, EvidenceCheck


def test_open_places_stand_above_the_button_and_are_ticked_before_it_submits(writer, browser):
    case_id, _ = writer.written(actions="J’ai écrit à M. Tremblay. Nous avons parlé.")
    path = f"/my/cases/{case_id}/submit"
    page = browser.get(path).text
    assert page.index("place-found") < page.index('name="looked"') < page.index(">Submit</button>")
    form = {"version": str(writer.row(Case, case_id)["version"]), "places": "1"}
    answer = browser.post(path, form)
    assert (answer.status_code, "Nothing was submitted yet" in answer.text) == (422, True)
    assert writer.row(Case, case_id)["state"] == "draft"
    assert browser.post(path, {**form, "looked": "yes"}).status_code == 302
    assert writer.row(Case, case_id)["state"] == "submitted"


def test_a_candidate_is_told_where_assessors_see_the_name(writer, browser):
    case_id, _ = writer.written()
    for path in ("/preview", "/submit"):
        page = browser.get(f"/my/cases/{case_id}{path}").text
        assert "your name, unit, team and supervisor once" in page
    for notice, said in ((NOTICE_FR, "votre nom, votre unité"), (NOTICE_EN, "your name, unit, team and")):
        assert said in notice


def test_a_refused_file_is_no_evidence_and_is_named_before_submitting(writer, browser):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id)
    _stored, damaged = writer.attach(case_id, example_id, content=b"more words")

    def refuse():
        check = db.session.get_one(EvidenceCheck, damaged["id"])
        check.state, check.reason = "refused", "broken"

    writer.build.do(refuse)
    step = browser.get(f"/my/cases/{case_id}?example={example_id}&step=evidence").text
    others, _fold, apart = step.partition('<details class="more not-taken" id="refused-files" open>')
    apart = apart.partition("</details>")[0]
    assert [part.count("evidence-name") for part in (others, apart)] == [1, 1]
    page = browser.get(f"/my/cases/{case_id}/submit").text
    assert ("files that were refused: 1" in page, f"example={example_id}&amp;step=evidence" in page) == (True, True)
    assert 'name="version"' not in page
    preview = browser.get(f"/my/cases/{case_id}/preview").text
    assert sorted(f"Evidence {number}" in preview for number in (1, 2)) == [False, True]
    writer.do(actions.remove_evidence, case_id=case_id, evidence_id=damaged["id"])
    assert "1 file" in browser.get(f"/my/cases/{case_id}/submit").text


def test_what_a_step_still_lacks_is_said_where_one_lands(writer, browser):
    case_id, example_id = writer.written(actions="")
    sent = {"step": "did", "actions": "", "version": "2", "then": "next"}
    answer = browser.post(f"/my/cases/{case_id}/examples/{example_id}", sent)
    landed = browser.get(answer.headers["Location"]).text
    assert "Saved. Still needed in “What I did”: What you did." in landed
