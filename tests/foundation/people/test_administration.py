"""Administrators look after accounts, and never lock everybody out."""

from functools import partial

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.cycle.refusals import LastInOpenCycle
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.actions import EmailNotUsable
from reviewboard.foundation.people.administration import (
    AccountDisabled,
    AuditsAlone,
    LastAdministrator,
    OwnAudit,
    TakesPart,
    accounts,
    change_roles,
    disable_account,
    enable_account,
    open_account,
    send_link,
)
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, SignInSession
from reviewboard.foundation.refusals import NotYours
from tests.together import together


@pytest.fixture
def admin(build):
    """The only administrator."""
    return build.person("Admin", administrator=True)


@pytest.fixture
def does(build, admin):
    """Run an action as the administrator."""
    return lambda action, **arguments: build.do(action, actor=build.principal(admin), now=build.now, **arguments)


def _account(build, account_id):
    with build.app.app_context():
        return db.session.get(Account, account_id)


def _entries(build):
    with build.app.app_context():
        found = db.session.query(JournalEntry.action).filter(JournalEntry.action != "account.create")
        return [action for (action,) in found.order_by(JournalEntry.number)]


def _open(build, does, email="new@example.org"):
    return does(lambda **who: open_account(email=email, name="New", language="en", administrator=False,
                                           auditor=True, **who).id)  # fmt: skip


def test_open_account_makes_it_without_a_password_and_sends_a_link(build, does):
    made = _account(build, _open(build, does))
    assert (made.email, made.is_auditor, made.is_administrator, made.password_hash) == (
        "new@example.org", True, False, None,
    )  # fmt: skip
    with build.app.app_context():
        assert [kind for (kind,) in db.session.query(Notice.kind)] == ["account.invite"]
    with pytest.raises(EmailNotUsable):
        _open(build, does)


def test_change_roles_ends_the_sessions_of_the_account(build, does, visit):
    person = build.person()
    visit(person)
    does(change_roles, account_id=person, administrator=False, auditor=True)
    does(change_roles, account_id=person, administrator=False, auditor=True)
    with build.app.app_context():
        assert db.session.query(SignInSession).filter_by(account_id=person).count() == 0
    assert (_account(build, person).is_auditor, _entries(build)) == (True, ["account.roles"])


def test_nobody_is_administrator_and_auditor(build, does):
    person, other = build.person(), build.person(administrator=True)
    with pytest.raises(AuditsAlone):
        does(change_roles, account_id=person, administrator=True, auditor=True)
    with pytest.raises(AuditsAlone):
        does(open_account, email="both@example.org", name="Both", language="en", administrator=True, auditor=True)
    with pytest.raises(AuditsAlone):
        does(change_roles, account_id=other, administrator=True, auditor=True)
    does(change_roles, account_id=other, administrator=False, auditor=True)
    assert (_account(build, other).is_administrator, _account(build, other).is_auditor) == (False, True)


def test_an_administrator_opens_no_case_to_themselves(build, does, admin):
    build.person(administrator=True)
    with pytest.raises(OwnAudit):
        does(change_roles, account_id=admin, administrator=False, auditor=True)
    assert (_account(build, admin).is_auditor, _entries(build)) == (False, [])


def test_who_is_both_all_the_same_reads_no_case(build):
    rights = [may(build.principal(build.person(auditor=True, administrator=both)), "journal.read") for both in (False, True)]
    assert rights == [True, False]


def test_the_last_administrator_stays(build, does, admin):
    for refused in (
        lambda: does(change_roles, account_id=admin, administrator=False, auditor=False),
        lambda: does(disable_account, account_id=admin),
    ):
        with pytest.raises(LastAdministrator):
            refused()
    build.person(administrator=True)
    does(disable_account, account_id=admin)
    assert _account(build, admin).disabled_at == build.now


def test_a_disabled_administrator_does_not_count_as_one(build, does, admin):
    other = build.person(administrator=True)
    does(disable_account, account_id=other)
    with pytest.raises(LastAdministrator):
        does(disable_account, account_id=admin)


