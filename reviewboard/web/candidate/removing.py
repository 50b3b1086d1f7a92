"""A file goes only after its candidate was asked, on a page that works without script."""

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.submission.queries import find_evidence, is_open
from reviewboard.stages.submission.tables import Evidence
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.answer_view import is_waiting
from reviewboard.web.candidate.evidence import answer_file
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.overview import page_of_case
from reviewboard.web.candidate.steps import address
from reviewboard.web.door import fresh_key, now
from reviewboard.web.submission import size_word


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>/remove")
def ask_removal(case_id: str, evidence_id: str) -> str:
    """Ask whether this file of an example is to go. Raises NotYours for a file that is not there."""
    if not is_open(g.case, cycle_at_hand(), now()):
        return page_of_case()
    file = find_evidence(case_id, evidence_id)
    if file is None:
        raise NotYours()
    action = url_for("candidate.remove_evidence", case_id=case_id, evidence_id=evidence_id)
    return _asked(file, action, address(case_id, file.example_id or "", "evidence"), of_answer=False)


@blueprint.get("/my/cases/<case_id>/answer/evidence/<evidence_id>/remove")
def ask_removal_of_answer(case_id: str, evidence_id: str) -> str | Response:
    """Ask whether this file of an answer to the panel is to go. Raises NotYours for a file that is not there."""
    file, question = answer_file(case_id, evidence_id), question_of(case_id)
    back = url_for("candidate.answer", case_id=case_id)
    if question is None or not is_waiting(question, g.case, now()):
        return redirect(back)
    action = url_for("candidate.remove_answer_file", case_id=case_id, evidence_id=evidence_id)
    return _asked(file, action, back, of_answer=True)


def _asked(file: Evidence, action: str, back: str, *, of_answer: bool) -> str:
    return render_template(
        "candidate/remove.html",
        **frame(cycle_at_hand()),
        name=file.file_name,
        about=f"{ending_of(file.media_type).upper()} · {size_word(file.size)}",
        action=action,
        back=back,
        of_answer=of_answer,
        key=fresh_key(),
    )
