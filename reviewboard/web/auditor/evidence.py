"""Evidence for an auditor: drawn page by page, or the file itself. Each opening is entered before anything is shown."""

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.database import transaction
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.auditing import is_being_read, read_as_auditor
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.supplement import answer_files, is_handed_in
from reviewboard.web.auditor import blueprint
from reviewboard.web.door import me, now
from reviewboard.web.evidence import accepted_file, send_evidence, show_pages


@blueprint.post("/audit/cases/<case_id>/evidence/<evidence_id>/page")
def open_pages(case_id: str, evidence_id: str) -> Response:
    """Enter that one file is read, then lead to its pages."""
    of_answer = _of_answer(case_id, evidence_id)
    accepted_file(g.case, evidence_id, of_answer=of_answer)
    with transaction():
        read_as_auditor(case_id=case_id, evidence_id=evidence_id, actor=me(), now=now())
    pages = "auditor.answer_evidence_page" if of_answer else "auditor.evidence_page"
    return redirect(url_for(pages, case_id=case_id, evidence_id=evidence_id))


@blueprint.post("/audit/cases/<case_id>/evidence/<evidence_id>")
def evidence(case_id: str, evidence_id: str) -> Response:
    """Enter that one file is read, then hand it out."""
    with transaction():
        case = read_as_auditor(case_id=case_id, evidence_id=evidence_id, actor=me(), now=now())
        answer = send_evidence(case, evidence_id, of_answer=_of_answer(case_id, evidence_id))
    return answer


def _of_answer(case_id: str, evidence_id: str) -> bool:
    """Whether the file is one of the candidate's answer. Raises NotYours for one of an answer that is not handed in."""
    question = question_of(case_id)
    if question is None or all(file.id != evidence_id for file in answer_files(question.id)):
        return False
    if not is_handed_in(case_id):
        raise NotYours()
    return True


def _entered(evidence_id: str) -> Response | None:
    if is_being_read(case_id=g.case.id, evidence_id=evidence_id, actor=me(), now=now()):
        return None
    flash(_("Open the file from the content of the case: each reading is entered in the journal."), "due")
    return redirect(url_for("auditor.case", case_id=g.case.id))


show_pages(blueprint, "/audit/cases/<case_id>/evidence", back="case", first=_entered)
show_pages(blueprint, "/audit/cases/<case_id>/answer", back="case", of_answer=True, first=_entered)
