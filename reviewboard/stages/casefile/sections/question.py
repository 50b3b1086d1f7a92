"""What the panel asked the candidate of a dispute, and the answer with its files, once its time is over."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Fact, Facts, Prose, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.record.words import how_answered


def section(held: Holdings, voice: Voice) -> Section:
    """Return the question and what came of it. An answer that is being written is its candidate's alone."""
    asked, title = held.question, _("Question to the candidate")
    if asked is None:
        return Section("question", title, [Prose(_("The panel put no question to the candidate."))])
    written = held.case.language
    blocks: list[Any] = [
        Facts([
            Fact(_("Asked"), voice.moment(asked.asked_at)),
            Fact(_("Asked by"), voice.person(asked.lead_id)),
            Fact(_("Time allowed until"), voice.moment(asked.due_at)),
            Fact(_("Ended"), voice.moment(asked.ended_at) if asked.ended_at else _("not yet")),
        ]),
        Prose(voice.said(asked.question), _("The question"), written, written=True),
    ]  # fmt: skip
    if (how := how_answered(asked)) is not None:
        blocks.append(Prose(how))
    if asked.digest is not None:
        blocks += _answer(held, voice)
    return Section("question", title, blocks)


def _answer(held: Holdings, voice: Voice) -> list[Any]:
    asked = held.question
    if asked is None or asked.digest is None:
        return []
    answer = [Prose(voice.own(asked.answer).text, _("The answer"), held.case.language, written=True)] if asked.answer else []
    rows = []
    for number, file in enumerate(held.answer_files, start=1):
        called = f" – {file.file_name}" if voice.names.file_names else ""
        rows.append((_("Answer file %(number)s", number=number) + called, str(file.size)))
    below = [f"SHA-256 {file.sha256}" for file in held.answer_files]
    files = [Table(_("Files of the answer"), (_("File"), _("Bytes")), rows, below=below)] if rows else []
    return [*answer, *files, Facts([Fact(_("Digest of the answer"), asked.digest, code=True)])]
