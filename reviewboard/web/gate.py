"""The gate stands before every view: who asks, for what, and may they. Unknown and forbidden get one answer."""

from flask import Flask, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from reviewboard.extensions import csrf, db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.facts import case_facts
from reviewboard.stages.submission.tables import Case
from reviewboard.web.access_list import PUBLIC, Access, routes
from reviewboard.web.door import answered_before, me

NUL = "\x00"  # no person types it, and PostgreSQL keeps no text that holds it
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Put the gate before every view of app."""
    app.extensions["access"] = routes()
    app.before_request(pass_gate)
    app.jinja_env.globals["may"] = lambda permission, subject=None: may(me(), permission, subject)


def pass_gate() -> Response | None:
    """Let the request through, send it to sign-in, or raise NotYours. Sets g.case, g.seat, g.cycle and g.facts.

    An act repeated under its key gets its first answer, also where that act ended the right to it.
    """
    from flask import current_app

    if request.endpoint is None or NUL in request.path:
        raise NotFound()
    if any(NUL in text for _name, texts in request.values.lists() for text in texts):
        raise BadRequest()
    access: Access = current_app.extensions["access"][request.endpoint]
    if request.method not in SAFE_METHODS:
        csrf.protect()
    if access == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None))
    try:
        g.facts = _subject(access, me())
        if may(me(), access.permission, g.facts):
            return None
        raise NotYours()
    except NotYours:
        answer = answered_before() if request.method not in SAFE_METHODS else None
        if answer is None:
            raise
        return answer


def _subject(access: Access, person: Principal) -> object:
    arguments = request.view_args or {}
    match access.subject:
        case "case":
            g.case = db.session.get(Case, arguments["case_id"])
            if g.case is None:
                raise NotYours()
            return case_facts(g.case, person)
        case "seat":
            found = db.session.execute(
                select(Seat, Case)
                .join(Case, Case.id == Seat.case_id)
                .where(Seat.id == arguments["seat_id"], Seat.assessor_id == person.account_id, Seat.ended_at.is_(None))
            ).one_or_none()
            if found is None:
                raise NotYours()
            g.seat, g.case = found
            return case_facts(g.case, person)
        case "cycle":
            g.cycle = db.session.get(Cycle, arguments["cycle_id"])
            if g.cycle is None:
                raise NotYours()
            return CycleFacts(g.cycle.id, g.cycle.state)
        case _:
            return None
