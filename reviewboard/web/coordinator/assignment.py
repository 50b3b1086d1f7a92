"""Who would sit where: looked at first, then done as it was seen. Places that stay empty are named with their reason.

Query of the preview: `seed` keeps the lots as they fell, and the wishes (see `wishes`). Fields of the commit: `seed`,
`input_hash` (both of the preview) and its wishes. Of the cycle's rounds: `pair_limit` (empty: any), `moves`,
`cross_units`, `rounds_held` ("yes" or nothing).
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.actions import set_rounds
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.actions import commit_round, next_seed, preview_round
from reviewboard.stages.assignment.refusals import WishesRefused
from reviewboard.stages.assignment.shapes import Plan, Wishes
from reviewboard.stages.assignment.wishing import without
from reviewboard.stages.coordination import names, references
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.assignment_view import plan_view
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.parsing import paragraphs
from reviewboard.web.coordinator.wishes import TooManyWishes, as_fields, read_wishes, refused_sentence
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.numbers import whole_number

ROUNDS = ("pair_limit", "moves", "cross_units", "rounds_held")


@blueprint.get("/cycles/<cycle_id>/assignment")
def assignment(cycle_id: str) -> str:
    """Show what a round would do now."""
    return _looked_at(cycle_id, request.args)


def _looked_at(cycle_id: str, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    """Return the page with the wishes typed; those refused are named, and the round is planned with the others."""
    try:
        wishes = read_wishes(typed)
    except TooManyWishes as too_many:
        return _page(_plan(cycle_id, Wishes()), Wishes(), too_many)
    refused = dict(refusal.refused) if isinstance(refusal, WishesRefused) else {}
    while True:
        try:
            return _page(_plan(cycle_id, without(wishes, refused)), wishes, refusal, refused)
        except WishesRefused as more:
            refused |= more.refused


@blueprint.post("/cycles/<cycle_id>/assignment")
@refused_by(lambda refusal, cycle_id: _looked_at(cycle_id, request.form, refusal))
@writes
def assign(cycle_id: str) -> Response:
    """Do what the preview showed."""
    plan = commit_round(
        cycle_id=cycle_id, seed=_seed(request.form.get("seed", "")) or 0, wishes=read_wishes(request.form),
        input_hash=paragraphs(request.form.get("input_hash")), actor=me(), now=now(),
    )  # fmt: skip
    cases = len({seat.case_id for seat in plan.seats})
    flash(ngettext("%(num)s case is seated. Its assessors get an e-mail.",
                   "%(num)s cases are seated. Their assessors get an e-mail.", cases), "done")  # fmt: skip
    return redirect(url_for("coordinator.seats", cycle_id=cycle_id))


@blueprint.post("/cycles/<cycle_id>/rounds")
@refused_by(lambda refusal, cycle_id: _page(_plan(cycle_id, Wishes()), Wishes(), refusal))
@writes
def save_rounds(cycle_id: str) -> Response:
    """Keep how rounds behave in this cycle."""
    limit, moves = request.form.get("pair_limit", "").strip(), whole_number(request.form.get("moves"))
    pair_limit = whole_number(limit)
    unread = [name for name, lost in (("pair_limit", limit and pair_limit is None), ("moves", moves is None)) if lost]
    if unread or moves is None:
        raise WrongSettings(tuple(unread))
    set_rounds(cycle_id=cycle_id, pair_limit=pair_limit, moves=moves, cross_units=request.form.get("cross_units") == "yes",
               held=request.form.get("rounds_held") == "yes", actor=me(), now=now())  # fmt: skip
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.assignment", cycle_id=cycle_id))


def _plan(cycle_id: str, wishes: Wishes) -> Plan:
    seed = _seed(request.values.get("seed", ""))
    return preview_round(cycle_id=cycle_id, actor=me(), now=now(), seed=next_seed(cycle_id) if seed is None else seed,
                         wishes=wishes)  # fmt: skip


def _seed(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _page(
    plan: Plan, wishes: Wishes, refusal: Refusal | None = None, refused: Mapping[tuple[str, str], str] | None = None
) -> str:
    refused = refused or {}
    view = plan_view(plan, wishes, g.cycle)
    called, people = references([case_id for case_id, _who in refused]), names([who for _case, who in refused])
    told = [refused_sentence(why, called.get(case), people.get(who)) for (case, who), why in sorted(refused.items())]
    if refusal and not isinstance(refusal, WrongSettings | WishesRefused):
        told.insert(0, refusal.text)
    wrong: dict[str, Any] = field_errors(refusal)
    return render_template(
        "coordinator/assignment.html",
        **in_cycle("assignment", refused=told, errors=summary(refusal) if wrong else [], wrong=wrong,
                   ready=bool(plan.seats) and not refused, without=bool(refused), hidden_wishes=as_fields(wishes),
                   rounds=_rounds(), **view),
    )  # fmt: skip


def _rounds() -> dict[str, Any]:
    if request.endpoint == "coordinator.save_rounds":
        return {**{name: request.form.get(name, "") for name in ROUNDS}, "open": True}
    return {**{name: getattr(g.cycle, name) for name in ROUNDS}, "pair_limit": g.cycle.pair_limit or "", "open": False}
