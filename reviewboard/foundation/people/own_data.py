"""What the board holds of one person apart from any case: account, roles, training, sign-in, mails, own acts.

Everything here is asked by a person about themselves, in one statement each: secrets, digests and hashes are not among it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.sign_in.tables import Identity

AT_A_TIME = 1000  # rows in memory, of what may be many


def own_account(person: Principal) -> Any:
    """Return email, name, language, timezone, unit, team, supervisor (a name or None), is_administrator, is_auditor,
    has_password and created_at of somebody's own account."""
    above = aliased(Account)
    return db.session.execute(
        select(
            Account.email, Account.name, Account.language, Account.timezone, Account.unit, Account.team,
            above.name.label("supervisor"), Account.is_administrator, Account.is_auditor, Account.created_at,
            Account.password_hash.is_not(None).label("has_password"),
        )
        .outerjoin(above, above.id == Account.supervisor_id)
        .where(Account.id == person.account_id)
    ).one()  # fmt: skip


def own_roles(person: Principal) -> Sequence[Any]:
    """Return each role somebody has in a cycle, the first first: role, since, languages, capacity, away_from, away_to, and the
    cycle's name_fr, name_en, opens_at and closes_at."""
    return db.session.execute(
        select(
            Membership.role, Membership.created_at.label("since"), Membership.languages, Membership.capacity,
            Membership.away_from, Membership.away_to, Cycle.name_fr, Cycle.name_en, Cycle.opens_at, Cycle.closes_at,
        )
        .join(Cycle, Cycle.id == Membership.cycle_id)
        .where(Membership.account_id == person.account_id)
        .order_by(Membership.created_at, Membership.id)
    ).all()  # fmt: skip


def own_trainings(person: Principal) -> Sequence[Any]:
    """Return the scale_version_id of each training somebody has, and the day until which it is current (expires_on)."""
    return db.session.execute(
        select(Training.scale_version_id, Training.expires_on)
        .where(Training.account_id == person.account_id)
        .order_by(Training.expires_on, Training.scale_version_id)
    ).all()


def own_identities(person: Principal) -> Sequence[Any]:
    """Return the issuer, the subject and the linked_at of each sign-in of an organization that is tied to an account."""
    return db.session.execute(
        select(Identity.issuer, Identity.subject, Identity.linked_at)
        .where(Identity.account_id == person.account_id)
        .order_by(Identity.linked_at, Identity.issuer)
    ).all()


def own_mails(person: Principal) -> Iterator[Any]:
    """Yield the kind, the created_at and the sent_at (None: not yet) of each mail to somebody, oldest first."""
    return _each(
        select(Notice.kind, Notice.created_at, Notice.sent_at)
        .where(Notice.account_id == person.account_id)
        .order_by(Notice.created_at, Notice.id)
    )


def own_acts(person: Principal) -> Iterator[Any]:
    """Yield the action and the moment (at) of each act of somebody's own in the journal, oldest first: not on what, nor why."""
    return _each(
        select(JournalEntry.action, JournalEntry.at)
        .where(JournalEntry.actor_id == person.account_id)
        .order_by(JournalEntry.number)
    )


def _each(query: Any) -> Iterator[Any]:
    yield from db.session.execute(query.execution_options(yield_per=AT_A_TIME))
