"""The form of an answer to a recourse, to and fro: what was typed as fields, as an answer, and as facts to read.

Fields: `verdict` (upheld, varied, returned), `ground_<name>` for each ground, `reasons`; of a varied review also
`outcome` and `competency` (see `web.outcomes`), `reasons_<dimension>`, `next_needed`; `draft` is the version of the
draft (0 before the first save), `version` the recourse's.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.recourse.actions import Answer
from reviewboard.stages.recourse.queries import grounds_of
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import ground_word, verdict_word
from reviewboard.stages.submission.tables import Case
from reviewboard.web.language import locale
from reviewboard.web.panel.decision_form import decision_facts, read_decision
from reviewboard.web.typed import text_in


def fields_typed(form: Mapping[str, str], case: Case, recourse: Recourse) -> dict[str, str]:
    """Return what a form holds of an answer, by field name; what it does not hold is empty."""
    return {name: text_in(form, name) for name in _names(case, recourse)}


def read_answer(fields: Mapping[str, str], case: Case, recourse: Recourse) -> Answer:
    """Return the answer that fields say."""
    decision, said = read_decision(fields, case), text_in(fields, "verdict")
    return Answer(
        verdict=Verdict(said) if said in list(Verdict) else None,
        reasons=text_in(fields, "reasons"),
        ground_reasons={name: text_in(fields, f"ground_{name}") for name in grounds_of(recourse.id)},
        outcome=decision.outcome,
        dimension_reasons=decision.dimension_reasons,
        next_needed=decision.next_needed,
    )


def facts_typed(fields: Mapping[str, str], case: Case, recourse: Recourse) -> list[dict[str, Any]]:
    """Return fields as facts to read: to check before the answer, or to copy where the form is gone."""
    answer = read_answer(fields, case, recourse)
    facts = [{"label": _("How it ends"), "value": verdict_word(answer.verdict)}] if answer.verdict else []
    facts += [{"label": ground_word(name), "value": text, "long": True} for name, text in answer.ground_reasons.items() if text]
    if answer.verdict is not Verdict.VARIED or recourse.kind != Kind.REVIEW:
        return facts + [{"label": _("In all"), "value": answer.reasons, "long": True}] * bool(answer.reasons)
    scale = scale_view(case.scale_version_id, locale())
    if answer.outcome:
        facts.append({"label": _("Outcome"), "value": outcome_view(answer.outcome, scale)["word"]})
    return facts + decision_facts(read_decision(fields, case), scale)


def _names(case: Case, recourse: Recourse) -> tuple[str, ...]:
    grounds = (f"ground_{name}" for name in grounds_of(recourse.id))
    if recourse.kind != Kind.REVIEW:
        return (*grounds, "reasons")
    dimensions = (f"reasons_{key}" for key in shape_of(case.scale_version_id).dimensions)
    return ("verdict", *grounds, "reasons", "outcome", "competency", *dimensions, "next_needed")
