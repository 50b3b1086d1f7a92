"""Who opened the content of the case besides its candidate, and for whom a case file was made."""

from datetime import datetime

from flask_babel import gettext as _

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.casefile.blocks import Prose, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice


def section(held: Holdings, voice: Voice) -> Section:
    """Return the accesses, oldest first."""
    told: list[tuple[datetime, str, str]] = [
        (seat.opened_at, voice.person(seat.assessor_id), _("opened the text to rate it"))
        for seat in held.seats
        if seat.opened_at
    ]
    opened = [entry for entry in held.entries if entry.action in _WHAT and voice.tells(entry)]
    told += [(entry.at, voice.person(entry.actor_id), _what(entry)) for entry in opened]
    rows = [(voice.when(at), who, what) for at, who, what in sorted(told, key=lambda one: one[0])]
    if not rows:
        return Section("accesses", _("Who opened it"), [Prose(_("Nobody but the candidate opened the content."))])
    table = Table(_("Accesses"), (_("When"), _("Who"), _("What")), rows)
    intro = _("Panel leads read a case in its dispute or recourse; what is opened again within an hour stands once.")
    return Section("accesses", _("Who opened it"), [table], intro)


_WHAT = ("case.history_read_by_auditor", "case.read_by_auditor", "case.read_by_lead", "case_file.ask")


def _what(entry: JournalEntry) -> str:
    if entry.action == "case_file.ask":
        return _("asked for the redacted case file") if entry.details.get("variant") == "redacted" else _(
            "asked for the whole case file"
        )
    if entry.action == "case.history_read_by_auditor":
        return _("read what happened to the case and who rated it")
    if (entry.subject or "").startswith("case_file:"):
        return _("read the case file")
    return _("opened one file") if (entry.subject or "").startswith("evidence:") else _("opened the content")
