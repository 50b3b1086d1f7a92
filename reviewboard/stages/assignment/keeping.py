"""A person is kept from one case by name: one more tie, which works wherever ties do."""

from collections.abc import Iterable

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import CaseBar


def keep_from(case_id: str, account_ids: Iterable[str]) -> None:
    """Keep these people from the case, those who are kept from it already too. Part of a transaction."""
    there = set(db.session.execute(select(CaseBar.account_id).where(CaseBar.case_id == case_id)).scalars())
    db.session.add_all(CaseBar(case_id=case_id, account_id=who) for who in sorted(set(account_ids) - there))
    db.session.flush()
