"""Who was told what, and when the mail went out. The mails themselves hold no level and no text."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewboard.stages.casefile.blocks import Prose, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice

KINDS: dict[str, Any] = {
    "confirmation.wanted": lazy_gettext("An agreement waits to be confirmed"),
    "countersign.wanted": lazy_gettext("A decision waits to be countersigned"),
    "discussion.open": lazy_gettext("A discussion is open"),
    "dispute.handed_over": lazy_gettext("A dispute was handed over"),
    "dispute.open": lazy_gettext("A dispute is open"),
    "evidence.refused": lazy_gettext("A file was refused"),
    "panel.no_lead": lazy_gettext("A case has no lead who may act"),
    "question.asked": lazy_gettext("The panel asks a question"),
    "question.due_soon": lazy_gettext("An answer is due soon"),
    "question.more_time": lazy_gettext("More time for an answer"),
    "recourse.due_soon": lazy_gettext("A recourse is due soon"),
    "recourse.moved": lazy_gettext("A recourse has moved on"),
    "recourse.news": lazy_gettext("News of your recourse"),
    "recourse.nobody": lazy_gettext("Nobody can answer a recourse"),
    "recourse.overdue": lazy_gettext("A recourse is overdue"),
    "recourse.returned": lazy_gettext("A recourse waits for another lead"),
    "recourse.unsigned": lazy_gettext("Nobody is left to sign a decision"),
    "recourse.waits": lazy_gettext("A recourse waits for an answer"),
    "result.ready": lazy_gettext("Your result is available"),
    "seat.assigned": lazy_gettext("A case was assigned"),
    "seat.due": lazy_gettext("A rating is due"),
    "seat.due_soon": lazy_gettext("A rating is due soon"),
    "seat.freed": lazy_gettext("A seat was freed"),
    "seat.overdue": lazy_gettext("A rating is overdue"),
    "seat.withdrawn": lazy_gettext("A case was withdrawn"),
    "submission.accommodation_answered": lazy_gettext("An accommodation was answered"),
    "submission.accommodation_asked": lazy_gettext("An accommodation was asked for"),
    "submission.receipt": lazy_gettext("Receipt of the submission"),
    "submission.withdrawn": lazy_gettext("The withdrawal was noted"),
}
PRIVATE = ("submission.accommodation_answered", "submission.accommodation_asked")
"""Of an accommodation the candidate and the coordinator alone know; an auditor reads it in the journal."""


def section(held: Holdings, voice: Voice) -> Section:
    """Return the notices of the case that this reader may know of."""
    mine = [one for one in held.notices if one.account_id == held.case.candidate_id]
    told = mine if voice.names.own_notices else [one for one in held.notices if one.kind not in PRIVATE]
    rows = [
        (str(KINDS.get(one.kind, one.kind)), voice.person(one.account_id), voice.moment(one.created_at),
         voice.moment(one.sent_at) if one.sent_at else _("not sent yet"))
        for one in told
    ]  # fmt: skip
    if not rows:
        return Section("notices", _("Notices sent"), [Prose(_("No notice was sent."))])
    table = Table(_("Notices"), (_("Notice"), _("Recipient"), _("Written"), _("Mailed")), rows)
    intro = _("E-mails say that something is there, never what it says.") if not voice.names.own_notices else _(
        "What the board mailed to the candidate about this case."
    )
    return Section("notices", _("Notices sent"), [table], intro)
