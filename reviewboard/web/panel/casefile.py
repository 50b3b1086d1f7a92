"""The case file of a case of one’s panel, without names: asked for, followed, downloaded, read on screen."""

from werkzeug.wrappers import Response

from reviewboard.stages.casefile.rules import Reader
from reviewboard.web import casefile as shown
from reviewboard.web.door import writes
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.opening import note_opening


@blueprint.get("/cases/<case_id>/case-file")
def case_files(case_id: str) -> str:
    """Show which files there are of a case and how far those are that are being made."""
    return shown.files_page(Reader.LEAD)


@blueprint.post("/cases/<case_id>/case-file")
@writes
def ask_case_file(case_id: str) -> Response:
    """Ask for a file. Field: `variant`."""
    return shown.ask(Reader.LEAD)


@blueprint.get("/cases/<case_id>/case-file/page")
def case_file_page(case_id: str) -> str:
    """Show the file as a page; `variant` in the address."""
    shown.variant_asked()  # one that is none is refused before anything is entered
    note_opening(case_id, f"case_file:{case_id}")
    return shown.screen_page(Reader.LEAD)


@blueprint.get("/cases/<case_id>/case-file/<file_id>")
def case_file_download(case_id: str, file_id: str) -> Response:
    """Send one file that was made. Raises NotYours when it was made for somebody else."""
    return shown.download(Reader.LEAD, file_id)
