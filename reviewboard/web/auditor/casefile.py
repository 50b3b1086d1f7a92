"""The case file of a case, for an auditor: asked for, followed, downloaded, read on screen."""

from werkzeug.wrappers import Response

from reviewboard.foundation.database import transaction
from reviewboard.stages.auditing import read_as_auditor
from reviewboard.stages.casefile.rules import Reader
from reviewboard.web import casefile as shown
from reviewboard.web.auditor import blueprint
from reviewboard.web.door import me, now, writes


@blueprint.get("/audit/cases/<case_id>/case-file")
def case_files(case_id: str) -> str:
    """Show which files there are of a case and how far those are that are being made."""
    return shown.files_page(Reader.AUDITOR)


@blueprint.post("/audit/cases/<case_id>/case-file")
@writes
def ask_case_file(case_id: str) -> Response:
    """Ask for a file. Field: `variant`."""
    return shown.ask(Reader.AUDITOR)


@blueprint.post("/audit/cases/<case_id>/case-file/page")
def case_file_page(case_id: str) -> str:
    """Enter that the case is read, then show the file as a page. Field: `variant`."""
    with transaction():
        read_as_auditor(case_id=case_id, actor=me(), now=now())
    return shown.screen_page(Reader.AUDITOR)


@blueprint.get("/audit/cases/<case_id>/case-file/<file_id>")
def case_file_download(case_id: str, file_id: str) -> Response:
    """Send one file that was made. Raises NotYours when it was made for somebody else."""
    return shown.download(Reader.AUDITOR, file_id)
