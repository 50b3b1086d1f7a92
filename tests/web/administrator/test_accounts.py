"""Administrators look after accounts on pages, and read nothing of any case."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from tests.walking import panel, seated


def _account(build, email):
    with build.app.app_context():
        return db.session.query(Account).filter_by(email=email).one_or_none()


NEW = {"email": "New@Example.org", "name": "Nora New", "language": "en", "auditor": "yes"}


def test_a_new_account_has_no_password_and_gets_a_link(build, desk):
    assert desk.get("/admin/accounts/new").status_code == 200
    answer = desk.post("/admin/accounts/new", NEW)
    made = _account(build, "new@example.org")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/accounts/{made.id}")
    assert (made.name, made.language, made.is_auditor, made.is_administrator, made.password_hash) == (
        "Nora New", "en", True, False, None,
    )  # fmt: skip
    with build.app.app_context():
        assert [kind for (kind,) in db.session.query(Notice.kind)] == ["account.invite"]


def test_an_address_that_is_taken_keeps_what_was_typed(build, desk):
    desk.post("/admin/accounts/new", NEW)
    page = desk.post("/admin/accounts/new", NEW | {"name": "Somebody Else"})
    assert (page.status_code, 'value="Somebody Else"' in page.text) == (422, True)
    assert _account(build, "new@example.org").name == "Nora New"


def test_the_same_form_sent_twice_makes_one_account(build, desk):
    first, second = (desk.post("/admin/accounts/new", NEW | {"_key": "one-key"}) for _ in range(2))
    assert (first.headers["Location"], second.status_code) == (second.headers["Location"], 302)


def test_roles_sign_in_and_links_are_changed_on_the_page(build, desk):
    person = build.person("Paul")
    path = f"/admin/accounts/{person}"
    assert desk.get(path).status_code == 200
    for tail, fields in (("/roles", {"auditor": "yes"}), ("/disable", {}), ("/enable", {}), ("/link", {})):
        assert desk.post(path + tail, fields).status_code == 302
    with build.app.app_context():
        held = db.session.get_one(Account, person)
        assert (held.is_auditor, held.disabled_at) == (True, None)
        assert [kind for (kind,) in db.session.query(Notice.kind)] == ["account.invite"]


def test_a_refusal_says_why_and_changes_nothing(build, desk, admin):
    page = desk.post(f"/admin/accounts/{admin}/disable")
    assert (page.status_code, "Name another administrator first" in page.text) == (409, True)
    person = build.person()
    desk.post(f"/admin/accounts/{person}/disable")
    page = desk.post(f"/admin/accounts/{person}/link")
    assert (page.status_code, "Enable it first" in page.text) == (409, True)


def test_accounts_are_found_and_paged(build, desk):
    for _ in range(60):
        build.person()
    first = desk.get("/admin/accounts")
    assert (first.text.count('scope="row"'), 'rel="next"' in first.text) == (50, True)
    found = desk.get("/admin/accounts?email=PERSON12")
    assert found.text.count('scope="row"') == 1
    assert desk.get("/admin/accounts?email=nobody").status_code == 200


@pytest.mark.parametrize("flags", [{}, {"auditor": True}])
def test_accounts_are_for_administrators_alone(build, visit, admin, flags):
    other = visit(build.person(**flags))
    assert [other.get(path).status_code for path in ("/admin/accounts", f"/admin/accounts/{admin}")] == [404, 404]
    assert other.post("/admin/accounts/new", NEW).status_code == 404
    assert other.post(f"/admin/accounts/{admin}/disable").status_code == 404
    assert _account(build, "new@example.org") is None


def test_an_administrator_reads_no_case(build, desk):
    people = panel(build)
    case_id = seated(build, people)
    pages = (f"/coordination/cases/{case_id}", f"/audit/cases/{case_id}", f"/cycles/{people.cycle}/cases",
             f"/cases/{case_id}")  # fmt: skip
    assert [desk.get(page).status_code for page in pages] == [404] * 4


def test_an_unknown_account_is_not_found(desk):
    assert desk.get("/admin/accounts/nobody").status_code == 404
    assert desk.post("/admin/accounts/nobody/roles", {}).status_code == 404


def test_roles_that_exclude_each_other_are_refused_and_stay_ticked(build, desk):
    person = build.person()
    page = desk.post(f"/admin/accounts/{person}/roles", {"administrator": "yes", "auditor": "yes"})
    assert (page.status_code, "administrator and auditor at once" in page.text, _ticked(page)) == (409, True, BOTH)
    assert _ticked(desk.get(f"/admin/accounts/{person}")) == []
    made = desk.post("/admin/accounts/new", NEW | {"administrator": "yes"})
    assert (made.status_code, _ticked(made), 'value="New@Example.org"' in made.text) == (409, BOTH, True)


BOTH = ["administrator", "auditor"]


def _ticked(page):
    return sorted(re.findall(r'name="(administrator|auditor)"[^>]* checked', page.text))
