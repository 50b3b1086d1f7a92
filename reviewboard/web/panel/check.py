"""One sealed check beside the record, once a lead who took no part opens it, and what they note. The record stays as it is.

Fields: `follows` (nothing, training, anchor, told), `reasons`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import db
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.quality import actions
from reviewboard.quality.queries import finding_of, has_opened, note_of
from reviewboard.quality.refusals import FollowsUnknown
from reviewboard.quality.rules import MIN_NOTE, Follows, Gap
from reviewboard.quality.tables import Finding
from reviewboard.stages.consensus.comparison import passages, rating_view
from reviewboard.stages.consensus.sealed import as_outcome, sealed_check
from reviewboard.stages.rating.words import levels_of, outcome_view
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.submission.queries import examples_of
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.quality_view import follows_word, gap_word
from reviewboard.web.typed import given_back, text_in


@blueprint.get("/quality/<case_id>")
def check(case_id: str) -> str:
    """Show the check beside the record; before it is opened, what opening it means."""
    return _page(None, case_id)


@blueprint.post("/quality/<case_id>/open")
@writes
def open_check(case_id: str) -> Response:
    """Open the check."""
    actions.open_check(case_id=case_id, actor=me(), now=now())
    return redirect(url_for("panel.check", case_id=case_id))


@blueprint.post("/quality/<case_id>")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def note_check(case_id: str) -> Response:
    """Note what follows."""
    actions.note(
        case_id=case_id, follows=request.form.get("follows", ""), reasons=text_in(request.form, "reasons"), actor=me(),
        now=now(),
    )  # fmt: skip
    flash(_("Noted. The record is as it was."), "done")
    return redirect(url_for("panel.check", case_id=case_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    found, rating = finding_of(case_id), sealed_check(case_id)
    if found is None or rating is None or me().account_id in who_took_part(case_id):
        raise NotYours()
    if not has_opened(case_id, me()):
        return render_template("panel/check_closed.html", case=g.case, errors=_errors(refusal),
                               key=fresh_key(), **given_back(request.form))  # fmt: skip
    scale = scale_view(g.case.scale_version_id, locale())
    record = db.session.get_one(Record, found.record_id)
    noted = _noted(found)
    return render_template(
        "panel/check.html",
        case=g.case,
        levels=levels_of(scale),
        recorded={
            "outcome": outcome_view(as_outcome(record), scale), "reasons": record.reasons,
            "at": moment(record.recorded_at),
        },
        rating=rating_view(rating, scale, passages([rating], scale, [example.id for example in examples_of(case_id)])),
        found=gap_word(found.gap),
        found_at=moment(found.found_at),
        errors=_errors(refusal),
        least=MIN_NOTE,
        key=fresh_key(),
        choices=[{"value": one.value, "label": follows_word(one.value)} for one in Follows],
        noted=noted,
        open=found.gap != Gap.SAME and noted is None,
        **given_back(request.form),
    )  # fmt: skip


def _errors(refusal: Refusal | None) -> list[dict[str, Any]]:
    if refusal is None:
        return []
    field = ("follows" if isinstance(refusal, FollowsUnknown) else "reasons") if refusal.status == 422 else None
    return [{"field": field, "message": refusal.text}]


def _noted(found: Finding) -> dict[str, Any] | None:
    note = note_of(found.id)
    return {"follows": follows_word(note.follows), "reasons": note.reasons, "at": moment(note.noted_at)} if note else None
