"""What the candidate asked for after the release, who answered and how; and their own words beside the record."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Prose, Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.casefile.sections.afresh import afresh
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.recourse.queries import was_taken_back
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseDecision
from reviewboard.stages.recourse.words import ground_word, kind_word, stand_word, verdict_word

UNSENT = (Stand.DRAFT, Stand.LAPSED)  # the candidate's alone


def section(held: Holdings, voice: Voice) -> Section:
    """Return each recourse that was sent, and the statement. A decision is told to the candidate once it counts."""
    sent = [one for one in held.recourses if one.stand not in UNSENT]
    blocks: list[Any] = [_recourse(one, held, voice) for one in sent]
    if held.statement is not None:
        said = Prose(voice.own(held.statement.text).text, None, held.case.language, written=True)
        day = _("Added on %(day)s.", day=voice.day(held.statement.made_at))
        blocks.append(Group(_("Statement of the candidate"), [said, Prose(day)]))
    return Section("recourse", _("Recourse"), blocks or [Prose(_("No recourse was asked for."))])


def _recourse(one: Recourse, held: Holdings, voice: Voice) -> Group:
    written = held.case.language
    blocks: list[Any] = [Facts(_facts(one, voice))]
    if one.request:
        blocks.append(Prose(voice.own(one.request).text, _("What was asked"), written, written=True))
    blocks += [
        Prose(voice.own(ground.text).text, _("Ground: %(ground)s", ground=ground_word(ground.ground)), written, written=True)
        for ground in held.grounds
        if ground.recourse_id == one.id
    ]
    for heard in (each for each in held.meetings if each.recourse_id == one.id):
        blocks.append(Facts(_heard(heard, held, voice)))
        if heard.notes:  # the candidate was there, and reads it on their own page too
            blocks.append(Prose(voice.said(heard.notes), _("Notes of the meeting"), written, written=True))
    if voice.reader is not Reader.CANDIDATE or one.stand == Stand.CONCLUDED:
        blocks += [
            _decision(made, voice, written)
            for made in held.verdicts
            if made.recourse_id == one.id and (voice.reader is not Reader.LEAD or not was_taken_back(made))
        ]
    if one.fresh_case_id:
        blocks += afresh(held, voice)
    return Group(kind_word(one.kind), blocks)


def _stand(one: Recourse, voice: Voice) -> str:
    """Return where it is for this reader. Only what varies an outcome waits for a signature, and it may be sent back."""
    return Stand.MET if voice.reader is Reader.CANDIDATE and one.stand == Stand.COUNTERSIGN else one.stand


def _stand_word(one: Recourse, voice: Voice) -> str:
    if one.kind == Kind.FRESH and one.stand in (Stand.ASKED, Stand.TAKEN):
        return _("two other assessors rate")
    return stand_word(_stand(one, voice))


def _facts(one: Recourse, voice: Voice) -> list[Fact]:
    rows = [
        (_("Where it stands"), _stand_word(one, voice)),
        (_("Asked"), voice.day(one.asked_at)),
        (_("Answer due"), voice.day(one.due_at)),
        (_("Answered by"), voice.person(one.handler_id) if one.handler_id else ""),
        (_("File disclosed"), voice.day(one.disclosed_at) if one.disclosed_at else ""),
        (_("Over since"), voice.day(one.ended_at) if one.ended_at else ""),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _heard(heard: Meeting, held: Holdings, voice: Voice) -> list[Fact]:
    """Return when and by whom the candidate was heard; what an earlier handler heard stays in the file."""
    (by,) = (one for one in held.handlers if one.id == heard.id)
    rows = [
        (_("Meeting"), written_day(heard.met_on) if heard.met_on else _("none was wanted")),
        (_("Heard by"), voice.person(by.account_id)),
        (_("Present"), voice.said(heard.attended)),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _decision(made: RecourseDecision, voice: Voice, written: str) -> Group:
    who = _("Decided by %(who)s on %(day)s.", who=voice.person(made.decided_by), day=voice.day(made.decided_at))
    blocks: list[Any] = [Prose(who)]
    if made.outcome:
        blocks.append(Prose(outcome_view(as_outcome(made), voice.scale)["word"]))
    blocks.append(Prose(voice.said(made.reasons), _("Reasons"), written, written=True))
    blocks += [Prose(voice.said(text), ground_word(ground), written, written=True)
               for ground, text in sorted(made.ground_reasons.items()) if text]  # fmt: skip
    blocks += voice.by_dimension(made.dimension_reasons)
    if made.next_needed:
        blocks.append(Prose(voice.said(made.next_needed), _("What the next level would have needed"), written, written=True))
    if made.countersigned_by:
        blocks.append(Prose(_("Countersigned by %(who)s on %(day)s.", who=voice.person(made.countersigned_by),
                              day=voice.day(made.countersigned_at))))  # fmt: skip
    if was_taken_back(made):
        blocks.append(Prose(_("Its lead took it back for a conflict of interest. It decided nothing.")))
    elif made.declined_by:
        blocks.append(Prose(voice.said(made.declined_why), _back(made, voice),
                            written, written=True))  # fmt: skip
    return Group(verdict_word(made.verdict), blocks)


def _back(made: RecourseDecision, voice: Voice) -> str:
    who = voice.person(made.declined_by)
    return _("Taken back by %(who)s", who=who) if made.declined_by == made.decided_by else _("Sent back by %(who)s", who=who)
