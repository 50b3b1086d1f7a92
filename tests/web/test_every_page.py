"""On PostgreSQL every kind of page of everybody opens; on SQLite a browser looks at the same pages, for accessibility."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from reviewboard.demo.making import make_demo
from reviewboard.demo.people import DOMAIN
from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from tests.browser.crawling import PEOPLE, crawl

pytestmark = pytest.mark.each
OF_EACH = 2  # pages of one kind that one person opens
FEWEST = 100  # kinds of pages of all people together


def test_every_kind_of_page_opens_for_everybody(app, visit):
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("a browser looks at the same pages on SQLite")
    with app.app_context():
        make_demo(now=datetime.now(UTC))
        ids = {email: id for id, email in db.session.execute(select(Account.id, Account.email))}
    kinds, wrong = set(), {}
    for name in (name for names in PEOPLE.values() for name in names):
        client = visit(ids[f"{name}@{DOMAIN}"]).client

        def fetch(address, name=name, client=client):
            with client.get(address, follow_redirects=True) as answer:
                if answer.status_code != 200:
                    wrong[f"{name} {address}"] = answer.status_code
                return (answer.request.full_path.rstrip("?"), answer.text) if answer.mimetype == "text/html" else None

        kinds |= set(crawl(fetch, "/", OF_EACH))
    assert (wrong, len(kinds) >= FEWEST) == ({}, True)
