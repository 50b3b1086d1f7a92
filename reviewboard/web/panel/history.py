"""What happened to a case, for a lead: the steps of the journal, with letters for raters and roles for others, no names.

What a lead gave as a reason for an act of the panel stands beside it, once this lead may read the discussion.
"""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.journal.queries import entries_before
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.consensus.comparison import LETTERS
from reviewboard.stages.journal_words import REASONED, TITLES
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.unseen import seen_entries
from reviewboard.stages.workflow import STEPS, Party
from reviewboard.web.filters import moment

SHOWN = 100  # steps; of a case with more, the newest, and that there are earlier ones


def history(case: Case, facts: CaseFacts, person: Principal) -> list[dict[str, Any]]:
    """Return the case's steps as entries of a timeline, oldest first, at most SHOWN. One statement."""
    told = not facts.both_sealed or may(person, "discussion.read", facts)
    steps = JournalEntry.action.in_(TITLES)
    found = entries_before(None, steps, seen_entries(), limit=SHOWN + 1, case_id=case.id)
    earlier = [
        {"when": moment(entry.at), "title": _("This step and earlier ones are not listed here")} for entry in found[SHOWN:]
    ]
    return earlier + [
        {
            "when": moment(entry.at), "title": TITLES[entry.action], "by": _by(entry, facts, person),
            "text": entry.reason if told and entry.action in REASONED else None,
        }
        for entry in reversed(found[:SHOWN])
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
