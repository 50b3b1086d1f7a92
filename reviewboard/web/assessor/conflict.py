"""The conflict check stands on a screen of its own, before the text: who the candidate is, and nothing they wrote.

Once the text is open a conflict may still be declared here, and the name is not shown again beside it.

Fields: `conflict` (yes, no), `kind` (supervisor, team, kin, dispute, declared), `note`. Stepping back: `reason`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.assignment.actions import declare as answer
from reviewboard.stages.assignment.actions import recuse as give_up
from reviewboard.stages.assignment.queries import candidate_card
from reviewboard.stages.assignment.refusals import ConflictContradicted, ConflictUnanswered
from reviewboard.stages.rating.actions import open_seat
from reviewboard.web.assessor import blueprint
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


@blueprint.get("/desk/<seat_id>/conflict")
def conflict(seat_id: str) -> str:
    """Ask whether there is a conflict of interest."""
    return _check(None, seat_id)


def _check(refusal: Refusal | None, seat_id: str) -> str:
    return render_template(
        "assessor/conflict.html",
        seat_id=seat_id,
        candidate=None if g.seat.cleared_at else candidate_card(g.case),
        due_at=moment(g.seat.due_at),
        kinds=kind_choices(),
        typed=request.form,
        problem=refusal.text if refusal else None,
        key=fresh_key(),
    )


def kind_choices() -> list[dict[str, str]]:
    """Return what may lie between a person and a candidate, as choices of a form; the last one is any other reason."""
    words = {
        ConflictKind.SUPERVISOR: _("One of us supervises the other, or did in the last two years"),
        ConflictKind.TEAM: _("We work in the same team, or did in the last two years"),
        ConflictKind.KIN: _("We are related, or close friends"),
        ConflictKind.DISPUTE: _("We have or had a dispute"),
        ConflictKind.DECLARED: _("Another reason"),
    }
    return [{"value": kind.value, "label": word} for kind, word in words.items()]


@blueprint.post("/desk/<seat_id>/conflict")
@refused_by(_check)
@writes
def declare(seat_id: str) -> Response:
    """Take the answer: the text opens, or the case goes to someone else."""
    said, kind = request.form.get("conflict"), request.form.get("kind", "")
    if said not in ("yes", "no"):
        raise ConflictUnanswered()
    if said == "no" and (kind or request.form.get("note", "").strip()):
        raise ConflictContradicted()
    answer(
        seat_id=seat_id, conflict=said == "yes", note=request.form.get("note", "")[:1000], actor=me(), now=now(),
        kind=ConflictKind(kind) if kind in set(ConflictKind) else ConflictKind.DECLARED,
    )  # fmt: skip
    if said == "yes":
        flash(_("The case has left your desk and goes to someone else. You will see nothing more of it."), "done")
        return redirect(url_for("assessor.queue"))
    open_seat(seat_id=seat_id, actor=me(), now=now())
    return redirect(url_for("assessor.rate", seat_id=seat_id))


@blueprint.get("/desk/<seat_id>/recuse")
def recuse_form(seat_id: str) -> str:
    """Ask why this assessor wants to step back."""
    return _step_back(None, seat_id)


def _step_back(refusal: Refusal | None, seat_id: str) -> str:
    return render_template(
        "assessor/recuse.html",
        seat_id=seat_id,
        back=url_for("assessor.rate" if g.seat.cleared_at else "assessor.queue", seat_id=seat_id),
        reason=request.form.get("reason", ""),
        problem=refusal.text if refusal else None,
        key=fresh_key(),
    )


@blueprint.post("/desk/<seat_id>/recuse")
@refused_by(_step_back)
@writes
def recuse(seat_id: str) -> Response:
    """Give the seat up; it is filled again."""
    give_up(seat_id=seat_id, reason=request.form.get("reason", "")[:2000], actor=me(), now=now())
    flash(_("You stepped back. The case has left your desk and goes to someone else."), "done")
    return redirect(url_for("assessor.queue"))
