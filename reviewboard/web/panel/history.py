"""What happened to a case, for a lead: the steps of the journal, with letters for raters and roles for others, no names.

What a lead gave as a reason for an act of the panel stands beside it.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.journal.queries import entries_before
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import STEPS, Party
from reviewboard.web.comparison import LETTERS
from reviewboard.web.filters import moment

SHOWN = 100
# no draft and no text of a case is in these
REASONED = ("case.extend", "case.refuse", "case.ask", "case.call_third", "case.decline", "case.recall_release",
            "case.hold_release")  # fmt: skip
TITLES: dict[str, Any] = {
    "case.submit": lazy_gettext("Submitted"),
    "case.withdraw": lazy_gettext("Withdrawn"),
    "case.assign": lazy_gettext("Two assessors seated"),
    "case.refill": lazy_gettext("A place filled again"),
    "case.recuse": lazy_gettext("An assessor stepped back"),
    "case.free_seat": lazy_gettext("A place freed"),
    "case.move_seat": lazy_gettext("An unopened place given to another"),
    "case.seat_third": lazy_gettext("A third assessor seated"),
    "case.seal": lazy_gettext("A rating sealed"),
    "case.agree": lazy_gettext("Agreement"),
    "case.agree_unconfirmed": lazy_gettext("Agreement, to be confirmed"),
    "case.discuss": lazy_gettext("Discussion opened"),
    "case.say": lazy_gettext("A message in the discussion"),
    "case.move": lazy_gettext("A move in the discussion"),
    "case.extend": lazy_gettext("Discussion given more time"),
    "case.dispute": lazy_gettext("Dispute opened"),
    "case.escalate": lazy_gettext("Discussion ended, dispute opened"),
    "case.confirm": lazy_gettext("Agreement confirmed"),
    "case.refuse": lazy_gettext("Agreement not confirmed, dispute opened"),
    "case.ask": lazy_gettext("Question put to the candidate"),
    "case.answer": lazy_gettext("Answer handed in"),
    "case.add_nothing": lazy_gettext("Nothing to add, said the candidate"),
    "case.stop_waiting": lazy_gettext("Time for the answer ended"),
    "case.call_third": lazy_gettext("Third rating asked for"),
    "case.third_done": lazy_gettext("Third rating sealed, back to the lead"),
    "case.resolve": lazy_gettext("Dispute decided"),
    "case.propose": lazy_gettext("Dispute decided, waits for a second lead"),
    "case.countersign": lazy_gettext("Decision countersigned"),
    "case.decline": lazy_gettext("Decision sent back"),
    "case.hand_over": lazy_gettext("Handed over to the other leads"),
    "case.take_back": lazy_gettext("Handed over, its decision taken back"),
    "case.stand_aside": lazy_gettext("A rater left the discussion, dispute opened"),
    "case.record": lazy_gettext("Recorded"),
    "case.plan_release": lazy_gettext("Release set for a day"),
    "case.recall_release": lazy_gettext("Day of release taken back"),
    "case.hold_release": lazy_gettext("Result held back"),
    "case.lift_hold": lazy_gettext("Hold lifted"),
    "case.release": lazy_gettext("Released to the candidate"),
}


def history(case: Case, facts: CaseFacts, person: Principal) -> list[dict[str, Any]]:
    """Return the case's steps as entries of a timeline, oldest first. One statement."""
    found = reversed(entries_before(None, limit=SHOWN, case_id=case.id))
    return [
        {
            "when": moment(entry.at), "title": TITLES[entry.action], "by": _by(entry, facts, person),
            "text": entry.reason if entry.action in REASONED else None,
        }
        for entry in found
        if entry.action in TITLES
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
