"""Check, submit, follow, withdraw, ask for accommodation: what each page says, and what none of them tells."""

import hashlib
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.actions import run_round
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.discretion import count_places
from reviewboard.stages.submission.tables import Accommodation, Case, Evidence
from tests.stages.submission.authoring import TEXTS
from tests.walking import drafted, panel, seats_of


def test_every_problem_leads_to_its_field(writer, browser):
    case_id, example_id = writer.written(actions="", when_from=None, confirmer_email="personne")
    page = browser.get(f"/my/cases/{case_id}/submit")
    links = re.findall(r'<li>.*?<a href="([^"]+)">', page.text)
    wanted = [f"/my/cases/{case_id}?example={example_id}&amp;step={step}#field-{field}" for step, field in
              (("did", "actions"), ("situation", "when_from"), ("people", "confirmer_email"))]  # fmt: skip
    assert [link for link in links if "#field-" in link] == wanted
    for link in wanted:
        target, _hash, anchor = link.replace("&amp;", "&").partition("#")
        assert f'id="{anchor}"' in browser.get(target).text


def test_submitting_what_is_not_whole_changes_nothing(writer, browser):
    case_id, _ = writer.written(benefit="")
    answer = browser.post(f"/my/cases/{case_id}/submit", {"version": str(writer.row(Case, case_id)["version"])})
    assert (answer.status_code, "Nothing was submitted yet" in answer.text) == (422, True)
    assert writer.row(Case, case_id)["state"] == "draft"


def test_a_check_that_is_out_of_date_is_shown_again(writer, browser):
    case_id, example_id = writer.written()
    seen = writer.row(Case, case_id)["version"]
    writer.save(case_id, example_id, 2, result="Autre.")
    answer = browser.post(f"/my/cases/{case_id}/submit", {"version": str(seen)})
    assert (answer.status_code, "changed after you opened this page" in answer.text) == (409, True)
    assert f'name="version" value="{seen + 1}"' in answer.text


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "two"}])
def test_nothing_is_submitted_that_no_check_showed(writer, browser, sent):
    case_id, _ = writer.written()
    answer = browser.post(f"/my/cases/{case_id}/submit", sent)
    assert (answer.status_code, "changed after you opened this page" in answer.text) == (409, True)
    assert writer.row(Case, case_id)["state"] == "draft"


def test_personal_words_are_counted_before_the_case_is_locked(app, writer, browser, monkeypatch):
    case_id, _ = writer.written(actions="J’ai écrit à M. Tremblay, au 514-555-1234.")
    order = []

    def counted(*asked):
        order.append("counted")
        return count_places(*asked)

    monkeypatch.setattr("reviewboard.web.candidate.finishing.count_places", counted)
    with app.app_context():
        engine = db.engine
    version = writer.row(Case, case_id)["version"]

    def begun(connection):
        if connection.get_execution_options().get("writes"):
            order.append("locked")

    event.listen(engine, "begin", begun)
    assert browser.post(f"/my/cases/{case_id}/submit", {"version": str(version)}).status_code == 302
    event.remove(engine, "begin", begun)
    assert (order.count("counted"), order[-1]) == (1, "locked")
    assert writer.journal(case_id).count("submission.discretion") == 1


def test_the_preview_is_the_text_without_a_name(writer, browser):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id, name="Lettre de R. Roy.txt")
    page = browser.get(f"/my/cases/{case_id}/preview").text
    main = page[page.index("<main") : page.index("</main")]
    shown = [name for name in ("title", "context", "contacts", "why_not_clients", "actions", "result", "benefit")
             if TEXTS[name] in main]  # fmt: skip
    assert shown == ["title", "context", "contacts", "why_not_clients", "actions", "result", "benefit"]
    hidden = [text for text in ("R. Roy", "r.roy@example.org", "Lettre", "Person ") if text in main]
    assert (hidden, "Evidence 1" in main, 'lang="fr"' in main) == ([], True, True)


def test_marked_passages_and_citable_fields_are_drawn_from_prepared_values(app):
    from reviewboard.stages.rating.reading import Mark
    from reviewboard.stages.submission.tables import Example
    from reviewboard.web.submission import Places, prepared_examples

    example = Example(id="e1", case_id="c1", position=1, **TEXTS)
    with app.test_request_context():
        marks = {("e1", "actions"): [Mark(1, 0, 2, label="effort · 3")]}
        prepared = prepared_examples([example], {}, {}, Places("candidate", {"case_id": "c1"}), marks)
        macro = app.jinja_env.get_template("components/submission.html").module.submission
        drawn = str(macro(prepared, "fr", citable=True))
    assert drawn.count('data-example="e1"') == drawn.count("data-citable") == 7
    assert '<mark class="cite cite-a">Je</mark>' in drawn


