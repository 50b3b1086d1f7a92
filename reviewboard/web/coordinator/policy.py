"""What follows from two sealed ratings in this cycle: the settings, and every pair of outcomes with its consequence.

Fields: `confirm_agreement`, `third_rating`, `countersign_other`, `ask_candidate`, `own_level_first` (ticked: yes),
`discuss_distance` (0 to 3),
`across_required` (discuss, dispute), `discussion_hours`, `answer_days`, `release_from` (a local day
and hour, or empty), `sampling_percent` (0 to 100), `valid_years` (0 to 20, 0: without end),
`version`; `feedback_ask`, `feedback_answer`, `review_ask`,
`review_answer`, `fresh_ask`, `fresh_answer` (days; left out: the default), `years`, `years_after_use`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.cycle.actions import change_cycle
from reviewboard.foundation.cycle.queries import ChosenScale, scales_of
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus.rules import Agreement, Discussion, Ladder, reconcile
from reviewboard.stages.policy import settled
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.rating.words import kind_name
from reviewboard.stages.recourse.rules import Terms
from reviewboard.stages.retention.rules import Schedule
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import full, in_cycle
from reviewboard.web.coordinator.parsing import as_local, local_moment
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.numbers import whole_number

TICKED = ("confirm_agreement", "third_rating", "countersign_other", "ask_candidate", "own_level_first")
TERMS, SCHEDULE = tuple(Terms().as_policy()), tuple(Schedule().as_policy())
BESIDES = (OutcomeKind.NOT_DEMONSTRATED, OutcomeKind.OTHER_COMPETENCY, OutcomeKind.INSUFFICIENT_EVIDENCE)


def _form(refusal: Refusal | None, cycle_id: str) -> str:
    held = Ladder.from_policy(g.cycle.policy)
    shown = _typed() if request.form else _held(held)
    return _page(refusal, cycle_id, shown, held if refusal else _ladder(shown))


def _held(ladder: Ladder) -> dict[str, Any]:
    policy = g.cycle.policy
    terms, schedule = Terms.from_policy(policy).as_policy(), Schedule.from_policy(policy).as_policy()
    return ladder.as_policy() | {Terms.SETTING: terms, Schedule.SETTING: schedule}


def _local(policy: dict[str, Any]) -> str:
    """Return the earliest release as the form's field holds it: what was typed, or the moment in the person's zone."""
    if request.form:
        return request.form.get("release_from", "")
    earliest = Ladder.from_policy(policy).earliest_release
    return as_local(earliest, me().timezone) if earliest else ""


def _page(refusal: Refusal | None, cycle_id: str, shown: dict[str, Any], ladder: Ladder) -> str:
    values = in_cycle(
        "cycle", typed=shown, release_from=_local(shown), zone=me().timezone,
        terms=_times(shown), errors=summary(refusal), wrong=field_errors(refusal),
        tables=_tables(cycle_id, ladder), stale=isinstance(refusal, StaleWrite), hash=g.cycle.policy_hash,
        facts=_facts(Ladder.from_policy(g.cycle.policy)) + _time_facts(g.cycle.policy),
    )  # fmt: skip
    if htmx:
        return str(render_block("coordinator/policy.html", "consequences", **values))
    return render_template("coordinator/policy.html", **values)


def _ladder(policy: dict[str, Any]) -> Ladder:
    return Ladder.from_policy(settled(policy))


@blueprint.get("/cycles/<cycle_id>/policy")
def policy(cycle_id: str) -> str:
    """Show the policy, and what it makes of every pair of outcomes."""
    return _form(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/policy/try")
@refused_by(_form)
def try_policy(cycle_id: str) -> str:
    """Show what the typed policy would make of them, keeping nothing."""
    typed = _typed()
    return _page(None, cycle_id, typed, _ladder(typed))


@blueprint.post("/cycles/<cycle_id>/policy")
@refused_by(_form)
@writes
def save_policy(cycle_id: str) -> Response:
    """Keep it."""
    version = whole_number(request.form.get("version")) or 0
    change_cycle(cycle_id=cycle_id, version=version, changes={"policy": settled(_typed())}, actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))


def _typed() -> dict[str, Any]:
    form = request.form
    return {
        **{name: form.get(name) == "yes" for name in TICKED},
        "discuss_distance": whole_number(form.get("discuss_distance")),
        "across_required": form.get("across_required", ""),
        "discussion_hours": whole_number(form.get("discussion_hours")),
        "answer_days": whole_number(form.get("answer_days")),
        "sampling_percent": whole_number(form.get("sampling_percent", "0")),
        "valid_years": whole_number(form.get("valid_years", "0")),
        "release_from": _moment(form.get("release_from", "")),
        Terms.SETTING: _numbers(TERMS),
        Schedule.SETTING: _numbers(SCHEDULE),
    }


def _numbers(names: Iterable[str]) -> dict[str, int | None]:
    """Return the numbers that these fields hold; an empty field means the default."""
    return {name: whole_number(request.form.get(name)) for name in names if request.form.get(name, "") != ""}


def _moment(text: str) -> str | None:
    """Return the moment that a form holds as the policy keeps it; None where it is empty, the text where it is none."""
    at = local_moment(text, me().timezone)
    return at.isoformat() if at else text.strip() or None


def _facts(ladder: Ladder) -> list[dict[str, Any]]:
    def said(yes: bool) -> str:
        return _("yes") if yes else _("no")

    across = {"discuss": _("discussion"), "dispute": _("straight to a panel lead")}
    return [
        {"label": _("An agreement is confirmed by a panel lead"), "value": said(ladder.confirm_agreement)},
        {"label": _("Levels discussed, when at most this far apart"), "value": ladder.discuss_distance},
        {"label": _("Across the required level"), "value": across[ladder.across_required]},
        {"label": _("Hours for a discussion"), "value": ladder.discussion_hours},
        {"label": _("A panel lead may ask for a third rating"), "value": said(ladder.third_rating)},
        {"label": _("A second lead countersigns what equals neither rating"), "value": said(ladder.countersign_other)},
        {"label": _("A lead notes a level of their own before the ratings open"), "value": said(ladder.own_level_first)},
        {"label": _("A panel lead may put one question to a candidate"), "value": said(ladder.ask_candidate)},
        {"label": _("Days for an answer, unless the lead gives others"), "value": ladder.answer_days},
        {"label": _("No result is released before"), "value": full(moment(ladder.earliest_release)) or _("no date")},
        {"label": _("Of a hundred agreed cases, rated once more as a check"), "value": ladder.sampling_percent},
        {"label": _("Years a result is valid"), "value": ladder.valid_years or _("without end")},
    ]


def _times(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the times of recourse and retention as fields of the form: [{name, label, value}]."""
    said = Terms().as_policy() | Schedule().as_policy() | shown.get(Terms.SETTING, {}) | shown.get(Schedule.SETTING, {})
    return [{"name": name, "label": word, "value": said[name]} for name, word in _time_words().items()]


