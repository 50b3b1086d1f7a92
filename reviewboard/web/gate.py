"""The gate stands before every view: who asks, for what, and may they. Unknown and forbidden get one answer."""

from flask import Flask, current_app, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy import Boolean, Select, bindparam, or_, select
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from reviewboard.extensions import csrf, db, htmx
from reviewboard.foundation.access.facts import CaseFacts, CycleFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.facts import case_facts
from reviewboard.stages.submission.tables import Case
from reviewboard.web.access_list import PUBLIC, Access, routes
from reviewboard.web.door import answered_before, me
from reviewboard.web.errors import signed_out, typed_words
from reviewboard.web.navigation import page_before
from reviewboard.web.needed_step import stopped_without_second_step
from reviewboard.web.origin import sent_from_here

NUL = "\x00"  # no person types it, and PostgreSQL keeps no text that holds it
FILES_LONGEST = 256 * 1024 * 1024  # bytes of one form with files: the largest file a cycle may ask for, and its wrapping
_OWN_SEAT = (
    select(Seat, Case)
    .join(Case, Case.id == Seat.case_id)
    .where(Seat.id == bindparam("seat_id"), Seat.assessor_id == bindparam("person_id"))
)
_LIVE_SEAT, _LEFT_SEAT = _OWN_SEAT.where(Seat.ended_at.is_(None)), _OWN_SEAT.where(Seat.ended_at.is_not(None))
_LOOKED_AFTER = select(Membership.cycle_id).where(
    Membership.account_id == bindparam("person_id"), Membership.role.in_([Role.LEAD.value, Role.COORDINATOR.value])
)
_NEAR = select(Case).where(
    Case.id == bindparam("case_id"),
    or_(
        Case.candidate_id == bindparam("person_id"),
        Case.cycle_id.in_(_LOOKED_AFTER),
        select(Seat.id).where(Seat.case_id == Case.id, Seat.assessor_id == bindparam("person_id")).exists(),
        bindparam("auditor", type_=Boolean),
    ),
)
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
    if NUL in request.path:
        raise NotFound()
    if request.endpoint is None:
        raise request.routing_exception if isinstance(request.routing_exception, MethodNotAllowed) else NotFound()
    access: Access = current_app.extensions["access"][request.endpoint]
    somebody = access != PUBLIC and current_user.is_authenticated
    allowed = somebody and _may(access)
    if somebody and access.files:
        _bound_form(allowed)
    if any(NUL in text for name, texts in request.values.lists() if name not in access.tidies for text in texts):
        raise BadRequest()
    if request.method not in SAFE_METHODS:
        if not sent_from_here():
            raise CSRFError()
        csrf.protect()
    if access == PUBLIC:
        return None
    if not somebody:
        return _signed_out()
    if request.blueprint != "account" and (stopped := stopped_without_second_step(me())) is not None:
        return stopped
    if allowed:
        return None
    answer = answered_before() if request.method not in SAFE_METHODS else None
    if answer is None:
        raise NotYours()
    return answer


def _may(access: Access) -> bool:
    """Whether the person at hand holds the right that this page asks for, on what its address names."""
    try:
        g.facts = _subject(access, me())
    except NotYours:
        return False
    return may(me(), access.permission, g.facts)


def _bound_form(allowed: bool) -> None:
    """Let a form with files be long; of whoever may not send it nothing is read that no other form could hold."""
    if allowed:
        request.max_content_length = FILES_LONGEST
    elif (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]:
        raise NotYours()


def _signed_out() -> Response:
    """Send a visitor to sign in, and from there to the page they were at. A plain form that held words gives them back."""
    onward = request.full_path.rstrip("?") if request.method == "GET" else page_before()
    if request.method in SAFE_METHODS or htmx or not typed_words():
        if request.method not in SAFE_METHODS and not htmx:
            flash(_("You were signed out, so this was not done. Sign in and you come back; what was saved is there."), "due")
        return redirect(url_for("account.sign_in", next=onward))
    return make_response(*signed_out())


def _subject(access: Access, person: Principal) -> object:
    arguments = request.view_args or {}
    match access.subject:
        case "case":
            g.case = _case_near(person, arguments["case_id"])
            return case_facts(g.case, person)
        case "seat":
            return _seat_of(person, _LIVE_SEAT, arguments["seat_id"])
        case "left_seat":
            return _seat_of(person, _LEFT_SEAT, arguments["left_seat_id"])
        case "cycle":
            g.cycle = db.session.get(Cycle, arguments["cycle_id"])
            if g.cycle is None:
                raise NotYours()
            return CycleFacts(g.cycle.id, g.cycle.state)
        case _:
            return None


def _case_near(person: Principal, case_id: str) -> Case:
    """Return a case on which a person can hold a right at all: of theirs, of a cycle they look after, where they sat, or any
    to an auditor. Raises NotYours, for a case that is not near and one that never was by the same statements, in the same time.
    """
    whose = {"case_id": case_id, "person_id": person.account_id, "auditor": person.auditor}
    found = db.session.execute(_NEAR, whose).scalar_one_or_none()
    if found is None:
        case_facts(Case(id=case_id, cycle_id="", candidate_id="", state=""), person)
        raise NotYours()
    return found


def _seat_of(person: Principal, seat: Select[Seat, Case], seat_id: str) -> CaseFacts:
    """Return the facts of the case of the person's own seat, with both at hand. Raises NotYours where there is none."""
    found = db.session.execute(seat, {"seat_id": seat_id, "person_id": person.account_id}).one_or_none()
    if found is None:
        raise NotYours()
    g.seat, g.case = found
    return case_facts(g.case, person)
