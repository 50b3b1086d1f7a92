"""What the pages of an answer to the panel show, prepared."""

from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import lazy_gettext as _

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.consensus.supplement import answer_files, shown_as
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.submission.check_words import what_to_do, why_refused
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.queries import limits_of
from reviewboard.stages.submission.tables import Case, Evidence
from reviewboard.stages.workflow import State
from reviewboard.web.candidate.frame import saved
from reviewboard.web.door import now
from reviewboard.web.evidence import held_back
from reviewboard.web.filters import moment
from reviewboard.web.submission import Places, about_file, waits

_ENDED: dict[tuple[str, bool], Any] = {
    ("answered", True): _("Your answer is in. The panel reads it beside your submission, which stays as you handed it in."),
    ("clock", True): _("The time ended. What you had written or sent by then was handed in as it stood."),
    ("clock", False): _("The time ended without an answer. Nothing is held against you for that."),
    ("nothing", False): _("You said that you have nothing to add. Nothing is held against you for that."),
    ("withdrawn", False): _("You withdrew your submission, so no answer is needed any more."),
}


def is_waiting(question: Question, case: Case, at: datetime) -> bool:
    """Whether the answer may still be written."""
    return case.state == State.ASKED and question.ended_at is None and question.due_at > at


def answer_view(question: Question, cycle: Cycle, typed: str | None) -> dict[str, Any]:
    """Return what the pages of an answer show. `typed` takes the place of what is kept of it while the answer may be written.

    Afterwards it stands apart, as `stray`: it is no part of what the panel reads.
    """
    waiting, limits = is_waiting(question, g.case, now()), limits_of(cycle)
    looked, held = looked_at(g.case.id), answer_files(question.id)
    files = [_file(file, looked.get(file.id, Looked()), removable=waiting) for file in held]
    ended = question.ended_why or "clock"
    return {
        "question": question.question,
        "waiting": waiting,
        "due": moment(question.due_at),
        "answer": typed if waiting and typed is not None else question.answer,
        "stray": typed if not waiting and typed and typed != question.answer.strip() else None,
        "version": question.version,
        "saved_at": saved(question.saved_at) if question.saved_at else None,
        "ended": None if waiting else str(_ENDED[ended, question.digest is not None]),
        "ended_at": moment(question.ended_at),
        "digest": question.digest,
        "files": files,
        "files_shown": shown_as(held),
        "checking": any(file["state"] == "checking" for file in files),
        "limits": limits,
        "may_file": waiting and sum(file["state"] != "refused" for file in files) < limits.files_max,
    }


def _file(file: Evidence, looked: Looked, *, removable: bool) -> dict[str, Any]:
    places = Places("candidate", {"case_id": file.case_id}, of_answer=True)
    remove = {"href": url_for("candidate.ask_removal_of_answer", case_id=file.case_id, evidence_id=file.id)}
    return {
        "id": file.id,
        "name": file.file_name,
        "download": None if held_back(looked) else places.of("evidence", file.id),
        "remove": remove if removable else None,
        **about_file(file, looked, places),
        "note": _note(looked, removable=removable),
    }


def _note(looked: Looked, *, removable: bool) -> str | None:
    if not looked.reason:
        return waits(looked)
    return f"{why_refused(looked.reason)} {what_to_do(looked.reason) if removable else ''}"
