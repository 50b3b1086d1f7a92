"""Everything the rating desk shows, prepared: the text, the scale, and the person's own rating or what they typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask import g, render_template, request, url_for

from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus.queries import discussion_of
from reviewboard.stages.rating.filler import Hollow
from reviewboard.stages.rating.queries import OwnRating, own_rating, shape_of
from reviewboard.stages.rating.refusals import needed_words
from reviewboard.stages.rating.rules import FITS, Missing, missing_before_seal, thin_dimensions
from reviewboard.stages.rating.words import dimension_word, kind_name, level_word, levels_of, outcome_view
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.words import READ_AS
from reviewboard.web.assessor.form import fields_of
from reviewboard.web.assessor.keys import dimension_groups, outcome_keys, outcomes_with_keys
from reviewboard.web.assessor.text import SWAPS, examples_at, prepared_citations
from reviewboard.web.door import fresh_key, me
from reviewboard.web.filters import moment, saved_moment
from reviewboard.web.language import locale
from reviewboard.web.outcomes import competency_options
from reviewboard.web.scale_pane import scale_pane
from reviewboard.web.wording import gettext as _

Values = dict[str, Any]


def dimension_keys() -> tuple[str, ...]:
    """Return the keys of the dimensions of the case at hand."""
    return shape_of(g.case.scale_version_id).dimensions


def show_desk(
    seat_id: str, *, typed: Mapping[str, str] | None = None, cite: Mapping[str, str] | None = None,
    problem: str = "", cite_problem: str = "", kept: Sequence[Mapping[str, Any]] = (), tells_saved: bool = True,
    places: Sequence[Mapping[str, Any]] = (),
) -> str:  # fmt: skip
    """Return the page of one's own seat: the form, or the sealed rating. `typed` takes the place of what is stored.

    Without `tells_saved` the version and where the draft stands are left out: the window that takes up parts of this page
    keeps its own.
    """
    own = own_rating(seat_id)
    scale = scale_view(g.case.scale_version_id, locale())
    values = desk_values(seat_id, own, scale)
    if g.seat.sealed_at is not None:
        facts = rating_facts(own, scale)
        reached = reached_levels(own, scale)
        return render_template(
            "assessor/sealed.html", **values, **reached, facts=facts, problem=problem, kept=kept, room=_room()
        )
    return render_template(
        "assessor/rate.html",
        **values,
        **_form_values(own, scale, values["examples"]),
        fields=dict(typed) if typed is not None else fields_of(own.draft, dimension_keys()),
        cite=dict(cite or {}),
        problem=problem,
        cite_problem=cite_problem,
        kept=kept,
        tells_saved=tells_saved,
        places=places,
    )


def desk_values(seat_id: str, own: OwnRating, scale: ScaleView) -> Values:
    """Return what the desk shows before and after the seal."""
    case, seat = g.case, g.seat
    return {
        "seat_id": seat_id,
        "reference": case.reference,
        "language": case.language,
        "language_name": {"fr": _("French"), "en": _("English")}[case.language],
        "due_at": moment(seat.due_at),
        "citable": seat.sealed_at is None,
        "sealed_at": moment(seat.sealed_at),
        "examples": examples_at(case.id, own.citations, scale, seat_id),
        "citations": prepared_citations(own.citations, scale, case.language, None if seat.sealed_at else seat_id),
        "scale": scale,
        "scale_pane": scale_pane(scale),
        "key": fresh_key(),
    }


def _room() -> str | None:
    """Return the address of the room where this case is or was talked about, or None."""
    there = may(me(), "room.read", g.facts) and discussion_of(g.case.id) is not None
    return url_for("assessor.room", case_id=g.case.id) if there else None


def _form_values(own: OwnRating, scale: ScaleView, examples: Sequence[Values]) -> Values:
    return {
        "version": own.version,
        "cite_button": {
            "id": "add-passage", "data-cite-add": "", "hx-post": url_for("assessor.cite", seat_id=g.seat.id), **SWAPS,
        },
        "saved_at": saved_moment(own.row.updated_at) if own.row else None,
        **dimension_groups(scale),
        "outcomes": outcomes_with_keys(scale),
        "outcome_keys": outcome_keys(scale),
        "competencies": competency_options(scale),
        "rules": [{"number": level.number, "rules": level.rules} for level in scale.levels if level.rules],
        "needed": needed(missing_before_seal(own.draft, shape_of(g.case.scale_version_id)), scale),
        "already": next((n for n, one in enumerate(own.citations, start=1) if one.id == request.args.get("there")), None),
        "besides": besides(thin_dimensions(own.draft, {one.dimension for one in own.citations}), scale),
        "cite_choices": cite_choices(scale, examples),
    }  # fmt: skip


def cite_choices(scale: ScaleView, examples: Sequence[Values]) -> dict[str, list[Values]]:
    """Return what a passage may be taken from and tied to, as choices by the names of the fields."""
    return {
        "dimension": [
            {"value": "", "label": _("no dimension in particular")},
            *({"value": one.key, "label": dimension_word(one.key, scale)} for one in scale.dimensions),
        ],
        "level": [
            {"value": "", "label": _("no level in particular")},
            *({"value": str(one.number), "label": level_word(one.number, scale)} for one in scale.levels),
        ],
        "example": [
            {"value": "", "label": _("any")},
            *({"value": one["id"], "label": _("Example %(number)s", number=one["number"])} for one in examples),
        ],
        "field": [
            {"value": "", "label": _("any")},
            *({"value": field, "label": READ_AS[field]} for field in EXAMPLE_FIELDS),
        ],
    }


def needed(missing: Sequence[Missing | Hollow], scale: ScaleView) -> list[Values]:
    """Return what is still missing before the seal, each with the place to go to."""
    dimension = f"dimension-{scale.dimensions[0].key}-level"
    places = {
        Missing.GATE: "in_scope", Missing.CITATION: "cite-box", Missing.DIMENSION_LEVELS: dimension,
        Missing.OUTCOME: "outcome", Missing.OUTCOME_AGAINST_YES: "in_scope", Missing.OUTCOME_AGAINST_NO: "in_scope",
        Missing.OFF_SCALE: "outcome",
        Missing.COMPETENCY: "competency", Missing.EVIDENCE_RULE: "evidence_rule_noted", Missing.REASONS: "reasons",
        Missing.REASONS_TOO_SHORT: "reasons", Missing.WHY_NOT_ABOVE: "why_not_above",
    }  # fmt: skip
    names = {f"reasons_{one.key}": one for one in scale.dimensions}
    items = []
    for part in missing:
        if isinstance(part, Missing):
            items.append({"text": _fitting(part, scale) or needed_words(part), "href": f"#{places[part]}"})
        elif part.part in names:
            about = _("the reasons for the dimension “%(dimension)s”", dimension=dimension_word(names[part.part].key, scale))
            items.append({"text": needed_words(part, about), "href": f"#dimension-{names[part.part].key}-reasons"})
        else:
            items.append({"text": needed_words(part), "href": f"#{part.part}"})
    return items


def besides(thin: Mapping[str, tuple[bool, bool]], scale: ScaleView) -> list[Values]:
    """Return what a rating may be sealed without and would rest on, each with the place to go to."""
    items = []
    for key, (no_passage, no_reason) in thin.items():
        word = dimension_word(key, scale)
        if no_passage:
            items.append({"text": _("a passage for the dimension “%(dimension)s”", dimension=word), "href": "#cite-box"})
        if no_reason:
            text = _("a reason for the level of the dimension “%(dimension)s”", dimension=word)
            items.append({"text": text, "href": f"#dimension-{key}-reasons"})
    return items


def _fitting(part: Missing, scale: ScaleView) -> str | None:
    """Return which outcomes fit the answer to the first question, where the one that is chosen does not."""
    words = {
        Missing.OUTCOME_AGAINST_YES: (True, _("an outcome that fits your “Yes” to the first question: %(outcomes)s")),
        Missing.OUTCOME_AGAINST_NO: (False, _("an outcome that fits your “No” to the first question: %(outcomes)s")),
    }
    if part not in words:
        return None
    answer, sentence = words[part]
    names = [kind_name(kind, scale) for kind in FITS[answer]]
    return sentence % {"outcomes": format_list(names, style="or", locale=locale())}


def reached_levels(own: OwnRating, scale: ScaleView) -> Values:
    """Return the outcome and the level on each dimension, for their ladders."""
    draft = own.draft
    return {
        "levels": levels_of(scale),
        "outcome": outcome_view(draft.outcome, scale) if draft.outcome else None,
        "small": [{"name": dimension_word(one.key, scale), "level": draft.dimensions.get(one.key)} for one in scale.dimensions],
    }


def rating_facts(own: OwnRating, scale: ScaleView, change: str | None = None) -> list[Values]:
    """Return a rating as facts to read, each with the field it answers; `change` is the form, where it may still be changed."""
    return [
        {"field": field, "label": label, "value": value or "–", "long": long and bool(value),
         "change": None if change is None else {"href": f"{change}#{field}"}}
        for field, label, value, long in _said(own, scale)
    ]  # fmt: skip


def _said(own: OwnRating, scale: ScaleView) -> list[tuple[str, str, str, bool]]:
    """Return what a rating says: the field, its label, the words, whether they were written by the person."""
    draft = own.draft
    scope = {True: _("Yes"), False: _("No"), None: ""}[draft.in_scope]
    said = [("in_scope", _("Is it this competency?"), scope, False)]
    for one in scale.dimensions:
        level = draft.dimensions.get(one.key)
        reasons = _("Reasons: %(dimension)s", dimension=dimension_word(one.key, scale))
        said += [
            (f"dimension-{one.key}-level", one.name, "" if level is None else level_word(level, scale), False),
            (f"dimension-{one.key}-reasons", reasons, draft.reasons_dimension.get(one.key, ""), True),
        ]
    outcome = outcome_view(draft.outcome, scale)["word"] if draft.outcome else ""
    said += [
        ("outcome", _("Outcome"), outcome, False),
        ("reasons", _("Why"), draft.reasons, True),
        ("why_not_above", _("Why not the level above"), draft.why_not_above, True),
    ]
    if draft.single_contact_noted:
        said.append(("evidence_rule_noted", _("Evidence rule"), _("Weighed"), False))
    return said
