"""Saving a step: whatever happens, what was typed stays in sight and what was kept is not overwritten."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Example
from tests.stages.submission.authoring import TEXTS

pytestmark = pytest.mark.each

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(writer):
    case_id, example_id = writer.written()
    return case_id, example_id, f"/my/cases/{case_id}/examples/{example_id}"


def test_an_autosave_answers_with_the_new_version(writer, browser, place):
    _case, example_id, path = place
    answer = browser.post(path, {"version": "2", "actions": "Un autre texte.", "step": "did"}, headers=HTMX)
    assert (answer.status_code, 'data-save-state="saved"' in answer.text) == (200, True)
    assert 'name="version" value="3"' in answer.text
    assert "<!doctype" not in answer.text.lower()
    assert writer.row(Example, example_id)["actions"] == "Un autre texte."


def test_an_autosave_repeated_with_its_key_gets_the_same_answer(writer, browser, place):
    _case, example_id, path = place
    sent = {"version": "2", "actions": "Une fois.", "step": "did"}
    first, again = (browser.post(path, sent, headers={**HTMX, "Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.text, first.status_code) == (again.text, again.status_code)
    assert writer.row(Example, example_id)["version"] == 3


def test_a_stale_autosave_shows_both_texts_and_keeps_its_old_version(writer, browser, place):
    case_id, example_id, path = place
    writer.save(case_id, example_id, 2, actions="Gardé ailleurs.")
    for _ in range(2):
        answer = browser.post(path, {"version": "2", "actions": "Tapé ici.", "step": "did"}, headers=HTMX)
        assert (answer.status_code, 'data-save-state="stale"' in answer.text) == (409, True)
        assert ("Gardé ailleurs." in answer.text, 'name="version" value="2"' in answer.text) == (True, True)
    assert writer.row(Example, example_id)["actions"] == "Gardé ailleurs."
    seen = {"version": "2", "over": "3", "actions": "Tapé ici.", "step": "did"}  # as the page sends it, once both are shown
    assert ('name="over" value="3"' in answer.text, browser.post(path, seen, headers=HTMX).status_code) == (True, 409)
    assert (browser.post(path, seen).status_code, writer.row(Example, example_id)["actions"]) == (302, "Tapé ici.")


def test_a_stale_form_comes_back_with_both_texts_and_may_then_be_saved(writer, browser, place):
    case_id, example_id, path = place
    writer.save(case_id, example_id, 2, actions="Gardé ailleurs.")
    answer = browser.post(path, {"version": "2", "actions": "Tapé ici.", "step": "did"})
    assert answer.status_code == 409
    assert ("Gardé ailleurs." in answer.text, "Tapé ici.</textarea>" in answer.text) == (True, True)
    assert 'name="version" value="3"' in answer.text
    assert browser.post(path, {"version": "3", "actions": "Tapé ici.", "step": "did"}).status_code == 302
    assert writer.row(Example, example_id)["actions"] == "Tapé ici."


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": "x" * 301}, "Shorten it to at most 300 characters"),
        ({"when_from": "hier", "title": "Un titre"}, "Write the date as year, month and day"),
        ({"when_to": "2026-02-30"}, "Write the date as year, month and day"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_reason(writer, browser, place, sent, sentence):
    _case, example_id, path = place
    before = writer.row(Example, example_id)
    for headers in ({}, HTMX):
        answer = browser.post(path, {"version": "2", "step": "situation", **sent}, headers=headers)
        assert (answer.status_code, sentence in answer.text) == (422, True)
        if not headers:
            assert [text for text in sent.values() if f'value="{text}"' not in answer.text] == []
    assert writer.row(Example, example_id) == before


@pytest.mark.parametrize("ending", ["deadline", "submitted", "withdrawn", "removed"])
def test_a_save_that_comes_too_late_gives_its_text_back(writer, browser, place, ending):
    case_id, example_id, path = place
    if ending == "deadline":
        writer.change_cycle(closes_at=writer.build.now - timedelta(seconds=1))
    elif ending == "removed":
        writer.do(actions.remove_example, case_id=case_id, example_id=example_id, version=2)
    else:
        action = actions.submit_case if ending == "submitted" else actions.withdraw_case
        writer.do(action, case_id=case_id)
    sent = {"version": "2", "step": "did", "actions": "Un texte qui ne doit pas se perdre."}
    answer = browser.post(path, sent)
    assert (answer.status_code, sent["actions"] in answer.text) == (409, True)
    assert browser.post(path, sent, headers=HTMX).status_code == 409
    if ending != "removed":
        assert writer.row(Example, example_id)["actions"] == TEXTS["actions"]


def test_a_nul_is_taken_out_of_a_text_and_refused_anywhere_else(writer, browser, place):
    _case, example_id, path = place
    assert browser.post(path, {"version": "2", "actions": "Un\x00 deux", "step": "did"}).status_code == 302
    assert writer.row(Example, example_id)["actions"] == "Un deux"
    assert browser.post(path, {"version": "3", "actions": "Trois", "step": "did\x00"}).status_code == 400


def test_a_text_far_too_long_comes_back_whole_with_by_how_much(writer, browser, place):
    _case, example_id, path = place
    sent = {"version": "2", "actions": "é" * 100_000, "step": "did"}
    for headers in ({}, HTMX):
        answer = browser.post(path, sent, headers=headers)
        assert (answer.status_code, "60000 too many" in answer.text) == (422, True)
        assert headers or "é" * 100_000 in answer.text
    assert writer.row(Example, example_id)["actions"] == TEXTS["actions"]


def test_whoever_was_signed_out_gets_the_words_back_and_a_way_to_the_same_page(writer, visit, place):
    _case, example_id, path = place
    visitor = visit()
    page = path.replace(f"/examples/{example_id}", f"?example={example_id}&step=did")
    onward = f"/sign-in?next={quote(page, safe='/?')}"
    sent = {"actions": "Un texte assez long pour être gardé.", "step": "did"}
    referer = {"Referer": f"http://localhost{page}"}
    answer = visitor.post(path, sent, headers=referer)
    assert (answer.status_code, sent["actions"] in answer.text) == (401, True)
    assert f'href="{onward}"' in answer.text
    short = visitor.post(path, {"actions": "Court."}, headers=referer)
    assert (short.status_code, short.headers["Location"]) == (302, onward)
    assert visitor.post(path, sent, headers=referer | HTMX).status_code == 302


def status(answer):
    answer.close()
    return answer.status_code


def test_nobody_else_reads_or_writes_a_case(writer, visit, place):
    case_id, example_id, path = place
    _stored, evidence = writer.attach(case_id, example_id)
    base = f"/my/cases/{case_id}"
    reads = [base, f"{base}?example={example_id}", f"{base}/preview", f"{base}/submit", f"{base}/withdraw",
             f"{base}/accommodation", f"{base}/evidence/{evidence['id']}"]  # fmt: skip
    writes = [path, f"{path}/remove", f"{path}/evidence", f"{base}/notice", f"{base}/language", f"{base}/examples",
              f"{base}/submit", f"{base}/withdraw", f"{base}/accommodation",
              f"{base}/evidence/{evidence['id']}/remove"]  # fmt: skip
    for role in Role:
        stranger = visit(writer.build.someone(writer.cycle_id, role))
        assert {(address, status(stranger.get(address))) for address in reads} == {(a, 404) for a in reads}
        sent = {"version": "2", "actions": "x", "language": "en", "request": "x", "notice_version": "1"}
        assert {(address, stranger.post(address, sent).status_code) for address in writes} == {(a, 404) for a in writes}
    own = visit(writer.id)
    assert {(address, status(own.get(address))) for address in reads} == {(a, 200) for a in reads}
