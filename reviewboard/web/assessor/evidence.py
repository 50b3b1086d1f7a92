"""Evidence goes out as a download under a number: never shown in the board's own pages, never under its own name."""

from flask import g, send_file
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.folder import NotInVault, the_vault
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case
from reviewboard.web.assessor import blueprint
from reviewboard.web.submission import ending_of, evidence_numbers


@blueprint.get("/desk/<seat_id>/evidence/<evidence_id>")
def evidence(seat_id: str, evidence_id: str) -> Response:
    """Send one file of the case at hand. Raises NotYours when the case has no such file."""
    return send_evidence(g.case, evidence_id)


def send_evidence(case: Case, evidence_id: str) -> Response:
    """Return one file of a case as a download. Raises NotYours when the case has no such file."""
    files = evidence_of(case.id)
    numbers = evidence_numbers(examples_of(case.id), files)
    file = next((file for held in files.values() for file in held if file.id == evidence_id), None)
    if file is None:
        raise NotYours()
    try:
        stream = the_vault().open_stream(file.vault_key)
    except NotInVault as problem:
        raise NotYours() from problem
    name = f"{case.reference}-{numbers[file.id]}.{ending_of(file.media_type)}"
    answer = send_file(stream, mimetype=file.media_type, as_attachment=True, download_name=name, max_age=None)
    answer.content_length = file.size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
