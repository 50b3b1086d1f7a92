"""Recourse for a lead: what waits, one recourse with its file, taking it, opening the file, noting the meeting.

Fields: `reason` of giving it back; `met_on` (2026-03-31), `attended`, `notes` of the meeting. Query fields: `cycle`, `after`.
"""

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import NotYours, Refusal, StaleWrite
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.own_work import Doing, own_work
from reviewboard.stages.recourse.queries import answer_draft, led_under_way, recourse_of
from reviewboard.stages.recourse.refusals import AnswerIncomplete
from reviewboard.stages.recourse.rules import Unable
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import kind_word, stand_word
from reviewboard.stages.submission.queries import today_of
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment, saved_moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.cycles import chosen_cycle, cycle_name, cycle_options
from reviewboard.web.panel.opening import note_text
from reviewboard.web.panel.preview import as_it_stands
from reviewboard.web.panel.recourse_form import facts_typed, fields_typed
from reviewboard.web.panel.recourse_view import recourse_view
from reviewboard.web.typed import text_in

A_PAGE = 50


@blueprint.get("/recourse")
def recourses() -> str:
    """List the recourses of one cycle that are under way, soonest due first."""
    cycle, cycles = chosen_cycle()
    rows = led_under_way(cycle.id, me(), limit=A_PAGE + 1, after=from_key(request.args.get("after")))
    work = own_work(rows, me())
    onward = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return render_template(
        "panel/recourses.html", cycle=cycle.id, name=cycle_name(cycle), cycles=cycle_options(cycles),
        rows=[_row(row, work.get(row.id)) for row in rows[:A_PAGE]], board=url_for("panel.board", cycle=cycle.id),
        older=url_for("panel.recourses", cycle=cycle.id, after=to_key(onward.due_at, onward.id)) if onward else None,
        newer=url_for("panel.recourses", cycle=cycle.id) if request.args.get("after") else None,
    )  # fmt: skip


def _row(row: Any, doing: Doing | tuple[Unable, ...] | None) -> dict[str, Any]:
    href = url_for("panel.recourse", case_id=row.case_id, kind=row.kind)
    return {
        "cells": {
            "case": {"text": row.reference, "href": href, "code": True},
            "kind": kind_word(row.kind),
            "stand": stand_word(row.stand),
            "who": _who(row, doing),
            "due": {"due": moment(row.due_at)},
        },
        "needs": isinstance(doing, Doing),
    }  # fmt: skip


def _who(row: Any, doing: Doing | tuple[Unable, ...] | None) -> str:
    match doing:
        case Doing.TAKE:
            return _("you may take it")
        case Doing.SIGN:
            return _("you may sign it")
        case (_why, *_more):
            return _("another lead: you took part")
    if row.handler_id == me().account_id:
        return _("you")
    return _("another lead") if row.handler_id else ""


@blueprint.get("/recourse/<case_id>/<kind>")
def recourse(case_id: str, kind: str) -> str:
    """Show one recourse."""
    return recourse_page(None, case_id, kind)


def find(case_id: str, kind: str) -> Recourse:
    """Return the recourse that an address names, once it was sent. Raises NotYours."""
    found = recourse_of(case_id, Kind(kind)) if kind in list(Kind) else None
    if found is None or found.stand in (Stand.DRAFT, Stand.LAPSED):
        raise NotYours()
    return found


def recourse_page(refusal: Refusal | None, case_id: str, kind: str) -> str:
    """Return the page of a recourse, with what was typed where something was refused."""
    g.facts = case_facts(g.case, me())
    require(me(), "recourse.follow", g.facts)
    shown = note_text(case_id)
    found = find(case_id, kind)
    draft = answer_draft(found.id, me().account_id)
    kept = dict(draft.fields) if draft else {}
    of_answer = request.endpoint in ("panel.recourse_keep", "panel.recourse_answer")
    typed = fields_typed(request.form, g.case, found) if refusal and of_answer else None
    view = recourse_view(g.case, found, me(), text_shown=shown)
    stale = isinstance(refusal, StaleWrite) and request.endpoint == "panel.recourse_keep"
    apart = kept if stale else (typed or kept) if refusal and not view["may_answer"] else {}
    return render_template(
        "panel/recourse.html", **view, as_it_stands=as_it_stands(g.case), key=fresh_key(), problems=_problems(refusal),
        wrong=refusal.fields if isinstance(refusal, AnswerIncomplete) else {}, today=today_of(me(), now()).isoformat(),
        fields=kept if typed is None else typed, draft_version=draft.version if draft else 0,
        saved_at=saved_moment(draft.updated_at) if draft else None, typed=request.form,
        stale=stale, kept=facts_typed(apart, g.case, found) if apart else [],
    )  # fmt: skip


def _problems(refusal: Refusal | None) -> list[dict[str, Any]]:
    if isinstance(refusal, AnswerIncomplete):
        return [{"field": name, "message": message} for name, message in refusal.fields.items()]
    return [{"field": None, "message": refusal.text}] if refusal else []


@blueprint.post("/recourse/<case_id>/<kind>/take")
@refused_by(recourse_page)
@writes
def recourse_take(case_id: str, kind: str) -> Response:
    """Take it, to answer it."""
    find(case_id, kind)
    actions.take(case_id=case_id, kind=Kind(kind), actor=me(), now=now())
    flash(_("You answer this recourse now."), "done")
    return _back(case_id, kind)


@blueprint.post("/recourse/<case_id>/<kind>/hand-over")
@refused_by(recourse_page)
@writes
def recourse_hand_over(case_id: str, kind: str) -> Response:
    """Give it back."""
    find(case_id, kind)
    actions.hand_over(case_id=case_id, kind=Kind(kind), reason=text_in(request.form, "reason"), actor=me(), now=now())
    flash(_("It waits for another lead."), "done")
    return _back(case_id, kind)


@blueprint.post("/recourse/<case_id>/<kind>/disclose")
@refused_by(recourse_page)
@writes
def recourse_disclose(case_id: str, kind: str) -> Response:
    """Open the file to the candidate."""
    find(case_id, kind)
    actions.disclose(case_id=case_id, actor=me(), now=now())
    flash(_("The file is open to the candidate, who gets a message."), "done")
    return _back(case_id, kind)


@blueprint.post("/recourse/<case_id>/<kind>/meeting")
@refused_by(recourse_page)
@writes
def recourse_meet(case_id: str, kind: str) -> Response:
    """Note the meeting."""
    find(case_id, kind)
    actions.note_meeting(
        case_id=case_id, met_on=_day(request.form.get("met_on", "")), attended=text_in(request.form, "attended"),
        notes=text_in(request.form, "notes"), actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The meeting is noted. Decide when you are ready."), "done")
    return _back(case_id, kind)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _back(case_id: str, kind: str) -> Response:
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))
