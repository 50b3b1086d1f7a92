"""Agreements, disputes and what leads decided, each with its reasons; what was refused or sent back stays.

What a lead took back for a conflict of interest is told to the candidate and to auditors, and to no other lead.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Event, Group, Prose, Section, Timeline
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.queries import was_taken_back
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.consensus.tables import Agreement, Resolution
from reviewboard.stages.journal_words import REASONED, action_word
from reviewboard.stages.rating.words import outcome_view, own_level_view
from reviewboard.stages.record.words import why_disputed

OF_THE_RELEASE = ("case.recall_release", "case.hold_release")  # why a result waited is between those who release it

Told = list[tuple[datetime, Event]]


def section(held: Holdings, voice: Voice) -> Section:
    """Return how it came to a decision, as a line of time, then each decision of a lead whole."""
    if not held.ratings:
        return Section("decisions", _("Agreement, dispute and resolution"), [Prose(_("Nothing was decided yet."))])
    told: Told = []
    for one in held.agreements:
        told += _agreement(one, voice)
    told += [(one.opened_at, Event(voice.moment(one.opened_at), _("Dispute opened"), why_disputed(one.why)))
             for one in held.disputes]  # fmt: skip
    told += _own_levels(held, voice)
    told += _acts(held, voice)
    decisions = [one for one in held.resolutions if voice.reader is not Reader.LEAD or not was_taken_back(one)]
    for made in decisions:
        told += _resolution(made, voice)
    events = [event for _at, event in sorted(told, key=lambda pair: pair[0])]
    whole = [_whole(number, one, held, voice) for number, one in enumerate(decisions, start=1)]
    line = Timeline(events) if events else Prose(_("Nothing was decided yet."))
    return Section("decisions", _("Agreement, dispute and resolution"), [line, *whole])


def _agreement(one: Agreement, voice: Voice) -> Told:
    word = outcome_view(as_outcome(one), voice.scale)["word"]
    told = [(one.agreed_at, Event(voice.moment(one.agreed_at), _("Agreement: %(outcome)s", outcome=word)))]
    if one.confirmed_at:
        told.append((one.confirmed_at, Event(voice.moment(one.confirmed_at), _("Agreement confirmed"),
                                             voice.person(one.confirmed_by))))  # fmt: skip
    if one.refused_at:
        told.append((one.refused_at, Event(voice.moment(one.refused_at), _("The agreement holds no more"))))
    return told


def _own_levels(held: Holdings, voice: Voice) -> Told:
    """Return what leads noted before the ratings opened to them. To other leads, only of those who decided or signed.

    A lead who handed the case over, or never decided, is read by the candidate and by auditors: the next lead reads neither
    their draft nor their note.
    """
    stands = {who for one in held.resolutions if not was_taken_back(one) for who in (one.lead_id, one.countersigned_by)}
    return [
        (one.noted_at, Event(
            voice.moment(one.noted_at),
            _("Own level noted before both ratings opened: %(outcome)s", outcome=own_level_view(one, voice.scale)["word"]),
            voice.person(one.lead_id), voice.said(one.reason), held.case.language,
        ))
        for one in held.own_levels
        if voice.reader is not Reader.LEAD or one.lead_id in stands
    ]  # fmt: skip


def _acts(held: Holdings, voice: Voice) -> Told:
    """Return what leads did with a reason that stands in the journal alone."""
    return [
        (entry.at, Event(voice.moment(entry.at), action_word(entry.action), voice.person(entry.actor_id),
                         voice.said(entry.reason), held.case.language))
        for entry in held.entries
        if entry.action in REASONED and entry.reason and (voice.names.hours or entry.action not in OF_THE_RELEASE)
    ]  # fmt: skip


def _resolution(one: Resolution, voice: Voice) -> Told:
    word = outcome_view(as_outcome(one), voice.scale)["word"]
    title = _("Dispute decided: %(outcome)s", outcome=word)
    told = [(one.decided_at, Event(voice.moment(one.decided_at), title, voice.person(one.lead_id)))]
    if one.countersigned_at:
        told.append((one.countersigned_at, Event(voice.moment(one.countersigned_at), _("Decision countersigned"),
                                                 voice.person(one.countersigned_by))))  # fmt: skip
    return told


def _whole(number: int, one: Resolution, held: Holdings, voice: Voice) -> Group:
    written = held.case.language
    blocks: list[Any] = [
        Prose(_("%(outcome)s, decided by %(who)s on %(day)s.", outcome=outcome_view(as_outcome(one), voice.scale)["word"],
                who=voice.person(one.lead_id), day=voice.day(one.decided_at))),
        Prose(voice.said(one.reasons), _("Reasons"), written, written=True),
    ]  # fmt: skip
    blocks += voice.by_dimension(one.dimension_reasons)
    if one.next_needed:
        blocks.append(Prose(voice.said(one.next_needed), _("What the next level would have needed"), written, written=True))
    if was_taken_back(one):
        blocks.append(Prose(_("Its lead took it back for a conflict of interest. It decided nothing.")))
    elif one.declined_at:
        blocks.append(Prose(voice.said(one.declined_why), _("Sent back by %(who)s", who=voice.person(one.declined_by)),
                            written, written=True))  # fmt: skip
    return Group(_("Decision %(number)s", number=number), blocks)
