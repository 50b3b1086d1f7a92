"""The final level with its reasons, on one page; records that it superseded follow."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Ladder, Prose, Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import levels_of, outcome_view
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.words import beside_required, method_word


def section(held: Holdings, voice: Voice) -> Section:
    """Return the record in force and the ones before it."""
    record = held.record
    if record is None:
        return Section("record", _("The record"), [Prose(_("No final level is recorded yet."))])
    earlier = [
        Group(_("Superseded on %(day)s", day=voice.day(one.superseded_at)), _of(one, held, voice), fresh=True)
        for one in held.records
        if one is not record
    ]
    intro = _("The final level, how it came about and why. It rests on the ratings and decisions in the sections that follow.")
    return Section("record", _("The record"), [*_of(record, held, voice), *earlier], intro)


def _of(record: Record, held: Holdings, voice: Voice) -> Sequence[Any]:
    outcome, written = as_outcome(record), held.case.language
    view = outcome_view(outcome, voice.scale)
    beside = beside_required(outcome, held.case.required_level)
    needed = [Prose(voice.said(record.next_needed), _("What the next level would have needed"), written, written=True)]
    return [
        Ladder(levels_of(voice.scale), view["level"], view["word"], held.case.required_level),
        *([Prose(beside)] if beside else []),
        Prose(voice.said(record.reasons), _("Reasons"), written, written=True),
        *voice.by_dimension(record.dimension_reasons),
        *(needed if record.next_needed else []),
        Facts(_facts(record, voice)),
    ]


def _facts(record: Record, voice: Voice) -> list[Fact]:
    until = [Fact(_("Valid until"), written_day(record.expires_on))] if record.expires_on else []
    return [
        Fact(_("How it came about"), method_word(record.method)),
        Fact(_("Decided by"), " · ".join(voice.person(one["account_id"]) for one in record.deciders)),
        Fact(_("Recorded"), voice.when(record.recorded_at)),
        Fact(_("Released"), voice.when(record.released_at) if record.released_at else _("not yet")),
        *until,
        Fact(_("Digest of the record"), record.digest, code=True),
    ]
