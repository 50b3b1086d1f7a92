"""Where a second step is asked for, a password alone opens one's own settings and nothing else."""

from dataclasses import replace

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.sign_in.tables import AppKey
from reviewboard.web.needed_step import VOUCHED
from tests.building import PASSWORD

pytestmark = pytest.mark.once


@pytest.fixture
def needed(app):
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(kept, second_step_needed=True)
    yield
    app.extensions["settings"] = kept


def test_a_password_alone_leads_no_further_than_to_a_second_step(build, visit, needed):
    admin = build.person(administrator=True, password=PASSWORD)
    visitor = visit(admin)
    assert visitor.get("/admin/accounts").headers["Location"] == "/account/second"
    assert "asks for a second step" in visitor.get("/account/second").text
    assert visitor.get("/account").status_code == visitor.get("/account/session").status_code == 200
    words = "A name that is longer than twenty letters"
    answer = visitor.post("/admin/accounts/new", {"email": "new@example.org", "name": words})
    assert (answer.status_code, words in answer.text, "Set it up in your settings" in answer.text) == (422, True, True)
    assert visit().get("/admin/accounts").headers["Location"].startswith("/sign-in")
    build.do(lambda: db.session.add(
        AppKey(account_id=admin, sealed="x", last_step=0, begun_at=build.now, confirmed_at=build.now)
    ))  # fmt: skip
    assert visitor.get("/admin/accounts").status_code == 200


def test_whom_the_organisation_vouches_for_needs_none(build, visit, needed):
    admin, other = (build.person(administrator=True) for _ in range(2))
    visitor = visit(admin)
    for vouched, status in ((other, 302), (admin, 200)):
        with visitor.client.session_transaction() as session:
            session[VOUCHED] = vouched
        assert visitor.get("/admin/accounts").status_code == status
