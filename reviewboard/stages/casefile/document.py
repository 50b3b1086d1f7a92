"""A case file as a whole: its cover, its contents, its sections, in the candidate's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from reviewboard.extensions import db
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.chain import Anchor
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.casefile.blocks import Fact, Section
from reviewboard.stages.casefile.gather import Holdings, gather
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.casefile.sections import SECTIONS
from reviewboard.stages.casefile.voice import AUDITED, FILED, OPENINGS, Voice
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.submission.tables import Case


@dataclass(frozen=True)
class Document:
    """A case file, prepared. `cover` stands on its first page; `foot` at the foot of each, `made` in the PDF."""

    reference: str
    language: str
    title: str
    outcome: str
    cover: Sequence[Fact]
    about: str
    foot: str
    made: str
    sections: Sequence[Section]


def language_of(case: Case) -> str:
    """Return the language in which the case's file is written: the candidate's own. One statement."""
    return db.session.get_one(Account, case.candidate_id).language


def input_digest(case: Case, reader: Reader, variant: Variant, asker: str) -> str:
    """Return the digest of what a file would tell this reader. As many statements as `gather`.

    It is taken of the file's own words, so that a new file never tells of something that its reader may not know. The
    moment, where the journal ends, the making of files and what the asker opened are not among them: or each file would
    make the one before it stale.
    """
    held = gather(case.id)
    entries = [entry for entry in held.entries if not _by_the_file(entry, asker)]
    still = replace(held, entries=entries, end=Anchor(0, ""))
    return digest([reader, variant, as_html(_written(still, reader, variant, _NO_MOMENT))])


_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def _by_the_file(entry: JournalEntry, asker: str) -> bool:
    return entry.action in FILED or (entry.action in (*OPENINGS, *AUDITED) and entry.actor_id == asker)


def prepare(case_id: str, reader: Reader, variant: Variant, *, at: datetime) -> Document:
    """Return the file of a case as it is at this moment. Whoever calls this asks for the right to it first."""
    return _written(gather(case_id), reader, variant, at)


def _written(held: Holdings, reader: Reader, variant: Variant, at: datetime) -> Document:
    language = language_of(held.case)
    with force_locale(language):
        voice = Voice(held, reader, variant, scale_view(held.case.scale_version_id, language), at)
        sections = [replace(make(held, voice), number=number) for number, make in enumerate(SECTIONS, start=1)]
        return Document(
            reference=held.case.reference,
            language=language,
            title=_("Case file %(reference)s", reference=held.case.reference),
            outcome=_outcome(held, voice),
            cover=_cover(held, voice),
            about=_about(voice),
            foot=_("%(reference)s · made on %(day)s", reference=held.case.reference, day=voice.day(at)),
            made=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sections=sections,
        )


def as_html(document: Document) -> str:
    """Return the file as one whole page for paper, in its language. It names no address outside itself."""
    with force_locale(document.language):
        return render_template("casefile/paper.html", document=document)


def as_fragment(document: Document) -> Markup:
    """Return the file for a page on screen, in its own language whatever the page's."""
    with force_locale(document.language):
        return Markup(render_template("casefile/screen.html", document=document))  # noqa: S704 (the template escapes)


def _outcome(held: Holdings, voice: Voice) -> str:
    if held.record is None:
        return _("No final level is recorded yet.")
    return outcome_view(as_outcome(held.record), voice.scale)["word"]


def _cover(held: Holdings, voice: Voice) -> list[Fact]:
    case, cycle = held.case, held.cycle
    name = {"fr": cycle.name_fr, "en": cycle.name_en}[voice.language]
    return [
        Fact(_("Candidate"), voice.candidate()),
        Fact(_("Competency"), voice.scale.name, voice.scale.lang),
        Fact(_("Cycle"), name),
        Fact(_("Level required"), str(case.required_level) if case.required_level is not None else _("no level is required")),
        Fact(_("Submitted"), voice.day(case.submitted_at)),
        Fact(_("Recorded"), voice.day(held.record.recorded_at) if held.record else "–"),
        Fact(_("Released"), voice.day(held.record.released_at) if held.record else "–"),
        Fact(_("This file was made"), voice.moment(voice.at)),
        Fact(_("For"), _readers()[voice.reader]),
        Fact(_("Digest of the submission"), case.digest or "–", code=True),
        *([Fact(_("Digest of the record"), held.record.digest, code=True)] if held.record else []),
    ]


def _readers() -> dict[Reader, str]:
    return {Reader.CANDIDATE: _("the candidate"), Reader.LEAD: _("a panel lead"), Reader.AUDITOR: _("an auditor")}


def _about(voice: Voice) -> str:
    if voice.variant is Variant.REDACTED:
        return _(
            "This is the redacted case file: it holds nobody’s name. What the board’s check took for personal data of others "
            "is withheld in every text; each gap is marked."
        )
    if voice.names.raters:
        return _("This is the whole case file, with the names of those who took part in it.")
    return _(
        "This is the whole case file: every text, every reason and every move. Assessors go by letter and leads by number, "
        "because those who decide stay unnamed to the parties."
    )
