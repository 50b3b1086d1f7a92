"""Saving and citing: every answer keeps what was typed, also when it cannot be taken."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.rating.actions import Cited, Saved, add_citation, remove_citation, save_draft
from reviewboard.stages.rating.queries import own_rating
from reviewboard.stages.rating.refusals import PassageAmbiguous, PassageRefused, RatingAlreadySealed
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.form import fields_of, fields_typed, read_passage, read_rating, version_in
from reviewboard.web.assessor.page import besides, dimension_keys, needed, rating_facts, show_desk
from reviewboard.web.assessor.text import place_choices
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import saved_moment
from reviewboard.web.language import locale


def _refused(refusal: Refusal, seat_id: str) -> Any:
    """Show the desk again with what was typed. A window that an autosave, or a passage by script, finds out of date or sealed
    gets one quiet line and keeps its version: its next autosave must not overwrite what it has not seen."""
    if htmx and (request.endpoint == "assessor.save" or isinstance(refusal, StaleWrite | RatingAlreadySealed)):
        return _told_beside_save(refusal)
    keys = dimension_keys()
    typed = fields_typed(request.form, keys) if "reasons" in request.form else None
    is_cite = isinstance(refusal, PassageRefused)
    return show_desk(
        seat_id,
        typed=typed,
        cite=_cite_typed(),
        problem="" if is_cite else refusal.text,
        cite_problem=refusal.text if is_cite else "",
        places=place_choices(refusal.places) if isinstance(refusal, PassageAmbiguous) else (),
        kept=_other_text(seat_id, typed, keys) if isinstance(refusal, StaleWrite) else _kept_beside_seal(typed),
        tells_saved=not htmx,
    )


def _cite_typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("example", "field", "quote", "dimension", "level", "note")}


def _told_beside_save(refusal: Refusal) -> Response:
    stale = isinstance(refusal, StaleWrite)
    page = render_template(
        "assessor/saved.html", state="stale" if stale else "unsaved", message=None if stale else refusal.text,
        version=version_in(request.form), saved_at=None, needed=None, boxed=request.endpoint != "assessor.save",
    )  # fmt: skip
    return make_response(page)


def _other_text(seat_id: str, typed: dict[str, str] | None, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what is stored, where it differs from what was typed."""
    own = own_rating(seat_id)
    stored = fields_of(own.draft, keys)
    differing = {f"#{name}" for name, text in stored.items() if typed is not None and typed[name] != text}
    facts = rating_facts(own, scale_view(g.case.scale_version_id, locale()), change="")
    return [{**fact, "change": None} for fact in facts if fact["change"]["href"] in differing]


def _kept_beside_seal(typed: dict[str, str] | None) -> list[dict[str, Any]]:
    """Return what was typed, for a page that has no form any more to hold it."""
    if typed is None or g.seat.sealed_at is None:
        return []
    return [{"label": name, "value": text, "long": True} for name, text in typed.items() if len(text) > 20]


def _save(seat_id: str) -> Saved:
    return save_draft(
        seat_id=seat_id, version=version_in(request.form), typed=read_rating(request.form),
        actor=me(), now=now(),
    )  # fmt: skip


def _save_what_came_along(seat_id: str) -> None:
    """A passage is sent with the whole form where scripts do not run: nothing typed is lost to it."""
    if "version" in request.form and "reasons" in request.form:
        _save(seat_id)


@blueprint.post("/desk/<seat_id>/draft")
@refused_by(_refused)
@writes
def save(seat_id: str) -> Response | str:
    """Save the draft. Where scripts do not run `then` says which button was pressed: review, cite, or uncite:ID."""
    saved = _save(seat_id)
    if htmx:
        scale = scale_view(g.case.scale_version_id, locale())
        return render_template(
            "assessor/saved.html", state="saved", message=None, version=saved.version, saved_at=saved_moment(now()),
            needed=needed(saved.missing, scale), besides=besides(saved.thin, scale), boxed=False,
        )  # fmt: skip
    cited = None
    then, _colon, citation_id = request.form.get("then", "").partition(":")
    if then == "review" and request.form.get("quote", "").strip():
        return _ask_about_the_words(seat_id)
    if request.form.get("quote", "").strip() or then == "cite":
        cited = add_citation(seat_id=seat_id, **read_passage(request.form), actor=me(), now=now())
    if then == "uncite":
        remove_citation(seat_id=seat_id, citation_id=citation_id, actor=me(), now=now())
    if then == "review":
        return redirect(url_for("assessor.review", seat_id=seat_id))
    if then in ("cite", "uncite"):
        return _passages(seat_id, cited)
    flash(_("Your draft is saved."), "done")
    return redirect(url_for("assessor.rate", seat_id=seat_id, _anchor="pane-three"))


def _ask_about_the_words(seat_id: str) -> Response:
    """Words that wait in "Add a passage" become no citation on the way to the seal: the rating is saved, the person asked."""
    said = _("These words are no passage yet. Add the passage, or empty the field, then review and seal. The rest is saved.")
    return make_response(show_desk(seat_id, cite=_cite_typed(), cite_problem=said), HTTPStatus.UNPROCESSABLE_ENTITY)


@blueprint.post("/desk/<seat_id>/citations")
@refused_by(_refused)
@writes
def cite(seat_id: str) -> Response:
    """Cite a passage."""
    _save_what_came_along(seat_id)
    return _passages(seat_id, add_citation(seat_id=seat_id, **read_passage(request.form), actor=me(), now=now()))


@blueprint.post("/desk/<seat_id>/citations/remove")
@refused_by(_refused)
@writes
def uncite(seat_id: str) -> Response:
    """Take a passage out again."""
    _save_what_came_along(seat_id)
    citation_id = request.form.get("citation") or request.form.get("then", "").removeprefix("uncite:")
    remove_citation(seat_id=seat_id, citation_id=citation_id, actor=me(), now=now())
    return _passages(seat_id)


def _passages(seat_id: str, cited: Cited | None = None) -> Response:
    there = cited.id if cited and cited.unchanged else None  # the page says that it was there already
    return redirect(url_for("assessor.rate", seat_id=seat_id, there=there, _anchor="passages"))