def test_disable_account_ends_its_sessions_and_enable_lets_it_back(build, does, visit):
    person = build.person()
    browser = visit(person)
    assert browser.get("/account").status_code == 200
    for _ in range(2):
        does(disable_account, account_id=person)
    assert browser.get("/account").status_code == 302
    with pytest.raises(AccountDisabled):
        does(send_link, account_id=person)
    for _ in range(2):
        does(enable_account, account_id=person)
    assert (_account(build, person).disabled_at, _entries(build)) == (None, ["account.disable", "account.enable"])


@pytest.mark.parametrize(("password", "kind"), [(None, "account.invite"), ("a sentence to remember", "account.reset")])
def test_send_link_is_the_first_or_a_new_one(build, does, password, kind):
    does(send_link, account_id=build.person(password=password))
    with build.app.app_context():
        assert [found for (found,) in db.session.query(Notice.kind)] == [kind]


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        (change_roles, {"administrator": True, "auditor": True}),
        (disable_account, {}),
        (enable_account, {}),
        (send_link, {}),
    ],
)
def test_only_administrators_look_after_accounts(build, admin, action, arguments):
    person = build.person(auditor=True)
    with pytest.raises(NotYours):
        build.do(action, account_id=person, actor=build.principal(person), now=build.now, **arguments)
    with pytest.raises(NotYours):
        build.do(action, account_id="nobody", actor=build.principal(admin), now=build.now, **arguments)


def test_accounts_are_found_by_the_beginning_of_their_address_and_paged_by_it(build, does):
    for email in ("anna@x.org", "an_b@x.org", "anb@x.org", "zed@x.org"):
        _open(build, does, email)
    with build.app.app_context():
        assert [row.email for row in accounts("AN", after=None, limit=2)] == ["an_b@x.org", "anb@x.org"]
        assert [row.email for row in accounts("an", after="anb@x.org", limit=2)] == ["anna@x.org"]
        assert [row.email for row in accounts("an_", after=None, limit=9)] == ["an_b@x.org"]
        assert [row.email for row in accounts("%", after=None, limit=9)] == []


def test_who_has_a_role_in_a_cycle_is_made_no_auditor(build, does):
    assessor = build.someone(build.cycle(), Role.ASSESSOR)
    with pytest.raises(TakesPart):
        does(change_roles, account_id=assessor, administrator=False, auditor=True)
    does(change_roles, account_id=assessor, administrator=True, auditor=False)
    account = _account(build, assessor)
    assert (account.is_administrator, account.is_auditor) == (True, False)


def test_two_administrators_cannot_disable_each_other_at_once(build, app):
    one, other = build.person(administrator=True), build.person(administrator=True)
    outcomes = together(
        app,
        *(
            partial(disable_account, account_id=account_id, actor=build.principal(actor_id), now=build.now)
            for account_id, actor_id in ((one, other), (other, one))
        ),
    )
    assert sorted(outcomes) == ["LastAdministrator", "done"]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD])
def test_the_last_of_a_role_in_an_open_cycle_stays(build, does, role):
    cycle, closed = build.cycle(), build.cycle()
    last, gone = build.someone(cycle, role), build.someone(cycle, role)
    build.member(last, closed, role)
    does(disable_account, account_id=gone)
    with pytest.raises(LastInOpenCycle):
        does(disable_account, account_id=last)
    assert _account(build, last).disabled_at is None
    build.someone(cycle, role)
    build.do(lambda: setattr(db.session.get(Cycle, closed), "state", "closed"))
    does(disable_account, account_id=last)
    assert _account(build, last).disabled_at == build.now


def test_an_assessor_is_disabled_whoever_is_left(build, does):
    assessor = build.someone(build.cycle(), Role.ASSESSOR)
    does(disable_account, account_id=assessor)
    assert _account(build, assessor).disabled_at == build.now
