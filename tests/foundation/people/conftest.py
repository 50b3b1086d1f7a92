"""A draft cycle with the shipped scale and its coordinator, into which people are imported."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import choose_scales, create_cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.imports import import_people, plan_import
from reviewboard.foundation.people.tables import Account, Membership


@pytest.fixture
def office(build):
    """`plan(text)` and `take(text)` act on the cycle `id`; `people()` and `roles()` tell who there is."""
    coordinator = build.person("Cora", administrator=True)
    cycle_id = build.do(
        lambda: create_cycle(
            name_fr="Cycle", name_en="Cycle", opens_at=build.now, closes_at=build.now + timedelta(days=20),
            hear_by=(build.now + timedelta(days=60)).date(), actor=build.principal(coordinator), now=build.now,
        ).id
    )  # fmt: skip
    version_id = build.scale()
    build.do(choose_scales, cycle_id=cycle_id, version=1, scales={version_id: 3},
             actor=build.principal(coordinator), now=build.now)  # fmt: skip

    def plan(text):
        return build.read(plan_import, cycle_id, text)

    def take(text, expected=None, actor=coordinator):
        return build.do(import_people, cycle_id=cycle_id, text=text, expected=expected,
                        actor=build.principal(actor), now=build.now)  # fmt: skip

    def account(email):
        with build.app.app_context():
            return db.session.query(Account).filter_by(email=email).one_or_none()

    def roles():
        with build.app.app_context():
            rows = (
                db.session.query(Account.email, Membership.role)
                .join(Membership, Membership.account_id == Account.id)
                .filter(Membership.cycle_id == cycle_id, Account.id != coordinator)
                .order_by(Account.email, Membership.role)
            )
            return [tuple(row) for row in rows]

    def actions(since=0):
        with build.app.app_context():
            found = db.session.query(JournalEntry.action).filter(JournalEntry.number > since)
            return [action for (action,) in found.order_by(JournalEntry.number)]

    return SimpleNamespace(id=cycle_id, coordinator=coordinator, version_id=version_id, plan=plan, take=take,
                           account=account, roles=roles, actions=actions)  # fmt: skip