def _time_words() -> dict[str, str]:
    return {
        "feedback_ask": _("Days to ask for individual feedback, after the release"),
        "feedback_answer": _("Days to give it"),
        "review_ask": _("Days to ask for a decision review, after feedback"),
        "review_answer": _("Days to answer it"),
        "fresh_ask": _("Days to ask for a fresh rating, after the review"),
        "fresh_answer": _("Days to conclude it"),
        "years": _("Years a case is kept after its end"),
        "years_after_use": _("Years it is kept at least after its last use"),
    }


def _time_facts(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    said = Terms.from_policy(policy).as_policy() | Schedule.from_policy(policy).as_policy()
    return [{"label": word, "value": said[name]} for name, word in _time_words().items()]


def _tables(cycle_id: str, ladder: Ladder) -> list[dict[str, Any]]:
    """One table for each scale of the cycle: what becomes of each pair of outcomes."""
    language = str(get_locale())
    return [_table(scale_view(scale.version_id, language), scale, ladder) for scale in scales_of(cycle_id)]


def _table(view: ScaleView, scale: ChosenScale, ladder: Ladder) -> dict[str, Any]:
    outcomes = [(Outcome.at(level.number), str(level.number)) for level in view.levels]
    outcomes += [(_besides(kind), kind_name(kind, view)) for kind in BESIDES]
    rows: list[dict[str, Any]] = [
        {"name": name, "cells": [_cell(first, second, ladder, scale.required_level) for second, _name in outcomes]}
        for first, name in outcomes
    ]
    return {
        "name": view.name,
        "lang": view.lang,
        "required": scale.required_level,
        "headings": [name for _outcome, name in outcomes],
        "rows": rows,
        "legend": list(dict.fromkeys((cell["kind"], cell["text"]) for row in rows for cell in row["cells"])),
    }


def _besides(kind: OutcomeKind) -> Outcome:
    return Outcome(kind, competency="same" if kind is OutcomeKind.OTHER_COMPETENCY else None)


def _cell(first: Outcome, second: Outcome, ladder: Ladder, required: int | None) -> dict[str, str]:
    match reconcile(first, second, ladder, required):
        case Agreement(confirm=True):
            return {"kind": "agreement", "text": _("confirmed, then recorded")}
        case Agreement():
            return {"kind": "agreement", "text": _("recorded")}
        case Discussion(across_required=True):
            return {"kind": "discussion", "text": _("discussion across the required level")}
        case Discussion():
            return {"kind": "discussion", "text": _("discussion")}
        case _:
            return {"kind": "dispute", "text": _("panel lead decides")}
