"""What happened to a case, for a lead: the steps of the journal, with letters for raters and roles for others, no names.

What a lead gave as a reason for an act of the panel stands beside it, once this lead may read the discussion.
"""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.journal.queries import entries_before
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.consensus.comparison import LETTERS
from reviewboard.stages.journal_words import REASONED, TITLES
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.unseen import is_unseen
from reviewboard.stages.workflow import STEPS, Party
from reviewboard.web.filters import moment

SHOWN = 100


def history(case: Case, facts: CaseFacts, person: Principal) -> list[dict[str, Any]]:
    """Return the case's steps as entries of a timeline, oldest first. One statement."""
    told = not facts.both_sealed or may(person, "discussion.read", facts)
    found = reversed(entries_before(None, limit=SHOWN, case_id=case.id))
    return [
        {
            "when": moment(entry.at), "title": TITLES[entry.action], "by": _by(entry, facts, person),
            "text": entry.reason if told and entry.action in REASONED else None,
        }
        for entry in found
        if entry.action in TITLES and not is_unseen(entry)
    ]


def _by(entry: Any, facts: CaseFacts, person: Principal) -> str:
    actor_id = entry.actor_id
    if actor_id is None:
        return _("the board")
    if actor_id == person.account_id:
        return _("you")
    if actor_id == facts.candidate_id:
        return _("the candidate")
    seat = next((seat for seat in facts.seats if seat.assessor_id == actor_id), None)
    if seat is not None:
        return LETTERS[seat.place] if seat.live else _("an assessor who left")
    return _("another panel lead") if _led(entry.action) else _("a coordinator")


def _led(action: str) -> bool:
    """Whether the way of a case gives this action to leads."""
    parties = {party for step in STEPS if action == f"case.{step.action}" for party in step.by}
    return not parties.isdisjoint({Party.LEAD, Party.SECOND_LEAD})
