"""What the candidate handed in, word for word, with the passages that raters cited."""

from flask_babel import gettext as _

from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Marked, Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import marks
from reviewboard.stages.rating.reading import Mark, segments
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Example
from reviewboard.stages.submission.words import READ_AS


def section(held: Holdings, voice: Voice) -> Section:
    """Return the examples, each with its passages numbered as everywhere in the file."""
    placed = marks(voice.passages)
    blocks = [
        Facts([
            Fact(_("Submitted"), voice.moment(held.case.submitted_at)),
            Fact(_("Language of the submission"), {"fr": _("French"), "en": _("English")}[held.case.language]),
            Fact(_("Privacy and process notice"), _("version %(version)s, acknowledged on %(day)s",
                 version=held.case.notice_version or "–", day=voice.day(held.case.notice_acknowledged_at))),
        ]),
        *(_example(number, one, held, voice, placed) for number, one in enumerate(held.examples, start=1)),
    ]  # fmt: skip
    intro = _("Every word as it was handed in. ⟦Numbers⟧ mark the passages that assessors cited; A, B and C say who did.")
    return Section("submission", _("The submission"), blocks, intro)


def _example(number: int, example: Example, held: Holdings, voice: Voice, placed: dict[tuple[str, str], list[Mark]]) -> Group:
    texts = [
        Marked(str(READ_AS[field]), _paragraphs(example, field, voice, placed), held.case.language)
        for field in EXAMPLE_FIELDS
        if getattr(example, field)
    ]
    return Group(
        _("Example %(number)s", number=number), [Facts(_about(example, voice)), *texts], fresh=number > 1
    )


def _about(example: Example, voice: Voice) -> list[Fact]:
    days = [written_day(day) for day in (example.when_from, example.when_to) if day]
    if not (example.confirmer_name or example.confirmer_email):
        confirmer = "–"
    elif voice.names.confirmers:
        confirmer = ", ".join(part for part in (example.confirmer_name, example.confirmer_email) if part)
    else:
        confirmer = _("[withheld]")
    return [Fact(_("When"), " – ".join(days) or "–"), Fact(_("Who can confirm it"), confirmer)]


def _paragraphs(example: Example, field: str, voice: Voice, placed: dict[tuple[str, str], list[Mark]]) -> tuple:
    text = voice.own(getattr(example, field))
    moved = []
    for mark in placed.get((example.id, field), ()):
        start, end = text.span(mark.start, mark.end)
        moved.append(Mark(mark.number, start, end, by=mark.by, label=mark.label))
    return segments(text.text, moved)
