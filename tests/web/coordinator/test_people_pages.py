"""People of a cycle: added by hand or from a file, changed, kept apart, removed with their seats filled again."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.queries import never_together_pairs, trainings
from reviewboard.foundation.people.csv_file import BYTES_MAX
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.departing import CaseRunning, leave_cycle
from tests.stages.casework import Casework

FILE = "email;name;role\nana@example.org;Ana;assessor\nlea@example.org;Léa;lead\n"


def _send(office, raw):
    return office.send(f"/cycles/{office.open}/people/import", "people", raw)


def _hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return found.group(1) if found else None


def _roles(office, build):
    with build.app.app_context():
        rows = (
            db.session.query(Account.email, Membership.role)
            .join(Membership, Membership.account_id == Account.id)
            .filter(Membership.cycle_id == office.open, Account.id != office.coordinator)
            .order_by(Account.email)
        )
        return [tuple(row) for row in rows]


def test_a_file_is_previewed_then_taken_in_as_it_was_seen(office, build):
    preview = _send(office, "\ufeff" + FILE)
    assert (preview.status_code, "2 new accounts" in preview.text, _roles(office, build)) == (200, True, [])
    text = re.search(r'<textarea name="rows" hidden>\n?(.*?)</textarea>', preview.text, re.S).group(1)
    fields = {"rows": text.replace("\n", "\r\n"), "plan": _hidden(preview, "plan"), "_key": _hidden(preview, "_key")}
    taken = [office.browser().post(f"/cycles/{office.open}/people/import/take", fields).status_code for _ in range(2)]
    assert (taken, _roles(office, build)) == (
        [302, 302], [("ana@example.org", "assessor"), ("lea@example.org", "lead")],
    )  # fmt: skip
    again = _send(office, FILE)
    assert ("so already" in again.text, _hidden(again, "plan")) == (True, None)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("email,name,role\n=cmd@b.c,A,lead\n", "Line 2, email: “=cmd@b.c” begins like a spreadsheet formula."),
        ("email,name,role\nx,A,lead\ny,B,lead\n", "Line 3, email: “y” is not an e-mail address."),
        ("email,name\nx@y.z,A\n", "Line 1, role: The column “role” is missing."),
        ("email,name,role\na@b.c,Zoé,lead".encode("latin-1"), "Line 2: This is not UTF-8 text."),
        (b"x" * (BYTES_MAX + 1), "Line 1: The file is larger than 1 MB."),
        ("email,name,role\na@b.c,<script>alert(1)</script>,chief\n", "Line 2, role: “chief” is not a role"),
    ],
)
def test_a_wrong_file_is_told_line_by_line_and_takes_nobody_in(office, build, raw, sentence):
    answer = _send(office, raw)
    assert (answer.status_code, sentence in answer.text, _roles(office, build)) == (422, True, [])
    assert "<script>alert" not in answer.text


def test_a_file_with_a_wrong_line_counts_no_effects_and_marks_the_line(office, build):
    answer = _send(office, "email,name,role\na@b.ca,Ana,assessor\nb@b.ca,Ben,judge\n")
    assert (answer.status_code, "new accounts" in answer.text, "Take these people in" in answer.text) == (422, False, False)
    rows = re.findall(r"<th scope=\"row\">(.*?)</tr>", answer.text, re.S)
    told = [re.sub(r"\s*<[^>]+>\s*", " ", row) for row in rows]
    assert [("Ana · a@b.ca" in row, "Ben · b@b.ca" in row, "to be corrected" in row) for row in told] == [
        (True, False, False), (False, True, True),
    ]  # fmt: skip


def test_a_file_that_changes_people_says_how_many_and_what(office, build):
    person = build.member(build.person("Ana", unit=""), office.open, Role.ASSESSOR)
    lines = f"email,name,role,capacity,languages,unit\n{office.email(person)},,assessor,0,fr,Audit\n"
    page = _send(office, lines)
    assert "1 line changes what is known of somebody" in page.text
    assert "0 lines change nothing" not in page.text
    assert [told in page.text for told in (
        "cases at a time: 25 → 0", "reads: French and English → French", "unit: Audit", "languages or capacity change",
    )] == [True, True, True, False]  # fmt: skip
    fields = {"rows": lines, "plan": _hidden(page, "plan")}
    build.do(lambda: db.session.query(Membership).filter_by(account_id=person).update({"capacity": 7}))
    answer = office.browser().post(f"/cycles/{office.open}/people/import/take", fields)
    assert (answer.status_code, "cases at a time: 7 → 0" in answer.text) == (409, True)


@pytest.mark.parametrize(("capacity", "status"), [("-1", 422), ("201", 422), ("many", 422), ("0", 302), ("", 302)])
def test_a_number_of_cases_that_cannot_be_says_which_can(office, build, capacity, status):
    person = build.someone(office.open, Role.ASSESSOR)
    path = f"/cycles/{office.open}/people/{office.membership(office.open, person)}"
    answer = office.browser().post(path, {"languages": "en", "capacity": capacity})
    told = "Write a whole number from 0 to 200, or leave this empty." in answer.text
    assert (answer.status_code, told) == (status, status == 422)


def test_no_file_is_said(office):
    answer = office.browser().post(f"/cycles/{office.open}/people/import", {})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_what_changed_since_the_preview_is_shown_again(office, build):
    preview = _send(office, FILE)
    build.do(lambda: _account("ana@example.org", build))
    fields = {"rows": FILE, "plan": _hidden(preview, "plan")}
    answer = office.browser().post(f"/cycles/{office.open}/people/import/take", fields)
    assert (answer.status_code, "People changed after this preview" in answer.text) == (409, True)
    assert (_roles(office, build), _hidden(answer, "plan") != fields["plan"]) == ([], True)


def _account(email, build):
    from reviewboard.foundation.people.actions import create_account
    from reviewboard.foundation.people.roles import SYSTEM

    return create_account(email=email, name="Ana", actor=SYSTEM, now=build.now).id


BY_HAND = {"email": "bo@example.org", "name": "Bo", "role": "assessor", "language": "en", "languages": "fr",
           "capacity": "4", "trained_until": "2030-01-31", "unit": "Audit"}  # fmt: skip


def test_one_person_is_added_by_hand(office, build):
    answer = office.browser().post(f"/cycles/{office.open}/people", BY_HAND)
    assert (answer.status_code, _roles(office, build)) == (302, [("bo@example.org", "assessor")])
    page = office.browser().get(f"/cycles/{office.open}/people?role=assessor")
    assert ("Bo</a>" in page.text, "has not chosen a password" in page.text) == (True, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "bo"}, "email"),
        ({"name": "=1+1"}, "name"),
        ({"supervisor_email": "gone@example.org"}, "supervisor_email"),
        ({"capacity": "999"}, "capacity"),
        ({"trained_until": "soon"}, "trained_until"),
        ({"name": 'Bo",lead\nx@example.org,"X'}, "name"),
    ],
)
def test_what_is_wrong_with_one_person_stands_at_its_field(office, build, change, field):
    answer = office.browser().post(f"/cycles/{office.open}/people", BY_HAND | change)
    assert (answer.status_code, f'id="{field}-error"' in answer.text, _roles(office, build)) == (422, True, [])


def test_the_coordinator_cannot_add_themselves_as_assessor(office, build):
    fields = BY_HAND | {"email": office.email(office.coordinator)}
    answer = office.browser().post(f"/cycles/{office.open}/people", fields)
    assert (answer.status_code, 'id="role-error"' in answer.text, _roles(office, build)) == (422, True, [])


def test_an_assessors_part_is_changed(office, build):
    person, version_id = build.someone(office.open, Role.ASSESSOR), build.scale()
    path = f"/cycles/{office.open}/people/{office.membership(office.open, person)}"
    fields = {"languages": "en", "capacity": "", "away_from": "2027-01-01", "away_to": "2027-01-09",
              f"trained_{version_id}": "2029-12-31"}  # fmt: skip
    assert office.browser().get(path).status_code == 200
    assert office.browser().post(path, fields).status_code == 302
    with build.app.app_context():
        held = db.session.query(Membership).filter_by(account_id=person).one()
        assert (held.languages, held.capacity, str(held.away_from), str(held.away_to)) == (
            "en", None, "2027-01-01", "2027-01-09",
        )  # fmt: skip
        assert [str(row.expires_on) for row in trainings([person], [version_id])[person]] == ["2029-12-31"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"languages": "de"}, "languages"), ({"capacity": "-2"}, "capacity"), ({"away_to": "2026-12-31"}, "away_to"),
     ({"away_from": "x"}, "away_from")],
)  # fmt: skip
def test_a_wrong_part_is_named(office, build, change, field):
    person = build.someone(office.open, Role.ASSESSOR)
    path = f"/cycles/{office.open}/people/{office.membership(office.open, person)}"
    fields = {"languages": "en", "capacity": "3", "away_from": "2027-01-01", "away_to": "2027-01-09"}
    answer = office.browser().post(path, fields | change)
    told = f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text
    assert (answer.status_code, told) == (422, True)
    assert "pool.change" not in office.actions(office.open)


def test_a_link_is_sent_again_to_who_never_chose_a_password(office, build):
    person = build.someone(office.open, Role.LEAD)
    path = f"/cycles/{office.open}/people/{office.membership(office.open, person)}"
    assert office.browser().post(f"{path}/link").status_code == 302
    other = build.member(build.person(password="a sentence to remember"), office.open, Role.LEAD)
    path = f"/cycles/{office.open}/people/{office.membership(office.open, other)}"
    assert office.browser().post(f"{path}/link").status_code == 409


def test_a_membership_of_another_cycle_is_not_found(office, build):
    elsewhere = build.cycle()
    person = build.someone(elsewhere, Role.ASSESSOR)
    membership = office.membership(elsewhere, person)
    for tail in ("", "/leave"):
        assert office.browser().get(f"/cycles/{office.open}/people/{membership}{tail}").status_code == 404
        assert office.browser().post(f"/cycles/{office.open}/people/{membership}{tail}", {}).status_code == 404
    assert office.membership(elsewhere, person) == membership


def test_a_pair_is_kept_apart_and_let_together(office, build):
    one, other = (build.someone(office.open, Role.ASSESSOR) for _ in range(2))
    browser, fields = office.browser(), {"one": one, "other": other}
    assert browser.post(f"/cycles/{office.open}/people/apart", fields).status_code == 302
    with build.app.app_context():
        assert len(never_together_pairs(office.open)) == 1
    assert browser.get(f"/cycles/{office.open}/people/apart").status_code == 200
    assert browser.post(f"/cycles/{office.open}/people/apart", {"one": one, "other": one}).status_code == 422
    assert browser.post(f"/cycles/{office.open}/people/together", fields).status_code == 302
    with build.app.app_context():
        assert never_together_pairs(office.open) == []


def _work(office, build, assessors=3):
    work = Casework(build, office.open)
    for number in range(assessors):
        work.assessor(f"Assessor {number}")
    return work


def test_who_leaves_frees_their_open_seats_with_a_reason(office, build):
    work = _work(office, build, 2)
    open_case, sealed_case = work.submitted(), work.submitted()
    work.round()
    who = work.seats(open_case)[0].assessor_id
    mine = next(seat for seat in work.seats(sealed_case) if seat.assessor_id == who)
    work.clear(mine)
    work.pretend_sealed(mine.id)
    path = f"/cycles/{office.open}/people/{office.membership(office.open, who)}/leave"
    assert "1 seat is freed" in office.browser().get(path).text
    assert office.browser().post(path, {"reason": "Moved"}).status_code == 422
    assert len(work.seats(open_case)) == 2
    assert office.browser().post(path, {"reason": "They moved to another office for good, in spring."}).status_code == 302
    assert who not in [seat.assessor_id for seat in work.seats(open_case)]
    assert who in [seat.assessor_id for seat in work.seats(sealed_case)]
    assert office.actions(office.open)[-2:] == ["pool.remove", "case.free_seat"]


def test_a_candidate_with_a_case_stays(office, build):
    work = _work(office, build, 0)
    candidate = work.candidate()
    work.submitted(candidate=candidate)
    membership = office.membership(office.open, candidate)
    path = f"/cycles/{office.open}/people/{membership}/leave"
    answer = office.browser().post(path, {})
    assert (answer.status_code, "Only the candidate can withdraw it" in answer.text) == (409, True)
    with pytest.raises(CaseRunning):
        build.do(leave_cycle, cycle_id=office.open, membership_id=membership, reason="",
                 actor=build.principal(office.coordinator), now=build.now)  # fmt: skip
    assert office.membership(office.open, candidate) == membership


def test_the_last_coordinator_stays(office):
    path = f"/cycles/{office.open}/people/{office.membership(office.open, office.coordinator)}/leave"
    assert office.browser().post(path, {}).status_code == 409
