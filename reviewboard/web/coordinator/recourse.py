"""Recourse for a coordinator: what is under way, until when, who answers it, what is late; naming who does. No word of it.

Fields of naming: `lead` (an account id), `reason` (where another lead answers it now), `version`. Query fields:
`asked` (yes: only what waits for a lead who may answer it), `after`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages.consensus.refusals import ReasonSaysNothing, ReasonTooShort, TooLong
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.people import leads_for
from reviewboard.stages.recourse.queries import COUNTED, late_count, recourse_of, under_way
from reviewboard.stages.recourse.refusals import UNABLE_WORDS
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.unanswerable import LOOKED_AT, more_wait
from reviewboard.stages.recourse.unanswerable import unanswerable as stuck
from reviewboard.stages.recourse.words import kind_word, stand_word
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, cycle_name, in_cycle, one_page, paged
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.typed import number_in, text_in


@blueprint.get("/cycles/<cycle_id>/recourse")
def recourse(cycle_id: str) -> str:
    """List the recourses under way, soonest due and so late ones first."""
    asked, after = request.args.get("asked") == "yes", from_key(request.args.get("after"))
    alone = [row.id for row in stuck(cycle_id, limit=COUNTED)]
    rows, last = one_page(under_way([cycle_id], limit=PAGE + 1, after=after, asked_but=alone if asked else None))
    return render_template(
        "coordinator/recourse.html",
        **in_cycle(
            "recourse",
            rows=[_row(row, alone=row.id in alone) for row in rows],
            asked=asked,
            listings=[
                {"label": _("Under way"), "current": not asked, "href": url_for("coordinator.recourse", cycle_id=cycle_id)},
                {"label": _("Waits for a panel lead"), "current": asked,
                 "href": url_for("coordinator.recourse", cycle_id=cycle_id, asked="yes")},
            ],
            late=late_count(cycle_id, now=now()),
            **paged("coordinator.recourse", to_key(last.due_at, last.id) if last else None, cycle_id=cycle_id,
                    asked="yes" if asked else None),
        ),
    )  # fmt: skip


def _row(row: Any, *, alone: bool) -> dict[str, Any]:
    href = url_for("coordinator.name_handler_form", case_id=row.case_id, kind=row.kind)
    return {
        "cells": {
            "case": {"text": row.reference, "code": True, "href": href},
            "kind": kind_word(row.kind),
            "stand": _("%(stand)s: nobody may", stand=stand_word(row.stand)) if alone else stand_word(row.stand),
            "who": row.handler or "",
            "due": {"due": moment(row.due_at)},
        },
        "needs": alone or row.handler_id is None or row.due_at < now(),
    }


def unanswerable(cycle_id: str) -> list[dict[str, Any]]:
    """Return the recourses of a cycle that wait and that none of its leads may answer: {what, reference, href}."""
    return [
        {
            "what": kind_word(row.kind),
            "reference": row.reference,
            "href": url_for("coordinator.name_handler_form", case_id=row.case_id, kind=row.kind),
        }
        for row in stuck(cycle_id, limit=PAGE)
    ]


def looked_at(cycle_id: str) -> int | None:
    """Return how many waiting recourses were looked at for that, where more wait; or None."""
    return LOOKED_AT if more_wait(cycle_id) else None


@blueprint.get("/coordination/cases/<case_id>/recourse/<kind>")
def name_handler_form(case_id: str, kind: str) -> str:
    """Show who may answer a recourse, and who may not and why."""
    return _page(None, case_id, kind)


@blueprint.post("/coordination/cases/<case_id>/recourse/<kind>")
@refused_by(lambda refusal, case_id, kind: _page(refusal, case_id, kind))
@writes
def name_handler(case_id: str, kind: str) -> Response:
    """Name who answers it."""
    found = _find(case_id, kind)
    actions.name_handler(
        case_id=case_id, kind=Kind(found.kind), account_id=text_in(request.form, "lead"),
        reason=text_in(request.form, "reason"), version=number_in(request.form, "version") or 0, actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The lead is named and gets a message."), "done")
    return redirect(url_for("coordinator.recourse", cycle_id=g.case.cycle_id))


def _errors(refusal: Refusal | None, able: bool) -> list[dict[str, Any]]:
    """Return the error, leading to the field it speaks of."""
    if refusal is None:
        return []
    about = "reason" if isinstance(refusal, ReasonTooShort | ReasonSaysNothing | TooLong) else "lead" if able else None
    return [{"field": about, "message": refusal.text}]


def _find(case_id: str, kind: str) -> Recourse:
    found = recourse_of(case_id, Kind(kind)) if kind in list(Kind) else None
    if found is None or found.asked_at is None:
        raise NotYours()
    return found


def _page(refusal: Refusal | None, case_id: str, kind: str) -> str:
    found, cycle = _find(case_id, kind), db.session.get_one(Cycle, g.case.cycle_id)
    leads = leads_for(found)
    able = [lead for lead in leads if not lead.unable and lead.account_id != found.handler_id]
    return render_template(
        "coordinator/recourse_handler.html",
        errors=_errors(refusal, bool(able)),
        case_id=case_id,
        reference=g.case.reference,
        kind=kind,
        name=kind_word(kind),
        cycle={"id": cycle.id, "name": cycle_name(cycle)},
        stand=stand_word(found.stand),
        due=moment(found.due_at) if found.ended_at is None else None,
        handler=next((lead.name for lead in leads if lead.account_id == found.handler_id), None),
        open=found.stand in (Stand.ASKED, *HANDLED),
        replaces=found.stand in HANDLED,
        somebody=found.handler_id is not None,
        able=[{"value": lead.account_id, "label": lead.name} for lead in able],
        unable=[{"label": lead.name, "value": " ".join(str(UNABLE_WORDS[why]) for why in lead.unable)}
                for lead in leads if lead.unable],
        typed=request.form,
        least=MIN_REASONS,
        version=found.version,
        key=fresh_key(),
    )  # fmt: skip
