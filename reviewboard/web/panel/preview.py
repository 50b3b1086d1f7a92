"""What a page before a lead's signature says besides what was written: which case, both ratings, what to look at again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.sealed import sealed_ratings
from reviewboard.stages.rating.filler import said_before
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.submission.tables import Case
from reviewboard.web.language import locale


def head_of(case: Case) -> list[dict[str, Any]]:
    """Return which case it is and what its raters sealed, as facts: nobody signs another window's case."""
    scale = scale_view(case.scale_version_id, locale())
    words = [outcome_view(one.outcome, scale)["word"] for one in sealed_ratings(case.id)]
    rated = [
        {"label": _("Rating %(letter)s", letter=letter), "value": word} for letter, word in zip("ABC", words, strict=False)
    ]
    return [{"label": _("Case"), "value": case.reference}, *rated]


def look_again(facts: Sequence[dict[str, Any]], case: Case) -> list[str]:
    """Return what a lead should look at again before signing: the language of the reader, and texts in the same words."""
    same = said_before((fact["label"], fact["value"]) for fact in facts if fact.get("long"))
    return [
        as_it_stands(case),
        *(_("“%(one)s” and “%(other)s” say the same words. That may be right; if not, go back and say what is true of each.",
            one=earlier, other=part) for part, earlier in same),
    ]  # fmt: skip


def as_it_stands(case: Case) -> str:
    """Return in which language the candidate reads what a lead writes."""
    if case.language == "fr":
        return _("The case is in French. What is written about it reaches the candidate as it stands, untranslated.")
    return _("The case is in English. What is written about it reaches the candidate as it stands, untranslated.")
