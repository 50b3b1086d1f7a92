"""A panel lead opens the text of a case, a piece of evidence or its whole file: that they did is in the journal."""

from datetime import datetime, timedelta

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.queries import was_entered
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.facts import case_facts
from reviewboard.stages.submission.tables import Case

READ = "case.read_by_lead"
READING = timedelta(hours=1)
"""How long what was opened counts as one reading, so that going to and fro between pages is one entry."""


def is_being_read(*, case_id: str, subject: str, actor: Principal, now: datetime) -> bool:
    """Whether the lead's opening of this was entered less than READING ago. One statement."""
    return was_entered(
        action=READ, case_id=case_id, subject=subject, actor_id=actor.account_id, since=now - READING
    )


def read_as_lead(*, case_id: str, subject: str, actor: Principal, now: datetime) -> None:
    """Enter that a lead opens something of a case, unless that is entered by now. Part of a transaction.

    `subject` is case:ID for the text, evidence:ID for one piece of evidence, case_file:ID for the whole file. Raises NotYours.
    """
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotYours()
    right = "case_file.lead" if subject.startswith("case_file:") else "file.read"
    require(actor, right, case_facts(case, actor))
    if not is_being_read(case_id=case_id, subject=subject, actor=actor, now=now):
        enter(READ, actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=subject)
