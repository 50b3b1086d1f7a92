"""The consensus room: two raters read both sealed ratings, talk, and keep or move, one dimension at a time.

Fields: `body` (a message). Of a move: `version` (how many moves were seen), `topic` ("outcome" or a dimension's key),
`stand` (keep, move), `level` for a dimension, `outcome` and `competency` for the outcome (see `web.outcomes`),
`reason`, `citation` (a passage's id, or empty), `confirm` (yes, once the person saw that the move ends the
discussion). Of handing the case to the lead, and of leaving: `reason`; of leaving also `kind`, of a conflict. The page
itself takes `topic` and a choice of a move to begin with, its living part `seen`, the version of the case that is shown.
"""

from collections.abc import Mapping

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.actions import Wish
from reviewboard.stages.consensus.queries import OUTCOME
from reviewboard.stages.consensus.refusals import EndsDiscussion, NotOnThisScale
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import Outcome
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.conflict import kind_choices
from reviewboard.web.assessor.room_view import ending_view, live_view, load, room_view
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.outcomes import read_outcome
from reviewboard.web.typed import given_back, number_in, text_in

CHOICES = ("level", "outcome", "competency")  # of a move, by field
LATEST = "latest"  # the anchor of the newest entry
# where an error in what was sent is shown
WRONG_FIELD = {"assessor.say": "body", "assessor.move": "reason", "assessor.escalate": "hand-reason",
               "assessor.stand_aside": "leave-reason"}  # fmt: skip


@blueprint.get("/desk/rooms/<case_id>")
def room(case_id: str) -> str:
    """Show the room: both ratings, what was said since, and what one may add."""
    return _page(None, case_id)


@blueprint.get("/desk/rooms/<case_id>/live")
def room_live(case_id: str) -> str | Response:
    """Show the living part of the room, or nothing (204) when the case is as it was seen."""
    if number_in(request.args, "seen") == g.case.version:
        return Response(status=204)
    return render_block("assessor/room.html", "live", **live_view(load(g.case, me()), me()))


@blueprint.post("/desk/rooms/<case_id>/messages")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def say(case_id: str) -> Response:
    """Add a message."""
    actions.say(case_id=case_id, body=text_in(request.form, "body"), actor=me(), now=now())
    return redirect(url_for("assessor.room", case_id=case_id, _anchor=LATEST))


@blueprint.post("/desk/rooms/<case_id>/moves")
@refused_by(lambda refusal, case_id: _after_move(refusal, case_id))
@writes
def move(case_id: str) -> Response:
    """Enter a change of mind or a stand kept."""
    actions.move(
        case_id=case_id, wish=_wish(), version=number_in(request.form, "version") or 0, actor=me(), now=now(),
        confirmed=request.form.get("confirm") == "yes",
    )  # fmt: skip
    return redirect(url_for("assessor.room", case_id=case_id, topic=request.form.get("topic"), _anchor=LATEST))


@blueprint.post("/desk/rooms/<case_id>/escalation")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def escalate(case_id: str) -> Response:
    """Hand the case to the panel lead."""
    actions.escalate(case_id=case_id, reason=text_in(request.form, "reason"), actor=me(), now=now())
    flash(_("The case is with the panel lead now."), "done")
    return redirect(url_for("assessor.room", case_id=case_id))


@blueprint.post("/desk/rooms/<case_id>/leaving")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def stand_aside(case_id: str) -> Response:
    """Leave the discussion: it ends, and a panel lead decides."""
    kind = request.form.get("kind", "")
    conflict = ConflictKind(kind) if kind in list(ConflictKind) else None
    reason = text_in(request.form, "reason")
    actions.stand_aside(case_id=case_id, reason=reason, kind=conflict, actor=me(), now=now())
    flash(_("You left the discussion. A panel lead decides the case."), "done")
    return redirect(url_for("assessor.queue"))


def _wish() -> Wish:
    topic = request.form.get("topic", "")
    chosen: Outcome | int | None = read_outcome(request.form) if topic == OUTCOME else number_in(request.form, "level")
    keeps = request.form.get("stand") == "keep"
    if chosen is None and not keeps:
        raise NotOnThisScale()
    reason, citation_id = text_in(request.form, "reason"), text_in(request.form, "citation") or None
    return Wish(topic, None if keeps else chosen, reason, citation_id, beside=chosen)


def _page(refusal: Refusal | None, case_id: str) -> str:
    _still_mine()
    topic = request.values.get("topic", "")
    wrong = WRONG_FIELD.get(request.endpoint or "")
    return render_template(
        "assessor/room.html", refusal=refusal, wrong=wrong, **given_back(request.form), key=fresh_key(),
        kinds=kind_choices(), moved=request.form if wrong == "reason" else _chosen(request.args),
        **room_view(load(g.case, me()), me(), topic),
    )  # fmt: skip


def _chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen before the page that asks once more: the way back names it, and nothing is entered by it."""
    return {name: asked[name] for name in CHOICES if name in asked}


def _after_move(refusal: Refusal, case_id: str) -> str:
    if not isinstance(refusal, EndsDiscussion):
        return _page(refusal, case_id)
    _still_mine()
    names = ("version", "topic", "stand", *CHOICES, "reason", "citation")
    fields = {name: request.form[name] for name in names if name in request.form}
    return render_template("assessor/room_confirm.html", fields={**fields, "confirm": "yes"}, key=fresh_key(),
                           case_id=case_id, reason=fields.get("reason", ""), chosen=_chosen(fields),
                           **ending_view(refusal.ending, g.case))  # fmt: skip


def _still_mine() -> None:
    """Look again at the rights: what was refused may have been, because they ended. Raises NotYours."""
    g.facts = case_facts(g.case, me())
    require(me(), "room.read", g.facts)
