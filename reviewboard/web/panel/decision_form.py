"""The form of a decision, to and fro: what was typed as fields, as a decision, and as facts to read.

Fields: `outcome` and `competency` (see `web.outcomes`), `reasons`, `reasons_<dimension>`, `next_needed`; `reason` says
why a third rating is wanted, `question` and `days` what the candidate is asked; `draft` is the version of the draft (0
before the first save), `version` the case's.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus.actions import Decision
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.words import dimension_word, outcome_view
from reviewboard.stages.submission.tables import Case
from reviewboard.web.language import locale
from reviewboard.web.outcomes import read_outcome
from reviewboard.web.typed import text_in

ASIDE = ("reason", "question", "days")  # what is asked before a decision: of a third rater, of the candidate


def fields_typed(form: Mapping[str, str], case: Case) -> dict[str, str]:
    """Return what a form holds of a decision, by field name; what it does not hold is empty."""
    return {name: text_in(form, name) for name in _names(case)}


def read_decision(fields: Mapping[str, str], case: Case) -> Decision:
    """Return the decision that fields say."""
    return Decision(
        outcome=read_outcome(fields),
        reasons=text_in(fields, "reasons"),
        dimension_reasons={key: text_in(fields, f"reasons_{key}") for key in shape_of(case.scale_version_id).dimensions},
        next_needed=text_in(fields, "next_needed"),
    )


def decision_facts(decision: Decision, scale: ScaleView) -> list[dict[str, Any]]:
    """Return what was written of a decision, each text under its label."""
    said = [(_("Reasons"), decision.reasons)]
    for dimension in scale.dimensions:
        label = _("Reasons: %(dimension)s", dimension=dimension_word(dimension.key, scale))
        said.append((label, decision.dimension_reasons.get(dimension.key, "")))
    said.append((_("What the next level would have needed"), decision.next_needed))
    return [{"label": label, "value": text, "long": True} for label, text in said if text.strip()]


def facts_typed(fields: Mapping[str, str], case: Case) -> list[dict[str, Any]]:
    """Return fields as facts to read: to check before the decision, or to copy where the form is gone."""
    scale, decision = scale_view(case.scale_version_id, locale()), read_decision(fields, case)
    facts = decision_facts(decision, scale)
    if decision.outcome:
        facts.insert(0, {"label": _("Outcome"), "value": outcome_view(decision.outcome, scale)["word"]})
    if fields.get("reason", "").strip():
        facts.append({"label": _("Why a third rating?"), "value": fields["reason"], "long": True})
    if fields.get("question", "").strip():
        facts.append({"label": _("Your question to the candidate"), "value": fields["question"], "long": True})
    return facts


def _names(case: Case) -> tuple[str, ...]:
    dimensions = shape_of(case.scale_version_id).dimensions
    return ("outcome", "competency", "reasons", *(f"reasons_{key}" for key in dimensions), "next_needed", *ASIDE)
