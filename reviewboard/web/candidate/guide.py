"""Help with writing a step: what belongs there, what readers look for in its form, common gaps, and a sample of structure.

Nothing here looks at what was written, and nothing tells which level a text would get. The sample is made up, belongs to
another competency, and shows how the parts of an example hold together.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Guide:
    """Sentences for one step, each a whole one. `sample` is None where there is nothing to show."""

    belongs: tuple[Any, ...]
    looked_for: tuple[Any, ...]
    gaps: tuple[Any, ...]
    sample: Any = None


GUIDES = {
    "situation": Guide(
        belongs=(
            _("What happened, where and when, in a few sentences."),
            _("What was at stake, and for whom."),
            _("What your task was in it."),
        ),
        looked_for=(
            _("Something that really happened, with its dates: not a habit, not a wish."),
            _("Enough for a reader who knows nothing of your work."),
        ),
        gaps=(
            _("The background takes half of the words, and little room is left for what you did."),
            _("No date, or a whole year for something that took two weeks."),
        ),
        sample=_(
            "In March 2026 our reading room had to leave its building within ten weeks. Forty thousand files were to stay "
            "within reach of those who work with them. Nobody had planned the move, and I was asked to see to it."
        ),
    ),
    "people": Guide(
        belongs=(
            _("Who took part: each by their role and organization, not by name."),
            _("How you came to work together."),
            _("Who saw it and can confirm it."),
        ),
        looked_for=(
            _("Who did what, so that your own part can be told from theirs."),
            _("Somebody who can confirm because they saw it. Assessors never see that name."),
        ),
        gaps=(
            _("“The team”, “the partners”: nobody can tell who that is."),
            _("Names of third parties where a role would do."),
        ),
        sample=_(
            "The clerk of the reading room, the manager of the building, and two movers of a private firm. I did not know "
            "the movers before; the manager gave me their number. The head of our service saw all of it."
        ),
    ),
    "did": Guide(
        belongs=(
            _("Your own acts, in the order in which they came."),
            _("How you went about each, and why so."),
            _("What was difficult, and what you did then."),
        ),
        looked_for=(
            _("Sentences with “I” and a verb: what you saw, chose, said, wrote, tried again."),
            _("Something concrete: a number, a date, a thing that somebody else could have watched."),
        ),
        gaps=(
            _("“We” everywhere: your own part cannot be found."),
            _("Qualities instead of acts: “I am very organized” is nothing that one can read and check."),
            _("The intention is told, the act is not: “I wanted to …”."),
        ),
        sample=_(
            "I counted the shelves in one afternoon and drew a plan with three waves. I asked each of the eleven regular "
            "readers which files they would need in April, and moved those last. When the lift failed on 12 April I rang "
            "the manager, found the freight entrance next door, and changed the order of the second wave that evening."
        ),
    ),
    "came": Guide(
        belongs=(
            _("What changed because of what you did."),
            _("Whom it serves, and for how long."),
            _("How you know."),
        ),
        looked_for=(
            _("The thread from your acts to what came of them."),
            _("Figures, dates, what those concerned said: things that can be confirmed."),
        ),
        gaps=(
            _("A result of the whole organization, without the thread that leads to you."),
            _("A result nobody can place: for whom, and since when?"),
        ),
        sample=_(
            "The last boxes stood on their shelves two days before the lease ended. No reader waited longer than a day for a "
            "file. The plan lies in our service’s folder, and another reading room used it in the autumn."
        ),
    ),
    "evidence": Guide(
        belongs=(
            _("Pages that show what you wrote: an agenda, a message, a note, a plan."),
            _("Only the pages that matter, with names and private data covered."),
            _("Pages that read well as the board shows them: assessors get these pages, never the file itself."),
        ),
        looked_for=(
            _("The place that supports a sentence of yours. A file supports the text and does not take its place."),
        ),
        gaps=(
            _("Forty pages, and no word in the text on where to look."),
            _("Praise that tells nothing of what you did."),
        ),
        sample=_(
            "The plan on one page, with its three waves and their dates; the manager’s message of 12 April about the freight "
            "entrance, names covered."
        ),
    ),
    "check": Guide(
        belongs=(
            _("Read it once aloud, as somebody who knows nothing of it."),
            _("Look at names and private data one last time."),
        ),
        looked_for=(
            _("Your own part: is it clear in every sentence who did it?"),
            _("Concrete: could somebody have watched it?"),
            _("When: does it have its dates?"),
            _("Who: can somebody confirm it?"),
        ),
        gaps=(_("What answers these questions is in your head, and not in the text."),),
    ),
}  # fmt: skip
