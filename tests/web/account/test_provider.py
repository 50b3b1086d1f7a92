"""Sign-in with the organization's account, against a real provider in a process of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.sign_in.tables import Identity, SignInStep
from reviewboard.oidc_settings import Provider
from tests.provider import CLIENT, SECRET, ProviderProcess, running_provider

pytestmark = pytest.mark.once
GROUPS = {"auditor": frozenset({"Audit"}), "administrator": frozenset({"Board", "Admins"})}
BEGIN = "/sign-in/organisation"


@pytest.fixture(scope="module")
def process() -> Iterator[ProviderProcess]:
    """The provider's process."""
    with running_provider() as found:
        yield found


@pytest.fixture
def provider(app, process):
    """Lets the board use the provider, and returns it."""
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(
        kept, base_url="http://localhost", provider=Provider(process.address, CLIENT, SECRET, GROUPS)
    )
    yield process
    app.extensions["settings"] = kept


def asked(visitor, onward=""):
    """Begin as the button does; return the address the browser goes on to."""
    answer = visitor.post(BEGIN, {"next": onward})
    assert answer.status_code == 200
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert unescape(re.search(r'<a class="button button-primary" href="([^"]+)"', answer.text).group(1)) == address
    return address


def signed_in(provider, visitor, subject, onward=""):
    """Walk the whole way; return the board's answer."""
    return visitor.get(provider.says(asked(visitor, onward), subject), headers={"Accept-Language": "en"})


def roles(build, account_id):
    account = build.read(lambda: db.session.get_one(Account, account_id))
    return account.is_auditor, account.is_administrator


def test_a_verified_address_signs_in_and_the_subject_counts_from_then_on(build, visit, provider):
    person = build.person("Vera")
    visitor = visit()
    assert "Refresh" not in visitor.get("/sign-in").headers
    subject = provider.knows("vera-1", email="Person1@example.org", email_verified=True)
    first = signed_in(provider, visitor, subject, "/account?a=b")
    assert (first.status_code, first.headers["Location"]) == (302, "/account?a=b")
    assert "Vera" in visitor.get("/account").text
    build.do(lambda: setattr(db.session.get_one(Account, person), "email", "vera@elsewhere.example"))
    assert signed_in(provider, visit(), subject).status_code == 302
    with build.app.app_context():
        assert [(row.subject, row.account_id) for row in db.session.query(Identity)] == [("vera-1", person)]
        assert [(row.kind, row.about) for row in db.session.query(Notice)] == [("account.secured", {"change": "linked"})]
        entered = [row.action for row in db.session.query(JournalEntry).filter_by(actor_id=person)]
        assert entered == ["account.link", "account.sign_in", "account.sign_in"]
        assert db.session.query(SignInStep).count() == 0


@pytest.mark.parametrize(
    "claims",
    [{"email": "person1@example.org"}, {"email": "person1@example.org", "email_verified": False},
     {"email": "person1@example.org", "email_verified": "true"}, {"email": "other@example.org", "email_verified": True}, {}],
    ids=["nothing said", "not verified", "a text", "unknown", "no address"],
)  # fmt: skip
def test_an_address_that_is_not_verified_or_not_known_opens_nothing(build, visit, provider, claims):
    build.person()
    answer = signed_in(provider, visit(), provider.knows("stranger", **claims))
    assert (answer.status_code, "no account has the verified e-mail address" in answer.text) == (403, True)


def test_another_subject_with_the_same_address_is_somebody_else(build, visit, provider):
    build.person()
    claims = {"email": "person1@example.org", "email_verified": True}
    assert signed_in(provider, visit(), provider.knows("first", **claims)).status_code == 302
    assert signed_in(provider, visit(), provider.knows("second", **claims)).status_code == 403


def test_a_disabled_account_is_told_so(build, visit, provider):
    person = build.person()
    subject = provider.knows("dora", email="person1@example.org", email_verified=True)
    assert signed_in(provider, visit(), subject).status_code == 302
    build.do(lambda: setattr(db.session.get_one(Account, person), "disabled_at", build.now))
    answer = signed_in(provider, visit(), subject)
    assert (answer.status_code, "is disabled" in answer.text) == (403, True)


