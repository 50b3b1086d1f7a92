"""The sections of a case file, in their order. A stage that adds one names its module here."""

from collections.abc import Callable

from reviewboard.stages.casefile.blocks import Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.sections import (
    accesses,
    assignment,
    decisions,
    declarations,
    digests,
    discussion,
    evidence,
    journal,
    notices,
    question,
    ratings,
    record,
    recourse,
    scale,
    submission,
)
from reviewboard.stages.casefile.voice import Voice

Maker = Callable[[Holdings, Voice], Section]

SECTIONS: tuple[Maker, ...] = (
    record.section,
    submission.section,
    evidence.section,
    assignment.section,
    declarations.section,
    ratings.section,
    discussion.section,
    question.section,
    decisions.section,
    recourse.section,
    scale.section,
    notices.section,
    accesses.section,
    digests.section,
    journal.section,
)
