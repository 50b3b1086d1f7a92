"""What each action, state and fault of the journal is called. What an earlier version wrote is shown by its code."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.journal.chain import Breach, Fault
from reviewboard.stages.record.words import state_word as case_word
from reviewboard.stages.recourse.words import stand_word
from reviewboard.stages.workflow import State

# no draft and no text of a case is in these
REASONED = ("case.extend", "case.refuse", "case.ask", "case.give_time", "case.call_third", "case.do_without",
            "case.decline", "case.recall_release", "case.hold_release")  # fmt: skip
TITLES: dict[str, Any] = {
    "case.submit": _("Submitted"),
    "case.withdraw": _("Withdrawn"),
    "case.assign": _("Two assessors seated"),
    "case.refill": _("A place filled again"),
    "case.recuse": _("An assessor stepped back"),
    "case.free_seat": _("A place freed"),
    "case.move_seat": _("An unopened place given to another"),
    "case.seat_third": _("A third assessor seated"),
    "case.seal": _("A rating sealed"),
    "case.agree": _("Agreement"),
    "case.agree_unconfirmed": _("Agreement, to be confirmed"),
    "case.discuss": _("Discussion opened"),
    "case.say": _("A message in the discussion"),
    "case.move": _("A move in the discussion"),
    "case.extend": _("Discussion given more time"),
    "case.dispute": _("Dispute opened"),
    "case.escalate": _("Discussion ended, dispute opened"),
    "case.confirm": _("Agreement confirmed"),
    "case.refuse": _("Agreement not confirmed, dispute opened"),
    "case.ask": _("Question put to the candidate"),
    "case.give_time": _("Candidate given more time to answer"),
    "case.answer": _("Answer handed in"),
    "case.add_nothing": _("Nothing to add, said the candidate"),
    "case.stop_waiting": _("Time for the answer ended"),
    "case.call_third": _("Third rating asked for"),
    "case.do_without": _("Third rating given up, back to the lead"),
    "case.third_done": _("Third rating sealed, back to the lead"),
    "case.resolve": _("Dispute decided"),
    "case.propose": _("Dispute decided, waits for a second lead"),
    "case.countersign": _("Decision countersigned"),
    "case.decline": _("Decision sent back"),
    "case.hand_over": _("Handed over to the other leads"),
    "case.take_back": _("Handed over, its decision taken back"),
    "case.note_conflict": _("A lead parted from the case"),
    "case.stand_aside": _("A rater left the discussion, dispute opened"),
    "case.record": _("Recorded"),
    "case.plan_release": _("Release set for a day"),
    "case.recall_release": _("Day of release taken back"),
    "case.hold_release": _("Result held back"),
    "case.lift_hold": _("Hold lifted"),
    "case.release": _("Released to the candidate"),
}

ACTIONS: dict[str, Any] = TITLES | {
    "case.clear": _("Conflict check answered: none"),
    "case.history_read_by_auditor": _("History read by an auditor"),
    "case.read_by_auditor": _("Content read by an auditor"),
    "case.read_by_lead": _("Content read by a panel lead"),
    "case_file.ask": _("Case file asked for"),
    "case_file.make": _("Case file made"),
    "board.restore": _("The board restored from a backup"),
    "account.sign_in": _("Signed in"),
    "account.end_sessions": _("Signed out elsewhere"),
    "account.second_add": _("Second step added to the sign-in"),
    "account.second_remove": _("Second step removed from the sign-in"),
    "account.second_codes": _("New recovery codes made"),
    "account.second_off": _("Second steps taken off by an administrator"),
    "account.link": _("Tied to the organization’s sign-in"),
    "account.create": _("Account made"),
    "account.change": _("Unit, team or supervisor changed"),
    "account.correct": _("Name, address, unit or team corrected"),
    "account.password": _("Password set"),
    "account.invite": _("Link for a first password sent"),
    "account.reset": _("Link for a new password sent"),
    "account.roles": _("Board-wide roles changed"),
    "account.disable": _("Account disabled"),
    "account.enable": _("Account enabled"),
    "accommodation.ask": _("Accommodation asked for"),
    "accommodation.answer": _("Accommodation answered"),
    "accommodation.change": _("Time given to a candidate changed"),
    "assignment.commit": _("Assignment committed"),
    "conflict.note": _("Conflict of interest noted"),
    "cycle.create": _("Cycle made"),
    "cycle.change": _("Cycle changed"),
    "cycle.rounds": _("How rounds of assignment behave changed"),
    "cycle.delete": _("Draft of a cycle deleted"),
    "cycle.open": _("Cycle opened, policy frozen"),
    "cycle.close": _("Cycle closed"),
    "demo.made": _("Sample people, cycles and cases made"),
    "evidence.accept": _("Evidence checked and accepted"),
    "evidence.add": _("Evidence added"),
    "evidence.refuse": _("Evidence checked and refused"),
    "evidence.remove": _("Evidence removed"),
    "example.add": _("Example added"),
    "example.remove": _("Example removed"),
    "notice.acknowledge": _("Privacy notice acknowledged"),
    "people.import": _("People imported"),
    "pool.add": _("Joined a cycle"),
    "pool.change": _("Languages, capacity or absence changed"),
    "pool.remove": _("Left a cycle"),
    "pool.keep_apart": _("Two assessors kept apart"),
    "pool.let_together": _("Two assessors no longer kept apart"),
    "case.seat_check": _("An assessor seated for a check"),
    "quality.draw": _("Agreed case counted, and perhaps drawn for a check"),
    "quality.find": _("Sealed check laid beside the record"),
    "quality.open": _("Sealed check opened by a lead"),
    "quality.note": _("Noted what follows from a check"),
    "record.statement": _("Statement of the candidate added to the record"),
    "record.supersede": _("A new record took the place of the one in force"),
    "own_level.note": _("A level of one’s own noted by a lead, before both ratings opened"),
    "recourse.ask": _("Recourse asked for"),
    "recourse.send_on": _("Sent on to a fresh pair"),
    "recourse.lapse": _("Recourse lapsed unsent"),
    "recourse.withdraw": _("Recourse withdrawn"),
    "recourse.take": _("Recourse taken by a lead"),
    "recourse.name": _("A lead named to answer a recourse"),
    "recourse.replace": _("Another lead named to answer a recourse"),
    "recourse.hand_over": _("Recourse given back by its lead"),
    "recourse.wait_again": _("Recourse waits for another lead: who answered it may do so no more"),
    "recourse.disclose": _("File disclosed to the candidate"),
    "recourse.ready": _("Candidate ready for the meeting"),
    "recourse.waive": _("Candidate wants no meeting"),
    "recourse.meet": _("Meeting held"),
    "recourse.give": _("Individual feedback given"),
    "recourse.uphold": _("Review: outcome upheld"),
    "recourse.return": _("Review: returned to a fresh pair"),
    "recourse.vary": _("Review: outcome varied, waits for a second lead"),
    "recourse.countersign": _("Review: decision countersigned"),
    "recourse.decline": _("Review: decision sent back"),
    "recourse.take_back": _("Review: decision taken back by the lead who made it"),
    "recourse.conclude": _("Fresh rating concluded"),
    "retention.hold": _("Case held, whatever its schedule says"),
    "retention.lift": _("Hold on a case lifted"),
    "retention.propose": _("Case proposed for disposal"),
    "retention.send_back": _("Proposal to dispose of a case sent back"),
    "retention.dispose": _("Case disposed of by two people, a stub kept"),
    "scale.import": _("Scale imported"),
    "scale.publish": _("Scale published"),
    "seats.vacate": _("Seats freed after a withdrawal"),
    "submission.discretion": _("Submitted with places that may tell who somebody is, counted"),
    "submission.start": _("Submission begun"),
    "submission.language": _("Language of a submission chosen"),
    "training.note": _("Training noted"),
    "work.send_again": _("Failed work sent again"),
}

CYCLE_STATES: dict[str, Any] = {"draft": _("in preparation"), "open": _("open"), "closed": _("closed")}
_FAULTS: dict[Fault, Any] = {
    Fault.GAP: _("Entry %(number)s: entries before it are missing or renumbered."),
    Fault.UNLINKED: _("Entry %(number)s: it does not continue from the entry before it."),
    Fault.EDITED: _("Entry %(number)s: it was edited."),
    Fault.REWRITTEN: _("Entry %(number)s: it differs from the end that is on record."),
    Fault.TRUNCATED: _("Entry %(number)s: it is on record and is not there: the journal was cut short."),
}
_CASE_STATES = frozenset(State)


def action_word(action: str) -> str:
    """Return what happened, in the reader's language."""
    return str(ACTIONS.get(action, action))


def state_word(action: str, state: str) -> str:
    """Return the state of what an action was done to: of a cycle or a recourse for an action on one, else of a case."""
    if action.startswith("recourse."):
        return stand_word(state)
    if action.startswith("cycle."):
        return str(CYCLE_STATES.get(state, state))
    return case_word(State(state)) if state in _CASE_STATES else state


def fault_word(breach: Breach) -> str:
    """Return what is wrong with an entry, as a sentence in the reader's language."""
    return str(_FAULTS[breach.fault]) % {"number": breach.number}