STATES = (
    "submitted",
    "rating",
    "discussion",
    "confirmation",
    "dispute",
    "asked",
    "third_rating",
    "countersign",
    "decided",
    "recorded",
)


def test_nothing_finer_than_in_assessment_shows_before_the_release(writer, browser):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    later = writer.build.now + timedelta(days=3)
    pages = {}
    for state in STATES:

        def put(state=state):
            db.session.execute(
                db.update(Case).where(Case.id == case_id).values(
                    state=state, state_since=later, both_sealed_at=later, disputed_at=later,
                    recorded_at=later if state == "recorded" else None)
            )  # fmt: skip

        writer.build.do(put)
        pages[state] = tuple(
            re.sub(r'(name="(?:_key|csrf_token)" value|X-CSRFToken&#34;: )[^>]*|content="[^"]*"|X-CSRFToken[^>]*', "",
                   browser.get(f"/my{path}").text)
            for path in ("", f"/cases/{case_id}", f"/cases/{case_id}/preview", f"/cases/{case_id}/withdraw")
        )  # fmt: skip
    assert [state for state in STATES if pages[state] != pages["submitted"]] == []
    assert "In assessment since" in pages["recorded"][1]


def test_withdrawing_is_asked_twice_and_done_once(writer, browser):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    path = f"/my/cases/{case_id}/withdraw"
    assert ("cannot be undone" in browser.get(path).text, writer.row(Case, case_id)["state"]) == (True, "submitted")
    assert browser.post(path).status_code == 302
    assert "You withdrew it on" in browser.get(f"/my/cases/{case_id}").text
    assert (browser.post(path).status_code, writer.journal(case_id).count("case.withdraw")) == (409, 1)


def test_a_draft_past_its_deadline_is_still_readable(writer, browser):
    case_id, _ = writer.written()
    writer.change_cycle(closes_at=writer.build.now - timedelta(seconds=1))
    page = browser.get(f"/my/cases/{case_id}").text
    assert ("It was not submitted" in page, TEXTS["actions"] in page, '<form class="form"' in page) == (
        True,
        True,
        False,
    )


def test_an_accommodation_is_asked_on_its_own_page_and_its_answer_read_there(writer, browser):
    case_id, _ = writer.written()
    path = f"/my/cases/{case_id}/accommodation"
    refused = browser.post(path, {"request": "x" * 4001})
    assert (refused.status_code, "x" * 4001 in refused.text, writer.count(Accommodation)) == (422, True, 0)
    assert browser.post(path, {"request": "Deux semaines de plus."}).status_code == 302
    assert "Deux semaines de plus." in browser.get(path).text
    coordinator = writer.build.someone(writer.cycle_id, Role.COORDINATOR)
    until = writer.build.now + timedelta(days=40)
    writer.do(actions.answer_accommodation, by=coordinator, case_id=case_id, answer="Accordé.", extended_to=until)
    page = browser.get(path).text
    own_day = until.astimezone(ZoneInfo("America/Toronto"))  # the candidate's, whatever day it is in UTC
    assert ("Accordé." in page, f"{own_day:%-d %B %Y}" in page) == (True, True)
    kept = browser.post(path, {"request": "Encore deux semaines."})
    assert (kept.status_code, "Encore deux semaines." in kept.text) == (409, True)


def test_the_request_shows_on_no_other_page(writer, browser, visit):
    case_id, _ = writer.written()
    writer.do(actions.ask_accommodation, case_id=case_id, request="SECRET-REQUEST")
    for path in ("/my", f"/my/cases/{case_id}", f"/my/cases/{case_id}/preview", f"/my/cases/{case_id}/submit"):
        assert "SECRET-REQUEST" not in browser.get(path).text
    assert "SECRET-REQUEST" in browser.get(f"/my/cases/{case_id}/accommodation").text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_speaks_the_readers_language_and_marks_the_texts_own(build, visit, language):
    people = panel(build)
    case_id = drafted(build, people, language="fr" if language == "en" else "en")
    browser = visit(people.candidates[0])
    browser.post("/language", {"language": language, "next": "/my"})
    for path in ("", "/preview", "/submit", "/withdraw", "/accommodation"):
        answer = browser.get(f"/my/cases/{case_id}{path}")
        assert (answer.status_code, f'<html lang="{language}"' in answer.text) == (200, True)


