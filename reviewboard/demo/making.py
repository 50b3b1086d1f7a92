"""The demo is made scene by scene; after each, the work it owes is done as couriers would have done it."""

from datetime import datetime, timedelta

from reviewboard.demo.calendar import moment
from reviewboard.demo.cycles import make_cycles
from reviewboard.demo.people import ADMINISTRATOR, make_accounts
from reviewboard.demo.settle import settle
from reviewboard.demo.stories import MADE, OPENED, scenes
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.queries import entries_before
from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account

A_MOMENT = timedelta(seconds=2)
WHOLE = "demo.made"


def make_demo(*, now: datetime) -> None:
    """Make the demo's people, cycles and cases, so that they look lived in at `now`. In many transactions."""
    made = moment(now, MADE, "08:30")
    make_accounts(now=made)
    settle(now=made)
    cycles = make_cycles(made=made, opened=moment(now, OPENED, "08:00"), now=now)
    for scene in scenes(cycles, now):
        scene.act(now=scene.at)
        settle(now=scene.at + A_MOMENT)
    with transaction():
        enter(WHOLE, actor=SYSTEM, now=now)


def is_empty() -> bool:
    """Whether nobody has an account on this board yet."""
    return db.session.query(Account.id).first() is None


def is_begun() -> bool:
    """Whether the demo's people are on this board."""
    return find_account(ADMINISTRATOR.email) is not None


def is_whole() -> bool:
    """Whether the demo was made to its end."""
    return bool(entries_before(None, limit=1, action=WHOLE))
