"""An outcome as pages show it and as forms send it.

Form fields: `outcome` is "level:3" (a whole level), "not_demonstrated", "insufficient_evidence" or "other_competency";
with the last, `competency` holds the code of the competency, which may also follow in `outcome`, after a colon.
"""

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.rating.rules import MalformedOutcome, Outcome, OutcomeKind
from reviewboard.web.wording import gettext as _


def levels_of(scale: ScaleView) -> list[dict[str, Any]]:
    """Return the levels as the ladder takes them, lowest first: [{number, concept}]."""
    return [{"number": level.number, "concept": level.concept} for level in scale.levels]


def level_word(number: int | None, scale: ScaleView) -> str:
    """Return a level in words: its numeral and its concept; an answer that is not there says so."""
    level = scale.level(number)
    return f"{level.number} · {level.concept}" if level else _("no level")


def outcome_view(outcome: Outcome, scale: ScaleView) -> dict[str, Any]:
    """Return an outcome as the ladder takes it: {level: number or None, word: in words}."""
    match outcome.kind:
        case OutcomeKind.LEVEL:
            return {"level": outcome.level, "word": level_word(outcome.level, scale)}
        case OutcomeKind.OTHER_COMPETENCY:
            names = dict(scale.other_competencies)
            name = names.get(outcome.competency or "", outcome.competency)
            return {"level": None, "word": _("Other competency: %(name)s", name=name)}
    return {"level": None, "word": kind_name(outcome.kind, scale)}


def kind_name(kind: OutcomeKind, scale: ScaleView) -> str:
    """Return what an outcome besides a level is called: by the scale where it says so."""
    known = {
        OutcomeKind.LEVEL: _("A level"),
        OutcomeKind.NOT_DEMONSTRATED: _("Not demonstrated"),
        OutcomeKind.OTHER_COMPETENCY: _("Other competency"),
        OutcomeKind.INSUFFICIENT_EVIDENCE: _("Insufficient evidence"),
    }
    said = {name: words for name, words, _meaning in scale.outcomes}
    return said.get(kind.value) or known[kind]


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