def test_a_place_is_shown_with_why_and_kept_by_choice_and_blocks_nothing(writer, browser, visit):
    case_id, example_id = writer.written(actions="J’ai écrit à M. Tremblay. Nous avons parlé.")
    path = f"/my/cases/{case_id}/submit"
    page = browser.get(path).text
    assert ('<mark class="place-found">M. Tremblay</mark>' in page, "One place above may tell" in page) == (True, True)
    assert 'name="version"' in page
    step = browser.get(f"/my/cases/{case_id}?example={example_id}&step=did").text
    assert ('<q lang="fr">M. Tremblay</q>' in step, "Change or keep them" in step) == (True, True)
    mark = re.search(r'name="mark" value="(\w+)"', page).group(1)
    keep = {"mark": mark, "keep": "yes"}
    assert visit(writer.build.someone(writer.cycle_id, Role.ASSESSOR)).post(
        f"/my/cases/{case_id}/examples/{example_id}/places", keep).status_code == 404  # fmt: skip
    assert browser.post(f"/my/cases/{case_id}/examples/{example_id}/places", keep).status_code == 302
    page = browser.get(path).text
    assert ("One place above may tell" in page, "One place you keep" in page) == (False, True)
    version = str(writer.row(Case, case_id)["version"])
    assert browser.post(path, {"version": version}).status_code == 302
    assert writer.row(Case, case_id)["state"] == "submitted"


def test_the_preview_is_what_an_assessor_reads_byte_by_byte_apart_from_coded_things(build, visit):
    people = panel(build, assessors=2)
    case_id = drafted(build, people)
    candidate = visit(people.candidates[0])
    preview = candidate.get(f"/my/cases/{case_id}/preview").text
    version = build.read(lambda: db.session.get_one(Case, case_id).version)
    assert candidate.post(f"/my/cases/{case_id}/submit", {"version": str(version)}).status_code == 302
    build.do(run_round, cycle_id=people.cycle, now=build.now, seed=1)
    seat = seats_of(build, case_id)[1]
    assessor = visit(seat[1])
    assessor.post(f"/desk/{seat[0]}/conflict", {"conflict": "no"})
    assert _read(assessor.get(f"/desk/{seat[0]}").text) == _read(preview) != []


def _read(page):
    """Return each article of a page without what is coded: addresses of files, what makes it citable, depth of headings."""
    keys = r' data-citable tabindex="0" aria-describedby="cite-how"| data-shortcut="c" aria-keyshortcuts="c"'
    coded = keys + r'|href="[^"]*"|(?<=<h)\d|(?<=</h)\d'
    return [re.sub(coded, "", article) for article in re.findall(r"<article.*?</article>", page, re.DOTALL)]


def test_the_receipt_says_what_was_handed_in_and_its_file_has_the_digest(writer, browser):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id)
    assert [browser.get(f"/my/cases/{case_id}/{page}").status_code for page in ("receipt", "receipt.json")] == [404, 404]
    writer.do(actions.submit_case, case_id=case_id)
    case = writer.row(Case, case_id)
    page, file = browser.get(f"/my/cases/{case_id}/receipt").text, browser.get(f"/my/cases/{case_id}/receipt.json")
    assert (case["digest"] in page, "it is the same" in page, "data-print" in page) == (True, True, True)
    assert hashlib.sha256(file.data).hexdigest() == case["digest"]
    assert f'filename="{case["reference"]}.json"' in file.headers["Content-Disposition"]


def test_a_file_goes_only_after_a_page_asked(writer, browser):
    case_id, example_id = writer.written()
    _stored, evidence = writer.attach(case_id, example_id, name="lettre.txt")
    step = browser.get(f"/my/cases/{case_id}?example={example_id}&step=evidence").text
    ask = f"/my/cases/{case_id}/evidence/{evidence['id']}/remove"
    assert (f'href="{ask}"' in step, f'action="{ask}"' in step) == (True, False)
    page = browser.get(ask).text
    assert ("lettre.txt" in page, f'action="{ask}"' in page) == (True, True)
    assert writer.row(Evidence, evidence["id"])["removed_at"] is None
    assert browser.post(ask).status_code == 302
    assert (writer.row(Evidence, evidence["id"])["removed_at"] is None, browser.get(ask).status_code) == (False, 404)
