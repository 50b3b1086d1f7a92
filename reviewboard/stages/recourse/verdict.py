"""What an answer to a recourse must say: a verdict, and reasons for every ground that are about that ground."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.decision import lacking as decision_lacks
from reviewboard.stages.consensus.resolving import sentences
from reviewboard.stages.consensus.rules import ResolutionKind
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.filler import Filler, filler_in
from reviewboard.stages.rating.refusals import FILLER_WORDS
from reviewboard.stages.rating.rules import MIN_REASONS, Outcome, ScaleShape, text_length
from reviewboard.stages.recourse.rules import Verdict

UPHOLDS_ALONE = _("You decided to vary the outcome and took that back. You may vary it anew or return the case to a fresh pair;"
                  " you cannot now uphold it alone.")  # fmt: skip
FEWEST_WORDS = 6  # different ones: fewer say nothing about a ground


@dataclass(frozen=True)
class Answer:
    """What a handler answers: `ground_reasons` by ground; outcome and the texts under it where the level is varied."""

    verdict: Verdict | None
    reasons: str
    ground_reasons: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    dimension_reasons: Mapping[str, str] = field(default_factory=dict)
    next_needed: str = ""


class Poor(StrEnum):
    """What is wrong with reasons."""

    SHORT = "too_short"
    LONG = "too_long"
    SAID_BEFORE = "said_before"  # of another ground, in the same words


def poor_reasons(text: str, wording: Collection[str] = ()) -> Poor | Filler | None:
    """Return what is wrong with reasons; None: they stand. `wording` is every text of the scale."""
    if len(text) > MOST_TEXT:
        return Poor.LONG
    if text_length(text) < MIN_REASONS:
        return Poor.SHORT
    return filler_in(text, fewest=FEWEST_WORDS, wording=wording)


def lacking(
    answer: Answer, grounds: Sequence[str], allowed: Sequence[Verdict], scale: ScaleShape, held: Outcome
) -> dict[str, Any]:
    """Return what each part of an answer lacks, as a sentence by the part's name; nothing means it may be given.

    `held` is the outcome in force: a varied one is another. A level needs reasons for every dimension.
    """
    lacks: dict[str, Any] = {}
    if answer.verdict not in allowed:
        lacks["verdict"] = UPHOLDS_ALONE if answer.verdict is Verdict.UPHELD else _("Choose how this ends.")
    seen: set[str] = set()
    for ground in grounds:
        text = answer.ground_reasons.get(ground, "")
        poor = poor_reasons(text, scale.wording) or (Poor.SAID_BEFORE if _plain(text) in seen else None)
        if poor is not None:
            lacks[f"ground_{ground}"] = poor_sentence(poor)
        seen.add(_plain(text))
    if answer.verdict is Verdict.VARIED and Verdict.RETURNED in allowed:
        return lacks | _of_another_outcome(answer, scale, held)
    if (poor := poor_reasons(answer.reasons, scale.wording)) is not None:
        lacks["reasons"] = poor_sentence(poor)
    return lacks


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _of_another_outcome(answer: Answer, scale: ScaleShape, held: Outcome) -> dict[str, Any]:
    decision = Decision(answer.outcome, answer.reasons, answer.dimension_reasons, answer.next_needed)
    lacks = sentences(decision_lacks(decision, ResolutionKind.NEITHER, scale), ResolutionKind.NEITHER)
    if answer.outcome == held:
        lacks["outcome"] = _("This is the outcome in force. Choose another one, or uphold it.")
    return lacks


def poor_sentence(poor: Poor | Filler) -> Any:
    """Return what is wrong with reasons as a sentence."""
    match poor:
        case Poor.LONG:
            return _("Shorten this text to at most %(most)s characters.", most=MOST_TEXT)
        case Poor.SHORT:
            return _("Write your reasons in at least %(least)s characters.", least=MIN_REASONS)
        case Poor.SAID_BEFORE:
            return _("These are the words you gave for another ground. Say what is true of this one.")
        case Filler.FEW_WORDS:
            return _("These words say nothing about this ground. Say what you looked at and what you found.")
    return FILLER_WORDS[poor]
