"""A file goes only after its candidate was asked, on a page that works without script."""

from flask import g, render_template, url_for

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.stages.submission.queries import find_evidence, is_open
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.overview import page_of_case
from reviewboard.web.candidate.steps import address
from reviewboard.web.door import fresh_key, now
from reviewboard.web.submission import size_word


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>/remove")
def ask_removal(case_id: str, evidence_id: str) -> str:
    """Ask whether this file is to go. Raises NotYours for a file that is not there."""
    cycle = cycle_at_hand()
    if not is_open(g.case, cycle, now()):
        return page_of_case()
    file = find_evidence(case_id, evidence_id)
    if file is None:
        raise NotYours()
    return render_template(
        "candidate/remove.html",
        **frame(cycle),
        name=file.file_name,
        about=f"{ending_of(file.media_type).upper()} · {size_word(file.size)}",
        action=url_for("candidate.remove_evidence", case_id=case_id, evidence_id=evidence_id),
        back=address(case_id, file.example_id or "", "evidence"),
        key=fresh_key(),
    )
