"""The rating form, to and fro: what a rating says as fields, and what was typed as a rating.

Stable field names, which scripts may post:

- `in_scope`: yes, no, or empty
- `dimension-<key>-level`: a level's number, or empty; `dimension-<key>-reasons`: text
- `outcome`: `level:3`, `not_demonstrated`, `insufficient_evidence`, `other_competency` or empty; `competency`: the code
  of the other one, which may also follow the outcome: `other_competency:leadership` (`web.outcomes`)
- `reasons`, `why_not_above`: text; `evidence_rule_noted`: yes when ticked
- `version`: the version the form was shown with (0 before the first save)

A passage is sent with `quote`, and perhaps `example` (id) and `field` (else it is looked for everywhere), `start` (code
points), or all three as `place` (example:field:start, where the words stand more than once), `dimension`, `level`,
`note`; a passage is removed with `citation`. When `reasons` and `version` come along, the rating is saved in the same act.
"""

import re
from collections.abc import Mapping
from typing import Any

from reviewboard.stages.rating.refusals import NotOnThisScale
from reviewboard.stages.rating.rules import Outcome, RatingDraft
from reviewboard.web.outcomes import outcome_value, read_outcome
from reviewboard.web.typed import number_in, text_in

Form = Mapping[str, Any]
PLACE_PARTS = 3
_DIMENSION = re.compile(r"dimension-(.+)-level")


def read_rating(form: Form) -> RatingDraft:
    """Return what was typed. Raises NotOnThisScale for an answer no form of ours offers."""
    dimensions = [found[1] for name in form if (found := _DIMENSION.fullmatch(name))]
    return RatingDraft(
        in_scope={"yes": True, "no": False}.get(form.get("in_scope", "")),
        dimensions={key: _whole(form.get(f"dimension-{key}-level")) for key in dimensions},
        outcome=_outcome(form),
        reasons=text_in(form, "reasons"),
        reasons_dimension={key: text_in(form, f"dimension-{key}-reasons") for key in dimensions},
        why_not_above=text_in(form, "why_not_above"),
        citations=(),
        single_contact_noted=form.get("evidence_rule_noted") == "yes",
    )


def version_in(form: Form) -> int:
    """Return the version a form was shown with; -1, which no rating has, where it does not say."""
    version = number_in(form, "version")
    return -1 if version is None else version


def read_passage(form: Form) -> dict[str, Any]:
    """Return the parts of a passage as `add_citation` takes them. Raises NotOnThisScale."""
    place = (form.get("place") or "").split(":")
    example, field, start = place if len(place) == PLACE_PARTS else (form.get("example"), form.get("field"), "")
    return {
        "example_id": example or None,
        "field": field or None,
        "quote": text_in(form, "quote"),
        "start": int(start) if start.isdecimal() else number_in(form, "start"),
        "dimension": form.get("dimension") or None,
        "level": _whole(form.get("level")),
        "note": text_in(form, "note"),
    }


def fields_of(draft: RatingDraft, dimensions: tuple[str, ...]) -> dict[str, str]:
    """Return a rating as the fields of its form, by their names."""
    scope = {True: "yes", False: "no", None: ""}[draft.in_scope]
    levels = {f"dimension-{key}-level": _shown(draft.dimensions.get(key)) for key in dimensions}
    reasons = {f"dimension-{key}-reasons": draft.reasons_dimension.get(key, "") for key in dimensions}
    return {
        "in_scope": scope,
        **levels,
        **reasons,
        "outcome": outcome_value(draft.outcome),
        "competency": (draft.outcome and draft.outcome.competency) or "",
        "reasons": draft.reasons,
        "why_not_above": draft.why_not_above,
        "evidence_rule_noted": "yes" if draft.single_contact_noted else "",
    }


def fields_typed(form: Form, dimensions: tuple[str, ...]) -> dict[str, str]:
    """Return what was typed as the fields of the form, whether it makes sense or not."""
    names = fields_of(read_rating({}), dimensions)
    return {name: str(form.get(name, "")) for name in names}


def _outcome(form: Form) -> Outcome | None:
    outcome = read_outcome(form)
    if outcome is None and form.get("outcome"):
        raise NotOnThisScale()
    return outcome


def _whole(value: Any) -> int | None:
    try:
        return int(value) if value else None
    except ValueError as problem:
        raise NotOnThisScale() from problem


def _shown(level: int | None) -> str:
    return "" if level is None else str(level)