def test_a_no_at_the_provider_and_an_answer_nobody_asked_for_sign_nobody_in(build, visit, provider):
    build.person()
    subject = provider.knows("nora", email="person1@example.org", email_verified=True)
    visitor, thief = visit(), visit()
    assert visitor.get(provider.says(asked(visitor), None)).status_code == 403
    back = provider.says(asked(visitor), subject)
    assert thief.get(back).status_code == 410  # another browser
    assert visitor.get(back).status_code == 302
    assert visitor.get(back).status_code == 410  # once
    back = provider.says(asked(visit()), subject)
    assert visitor.get(back).status_code == 410  # a code of somebody else's question
    late = visit()
    back = provider.says(asked(late), subject)
    build.do(lambda: db.session.query(SignInStep).update({"expires_at": build.now}))
    assert late.get(back).status_code == 410


@pytest.mark.parametrize("belied", [{"nonce": "another"}, {"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1}])
def test_an_id_token_that_does_not_hold_signs_nobody_in(build, visit, provider, belied):
    build.person()
    subject = provider.knows("liar", email="person1@example.org", email_verified=True, **belied)
    answer = signed_in(provider, visit(), subject)
    assert answer.status_code == 502
    assert build.read(lambda: db.session.query(Identity).count()) == 0


def test_a_provider_that_is_down_or_another_is_said_to_be(app, visit, provider):
    settings = app.extensions["settings"]
    for issuer, status in (("http://127.0.0.1:1", 503), (f"{provider.address}/", 502)):
        app.extensions["settings"] = replace(settings, provider=replace(settings.provider, issuer=issuer))
        assert visit().post(BEGIN).status_code == status
    app.extensions["settings"] = replace(settings, provider=None)
    assert (visit().post(BEGIN).status_code, BEGIN in visit().get("/sign-in").text) == (404, False)


def test_a_provider_that_sends_the_board_elsewhere_is_not_followed(app, visit, provider):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, provider=replace(settings.provider, issuer=f"{provider.address}/moved"))
    assert visit().post(BEGIN).status_code == 502


def test_groups_give_and_take_the_two_roles_and_no_membership(build, visit, provider):
    build.person("Only", administrator=True)
    person = build.person("Ann", auditor=True)
    claims = {"email": "person2@example.org", "email_verified": True}
    for groups, then in ((["Admins"], (False, True)), (["Audit", "Others"], (True, False)), ([], (False, False)),
                         (["Audit", "Board"], (False, False))):  # fmt: skip
        visitor = visit()
        assert signed_in(provider, visitor, provider.knows("ann", **claims, groups=groups)).status_code == 302
        assert roles(build, person) == then
    assert "they stay as they are. Nobody is administrator and auditor at once" in visitor.get("/account").text
    assert build.read(lambda: db.session.execute(select(Membership)).all()) == []


def test_groups_leave_the_last_administrator_and_make_no_auditor_of_who_takes_part(build, visit, provider):
    last = build.person("Last", administrator=True)
    assessor = build.person("Ines")
    build.member(assessor, build.cycle(), Role.ASSESSOR)
    for number, person, groups, then in ((1, last, [], (False, True)), (2, assessor, ["Audit"], (False, False))):
        subject = provider.knows(f"s{number}", email=f"person{number}@example.org", email_verified=True, groups=groups)
        visitor = visit()
        assert signed_in(provider, visitor, subject).status_code == 302
        assert (roles(build, person), visitor.get("/account").status_code) == (then, 200)
    assert build.read(lambda: db.session.query(Cycle).count()) == 1


def test_a_role_that_a_group_takes_ends_every_other_session(build, visit, provider):
    build.person("Only", administrator=True)
    person = build.person("Ann", administrator=True)
    elsewhere, visitor = visit(person), visit()
    subject = provider.knows("ann", email="person2@example.org", email_verified=True)
    assert signed_in(provider, visitor, subject).status_code == 302
    assert [one.get("/account").status_code for one in (elsewhere, visitor)] == [302, 200]
