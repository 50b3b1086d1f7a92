"""An outcome as forms offer and send it.

Form fields: `outcome` is "level:3" (a whole level), "not_demonstrated", "insufficient_evidence" or "other_competency";
with the last, `competency` holds the code of the competency, which may also follow in `outcome`, after a colon.
"""

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.rating.rules import MalformedOutcome, Outcome, OutcomeKind
from reviewboard.stages.rating.words import level_word
from reviewboard.web.wording import gettext as _


def key_word(key: str) -> str:
    """Return what an outcome is called whose scale does not matter: by a level's number as text, or by its kind."""
    words = {
        "not_demonstrated": _("Not demonstrated"), "other_competency": _("Other competency"),
        "insufficient_evidence": _("Insufficient evidence"),
    }  # fmt: skip
    return words.get(key) or _("Level %(number)s", number=key)


def outcome_options(scale: ScaleView) -> list[dict[str, Any]]:
    """Return every outcome of the scale as choices of a form, levels first: [{value, label, detail}]."""
    levels = [
        {"value": f"level:{level.number}", "label": level_word(level.number, scale)} for level in scale.levels
    ]
    besides = [{"value": kind, "label": name, "detail": meaning} for kind, name, meaning in scale.outcomes]
    return levels + besides


def competency_options(scale: ScaleView) -> list[dict[str, Any]]:
    """Return the other competencies as choices of a form; the first choice is none."""
    return [
        {"value": "", "label": _("none")},
        *({"value": code, "label": name} for code, name in scale.other_competencies),
    ]


def outcome_value(outcome: Outcome | None) -> str:
    """Return what the field `outcome` holds for this outcome; the empty text for none."""
    if outcome is None:
        return ""
    return f"level:{outcome.level}" if outcome.kind == OutcomeKind.LEVEL else outcome.kind.value


def read_outcome(form: Mapping[str, str]) -> Outcome | None:
    """Return the outcome a form sends, or None where it sends none that exists."""
    kind, _colon, detail = form.get("outcome", "").partition(":")
    try:
        match OutcomeKind(kind):
            case OutcomeKind.LEVEL:
                return Outcome.at(int(detail))
            case OutcomeKind.OTHER_COMPETENCY:
                return Outcome(OutcomeKind.OTHER_COMPETENCY, competency=detail or form.get("competency", ""))
            case other:
                return Outcome(other)
    except (ValueError, MalformedOutcome):
        return None
