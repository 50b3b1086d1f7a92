"""A draft cycle with its coordinator, made by the board's own actions."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import add_member, choose_scales, create_cycle
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role


@pytest.fixture
def setting(build):
    """A draft cycle: `id`, its coordinator as `actor()`, and ways to act on it and look at it."""
    admin = build.person("Administrator", administrator=True)
    coordinator = build.person("Coordinator")
    cycle_id = build.do(
        lambda: create_cycle(
            name_fr="Cycle", name_en="Cycle", opens_at=build.now, closes_at=build.now + timedelta(days=20),
            hear_by=(build.now + timedelta(days=60)).date(), coordinator_id=coordinator,
            actor=build.principal(admin), now=build.now,
        ).id
    )  # fmt: skip

    def actor():
        return build.principal(coordinator)

    def do(action, **arguments):
        return build.do(action, cycle_id=cycle_id, actor=actor(), now=build.now, **arguments)

    def cycle():
        with build.app.app_context():
            return db.session.get_one(Cycle, cycle_id)

    def actions():
        with build.app.app_context():
            found = db.session.query(JournalEntry.action).filter_by(cycle_id=cycle_id).order_by(JournalEntry.number)
            return [action for (action,) in found]

    def staff(assessors=2, leads=1):
        people = [
            (role, build.person())
            for role, many in ((Role.ASSESSOR, assessors), (Role.LEAD, leads))
            for _ in range(many)
        ]
        for role, account_id in people:
            do(add_member, account_id=account_id, role=role)
        return [account_id for _, account_id in people]

    def prepared():
        do(choose_scales, version=cycle().version, scales={build.scale(): 3})
        return staff()

    return SimpleNamespace(id=cycle_id, admin=admin, coordinator=coordinator, actor=actor, do=do, cycle=cycle,
                           actions=actions, staff=staff, prepared=prepared)  # fmt: skip
