"""What the rating stage will not do, and the sentences that say so."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal, StaleWrite
from reviewboard.stages.rating.filler import Filler, Hollow
from reviewboard.stages.rating.passages import Span
from reviewboard.stages.rating.rules import Missing


class RatingAlreadySealed(Refusal):
    """Nothing edits a sealed rating."""

    message = _("This rating is sealed. Nothing in it changes any more, and nothing was changed now.")


class ReviewedAnother(StaleWrite):
    """The draft that was read before the seal is not the one that is saved now."""

    message = _("Your draft was saved again after you opened this page, so it is not sealed. Below is what is saved now.")


class NotOnThisScale(Refusal):
    """A level, dimension or competency that the case's scale does not have."""

    status = 422
    message = _("Choose one of the answers that this scale offers. Nothing was saved; your text is kept below.")


class TooLong(Refusal):
    """A text longer than anything people read. `most` is the limit in characters."""

    status = 422
    message = _("One of the texts is too long. Shorten it to at most %(most)s characters; all of it is kept below.")


class PassageRefused(Refusal):
    """A passage that cannot be taken. The words typed stay on the page."""

    status = 422


class NoSuchPart(PassageRefused):
    """The example or the part of it does not belong to this case."""

    message = _("Choose the part of an example that the passage comes from.")


class PassageNotFound(PassageRefused):
    """The words do not stand where they were looked for."""

    message = _("These words do not stand in the text. Copy them from it, word for word.")


class PassageAmbiguous(PassageRefused):
    """The words stand in more than one place. `places`: the example's id, the part, where, and the part's text."""

    message = _("These words stand there more than once. Choose which are meant, or take a few more with them.")

    def __init__(self, places: Sequence[tuple[str, str, Span, str]] = ()) -> None:
        super().__init__()
        self.places = places


class TooManyPassages(PassageRefused):
    """More passages than anyone follows. `most` is the limit."""

    message = _("A rating holds at most %(most)s passages. Remove one first.")


class RatingIncomplete(Incomplete):
    """A rating that cannot be sealed yet. `missing` names the parts, in the order of the screen."""

    message = _("Your rating was not sealed: some parts are still needed. Everything you wrote is kept.")

    def __init__(self, missing: tuple[Missing | Hollow, ...]) -> None:
        super().__init__(problems=tuple(map(needed_words, missing)))
        self.missing = missing


MISSING_WORDS: dict[Missing, Any] = {
    Missing.GATE: _("whether it is this competency"),
    Missing.CITATION: _("a passage cited from the text"),
    Missing.DIMENSION_LEVELS: _("a level for each dimension"),
    Missing.OUTCOME: _("an outcome"),
    Missing.OUTCOME_AGAINST_YES: _("an outcome that fits your “Yes” to the first question"),
    Missing.OUTCOME_AGAINST_NO: _("an outcome that fits your “No” to the first question"),
    Missing.OFF_SCALE: _("answers that this scale offers"),
    Missing.COMPETENCY: _("which other competency it is"),
    Missing.EVIDENCE_RULE: _("that you weighed the evidence rule of this level"),
    Missing.REASONS: _("your reasons"),
    Missing.REASONS_TOO_SHORT: _("fuller reasons: at least 40 characters"),
    Missing.WHY_NOT_ABOVE: _("why not the level above"),
}


HOLLOW_WORDS: dict[Filler, Any] = {
    Filler.FEW_WORDS: _("%(text)s, in a sentence rather than a word or two"),
    Filler.REPEATED: _("%(text)s, without the same words again and again"),
    Filler.KEYS: _("%(text)s, in words rather than keys in a row"),
    Filler.FROM_SCALE: _("%(text)s, in words of your own rather than the scale’s"),
}

FILLER_WORDS: dict[Filler, Any] = {
    Filler.FEW_WORDS: _("A word or two tell no reason yet. Say it in a sentence of your own."),
    Filler.REPEATED: _("The same words stand here again and again. Say it once, in a sentence of your own."),
    Filler.KEYS: _("These signs are no words. Say it in a sentence of your own."),
    Filler.FROM_SCALE: _("These are the scale’s own words. Say in yours what the text shows of them, or does not show."),
}


def needed_words(part: Missing | Hollow, about: Any = None) -> Any:
    """Return what is still needed, in the reader's language. `about` names a text more closely than its part does."""
    if isinstance(part, Missing):
        return MISSING_WORDS[part]
    names = {"reasons": MISSING_WORDS[Missing.REASONS], "why_not_above": MISSING_WORDS[Missing.WHY_NOT_ABOVE]}
    return HOLLOW_WORDS[part.found] % {"text": about or names.get(part.part, _("the reasons for each dimension"))}
