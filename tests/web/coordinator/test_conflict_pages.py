"""Conflicts of interest that a coordinator notes: chosen, named, once for two people, and at once."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import Conflict


def _rows(page):
    return page.text.count('scope="row"')


def test_a_conflict_is_noted_once_and_takes_effect_at_once(office, work, build, visit):
    case_id = work.submitted()
    work.round()
    seat = work.seats(case_id)[0]
    pages = visit(seat.assessor_id)
    assert pages.get(f"/desk/{seat.id}/conflict").status_code == 200
    candidate = work.case(case_id).candidate_id
    fields = {"person": office.email(candidate), "other": office.email(seat.assessor_id), "kind": "kin", "note": "Cousins"}
    browser, path = office.browser(), f"/cycles/{office.open}/conflicts"
    assert browser.post(path, fields).status_code == 302
    assert f"This case lost an assessor at once: {work.case(case_id).reference}." in browser.get(path).text
    turned = {"person": fields["other"], "other": fields["person"], "kind": "dispute", "note": "Again"}
    assert [browser.post(path, again).status_code for again in (fields, turned)] == [302, 302]
    assert "This conflict was known already." in browser.get(path).text
    assert pages.get(f"/desk/{seat.id}/conflict").status_code == 404
    with build.app.app_context():
        assert [(row.kind, row.note) for row in db.session.query(Conflict)] == [("kin", "Cousins")]
    page = browser.get(path)
    assert (_rows(page), "Cousins" in page.text) == (1, True)
    assert "related or close friends" in browser.get(f"/coordination/cases/{case_id}").text


@pytest.mark.parametrize("other", ["nobody@example.org", "self", "stranger"])
def test_a_conflict_lies_between_two_people_of_the_cycle(office, work, build, other):
    one = office.email(work.assessors[0])
    addresses = {"self": one, "stranger": office.email(build.person())}
    fields = {"person": one, "other": addresses.get(other, other), "kind": "kin", "note": "Kept words"}
    answer = office.browser().post(f"/cycles/{office.open}/conflicts", fields)
    assert (answer.status_code, "Kept words" in answer.text) == (422, True)
    assert ("No account has the address nobody@example.org." in answer.text) == (other == "nobody@example.org")
    with build.app.app_context():
        assert db.session.query(Conflict).count() == 0


@pytest.mark.parametrize("kind", ["", "envy"])
def test_what_lies_between_two_people_is_chosen_not_preset(office, work, build, kind):
    one, other = (office.email(who) for who in work.assessors[:2])
    browser, path = office.browser(), f"/cycles/{office.open}/conflicts"
    first = re.compile(r'<select[^>]* id="kind"[^>]* required[^>]*>\s*<option value=""[^>]*>(.*?)</option>')
    assert first.findall(browser.get(path).text) == ["choose"]
    answer = browser.post(path, {"person": one, "other": other, "kind": kind, "note": "Kept words"})
    assert (answer.status_code, "Kept words" in answer.text, 'href="#kind"' in answer.text) == (422, True, True)
    with build.app.app_context():
        assert db.session.query(Conflict).count() == 0
