"""What assessors declared of conflicts of interest before the text opened."""

from flask_babel import gettext as _

from reviewboard.stages.assignment.words import conflict_word
from reviewboard.stages.casefile.blocks import Event, Prose, Section, Timeline
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.casefile.voice import Voice


def section(held: Holdings, voice: Voice) -> Section:
    """Return who declared that there is none, and, to those who may know, which conflicts there are.

    A candidate reads of the conflicts they declared themselves, and of no other.
    """
    told = [
        (seat.cleared_at, Event(voice.when(seat.cleared_at), _("%(who)s declared that there is no conflict of interest.",
                                                               who=_capital(voice.person(seat.assessor_id)))))
        for seat in held.seats if seat.cleared_at
    ]  # fmt: skip
    for one in held.conflicts:
        if voice.reader is Reader.CANDIDATE and one.declared_by != held.case.candidate_id:
            continue
        other = one.other_id if one.person_id == held.case.candidate_id else one.person_id
        title = _("%(who)s declared a conflict of interest: %(kind)s.", who=_capital(voice.person(one.declared_by)),
                  kind=conflict_word(one.kind))  # fmt: skip
        note = _("about %(who)s", who=voice.person(other)) if voice.names.raters else ""
        shown = voice.said(one.note) if voice.names.every_entry else ""
        told.append((one.declared_at, Event(voice.when(one.declared_at), title, note, shown)))
    events = [event for _at, event in sorted(told, key=lambda pair: pair[0])]
    blocks = [Timeline(events)] if events else [Prose(_("Nothing was declared yet."))]
    intro = _("Each assessor answered the conflict check on a screen of its own, before they could open the text.")
    return Section("declarations", _("Declarations"), blocks, intro)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
