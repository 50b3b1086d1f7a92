"""How outcomes, levels, dimensions and cited passages are called, wherever they are shown."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.rating.rules import Citation as CitedPassage
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.rating.tables import Citation


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


def own_level_view(row: Any, scale: ScaleView) -> dict[str, Any]:
    """Return what a lead noted as a level of their own, as the ladder takes it; another competency is not named."""
    kind = OutcomeKind(row.outcome)
    return {"level": row.level, "word": level_word(row.level, scale) if kind is OutcomeKind.LEVEL else kind_name(kind, scale)}


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


def tied_to(citation: Citation | CitedPassage, scale: ScaleView) -> str:
    """Return what a passage is tied to, in a word or two; empty when it is tied to nothing."""
    dimension = dimension_word(citation.dimension, scale) if citation.dimension else ""
    level = "" if citation.level is None else str(citation.level)
    return " · ".join(part for part in (dimension, level) if part)


def dimension_word(key: str, scale: ScaleView) -> str:
    """Return the short word for a dimension; scales name theirs at length, and the known ones have one here."""
    known = {"effort": _("effort"), "benefit": _("benefit")}
    return known.get(key) or next((one.name for one in scale.dimensions if one.key == key), key)
