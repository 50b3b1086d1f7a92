"""The panel asks for one more thing: the question, an answer in words and files, a last look, or "nothing to add".

Fields: `answer`, `version` (of what is kept of the answer), `then` (check, once it is to be looked over); `file` (one or
more; multipart); `files` (which files the last look showed). A save by script gets the save state alone.
"""

from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import NotYours, Refusal, StaleWrite
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.refusals import NothingToHandIn, question_over
from reviewboard.stages.consensus.tables import Question
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.answer_view import answer_view, is_waiting
from reviewboard.web.candidate.filing import take_in_all, told
from reviewboard.web.candidate.frame import cycle_at_hand, frame, saved
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.typed import number_in, text_in


def _page(
    refusal: Refusal | None = None, *, case_id: str, refused_files: list[dict[str, str]] | None = None, **_more: str
) -> str:
    question = _the_question(case_id)
    typed = text_in(request.form, "answer") if refusal and "answer" in request.form else None
    return render_template(
        "candidate/answer.html", **frame(cycle_at_hand()), **answer_view(question, cycle_at_hand(), typed), key=fresh_key(),
        problem=refusal.text if refusal else None, refused_files=refused_files or [],
        other=question.answer if isinstance(refusal, StaleWrite) else None,
    )  # fmt: skip


def _not_saved(refusal: Refusal, case_id: str) -> str:
    if not htmx:
        return _page(refusal, case_id=case_id)
    stale = isinstance(refusal, StaleWrite)
    return _save_state("stale" if stale else "unsaved", number_in(request.form, "version"),
                       message=None if stale else refusal.text)  # fmt: skip


def _save_state(state: str, version: int | None, **more: Any) -> str:
    at = saved(now()) if state == "saved" else None
    return render_template("candidate/save_state.html", state=state, version=version, saved_at=at, **{"message": None, **more})


def _the_question(case_id: str) -> Question:
    question = question_of(case_id)
    if question is None:
        raise NotYours()
    return question


@blueprint.get("/my/cases/<case_id>/answer")
def answer(case_id: str) -> str:
    """Show what the panel asks, with the form of the answer while there is time, else with what was handed in."""
    return _page(case_id=case_id)


@blueprint.post("/my/cases/<case_id>/answer")
@refused_by(_not_saved)
@writes
def save_answer(case_id: str) -> Response | str:
    """Keep what is written; `then` = check goes on to the last look."""
    version = actions.save_answer(case_id=case_id, **_written(), actor=me(), now=now())
    if htmx:
        return _save_state("saved", version)
    if request.form.get("then") == "check":
        return redirect(url_for("candidate.check_answer", case_id=case_id))
    flash(_("Your answer is kept. It is not handed in yet."), "done")
    return redirect(url_for("candidate.answer", case_id=case_id))


def _written() -> dict[str, Any]:
    return {"answer": text_in(request.form, "answer"), "version": number_in(request.form, "version") or 0}


@blueprint.post("/my/cases/<case_id>/answer/evidence")
def add_answer_file(case_id: str) -> Any:
    """Take in the files of one form. Those that fit are kept even when others are refused; the answer names each."""
    question = _the_question(case_id)
    if not is_waiting(question, g.case, now()):
        refusal = question_over(question.ended_why)
        return _page(refusal, case_id=case_id), refusal.status
    refused = take_in_all(partial(actions.add_answer_file, case_id=case_id))
    if not refused:
        return redirect(url_for("candidate.answer", case_id=case_id))
    return _page(case_id=case_id, refused_files=told(refused)), refused[0][1].status


@blueprint.post("/my/cases/<case_id>/answer/evidence/<evidence_id>/remove")
@refused_by(_page)
@writes
def remove_answer_file(case_id: str, evidence_id: str) -> Response:
    """Take one file out of the answer."""
    actions.remove_answer_file(case_id=case_id, evidence_id=evidence_id, actor=me(), now=now())
    return redirect(url_for("candidate.answer", case_id=case_id))


@blueprint.get("/my/cases/<case_id>/answer/check")
def check_answer(case_id: str) -> str | Response:
    """Show the answer once more before it is handed in; with `nothing`, what it means to add nothing."""
    question = _the_question(case_id)
    view, nothing = answer_view(question, cycle_at_hand(), None), "nothing" in request.args
    if not view["waiting"]:
        return redirect(url_for("candidate.answer", case_id=case_id))
    if not (nothing or view["answer"].strip() or view["files"]):
        flash(NothingToHandIn().text, "due")
        return redirect(url_for("candidate.answer", case_id=case_id))
    return render_template(
        "candidate/answer_check.html", **frame(cycle_at_hand()), **view, nothing=nothing, key=fresh_key(),
    )  # fmt: skip


@blueprint.post("/my/cases/<case_id>/answer/hand-in")
@refused_by(_page)
@writes
def hand_in_answer(case_id: str) -> Response:
    """Hand the answer in, for good, as the last look showed it."""
    files = text_in(request.form, "files")
    actions.hand_in_answer(case_id=case_id, **_written(), files=files, actor=me(), now=now())
    flash(_("Your answer is in."), "done")
    return redirect(url_for("candidate.answer", case_id=case_id))


@blueprint.post("/my/cases/<case_id>/answer/nothing")
@refused_by(_page)
@writes
def add_nothing(case_id: str) -> Response:
    """Say that there is nothing to add."""
    actions.add_nothing(case_id=case_id, actor=me(), now=now())
    flash(_("The panel knows that you have nothing to add."), "done")
    return redirect(url_for("candidate.answer", case_id=case_id))
