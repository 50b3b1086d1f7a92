"""The page on which an administrator corrects what an account says of a person."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account

WHY = "She married, and the directory has her new name."


@pytest.fixture
def ana(build, admin):
    """Somebody who asks for a correction."""
    return build.person("Ana Roy", unit="Audit", team="East")


def _typed(page):
    fields = dict(re.findall(r'<input[^>]* name="(name|email|unit|team|version)"[^>]* value="([^"]*)"', page.text))
    return fields | {"reason": WHY}


def _name(build, account_id):
    return build.read(lambda: db.session.get_one(Account, account_id).name)


def test_a_correction_is_made_on_the_page_that_the_accounts_own_page_leads_to(build, desk, ana):
    path = f"/admin/accounts/{ana}/correction"
    page = desk.get(f"/admin/accounts/{ana}").text
    assert (f'href="{path}"' in page, "Audit" in page, "East" in page) == (True, True, True)
    form = _typed(desk.get(path))
    assert {name: form[name] for name in ("name", "email", "unit", "team")} == {
        "name": "Ana Roy", "email": "person2@example.org", "unit": "Audit", "team": "East",
    }  # fmt: skip
    answer = desk.post(path, form | {"name": "Ana Tremblay"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/accounts/{ana}")
    assert "Its owner is told by e-mail" in desk.get(f"/admin/accounts/{ana}").text
    assert _name(build, ana) == "Ana Tremblay"
    answer = desk.post(path, _typed(desk.get(path)) | {"email": "ana@example.org"})
    assert "signed out everywhere" in desk.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("how", "status", "said", "field"),
    [
        ({"email": "person1@example.org"}, 409, "Another account has the address person1@example.org.", "email"),
        ({"email": "no address"}, 422, "is not an e-mail address", "email"),
        ({"name": ""}, 422, "may not be empty", "name"),
        ({"reason": "Married."}, 422, "Say why in at least 20 characters.", "reason"),
        ({"name": "Ana Roy"}, 422, "says all of this already", None),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(build, desk, ana, how, status, said, field):
    path = f"/admin/accounts/{ana}/correction"
    page = desk.post(path, _typed(desk.get(path)) | {"name": "Ana Tremblay", "unit": "Appeals"} | (
        how if field else {**how, "unit": "Audit"}))  # fmt: skip
    summary = page.text.partition("error-summary")[2].partition("</div>")[0]
    assert (page.status_code, said in summary, (f'href="#{field}"' in summary) == bool(field)) == (status, True, True)
    assert (_typed(page)["unit"], _name(build, ana)) == ("Appeals" if field else "Audit", "Ana Roy")


def test_what_another_corrected_meanwhile_is_shown_and_not_written_over(build, desk, ana):
    path = f"/admin/accounts/{ana}/correction"
    first, second = _typed(desk.get(path)), _typed(desk.get(path))
    assert desk.post(path, first | {"name": "Ana Tremblay"}).status_code == 302
    page = desk.post(path, second | {"team": "West"})
    held = page.text.partition('id="meanwhile"')[2].partition("</section>")[0]
    assert (page.status_code, "corrected elsewhere" in page.text, "Ana Tremblay" in held) == (409, True, True)
    assert (_typed(page)["name"], _typed(page)["team"]) == ("Ana Roy", "West")
    assert desk.post(path, _typed(page) | {"name": "Ana Tremblay"}).status_code == 302


def test_one_form_that_is_sent_twice_corrects_once(build, desk, ana):
    path = f"/admin/accounts/{ana}/correction"
    form = _typed(desk.get(path)) | {"name": "Ana Tremblay", "_key": "one-key"}
    assert [desk.post(path, form).status_code for _ in range(2)] == [302, 302]


def test_ones_own_account_says_whom_to_ask(build, desk, admin):
    page = desk.get(f"/admin/accounts/{admin}").text
    assert ("Ask another administrator." in page, "/correction" in page) == (True, False)
    path = f"/admin/accounts/{admin}/correction"
    assert [desk.get(path).status_code, desk.post(path, {"name": "Ada Else"}).status_code] == [404, 404]
    assert _name(build, admin) == "Ada Admin"


def test_who_is_no_administrator_finds_no_such_page(build, visit, ana, admin):
    path = f"/admin/accounts/{admin}/correction"
    assert [visit(ana).get(path).status_code, visit(ana).post(path, {}).status_code] == [404, 404]
