"""The file of one's own data, sent as a download. No look at what is one's own is entered in the journal, nor is this one."""

from tempfile import SpooledTemporaryFile

from flask import make_response, send_file
from werkzeug.wrappers import Response

from reviewboard.web.headers import SANDBOX
from reviewboard.web.own_data import blueprint
from reviewboard.web.own_data.parts import all_parts
from reviewboard.web.own_data.writing import write_parts

NAME = "review-board-own-data.json"
IN_MEMORY = 1024 * 1024  # bytes; what is longer waits on the disk, and the database waits for no slow line


@blueprint.get("/account/data.json")
def download() -> Response:
    """Send what the board holds about the person who asks."""
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    write_parts(all_parts(), kept)
    size = kept.tell()
    kept.seek(0)
    answer = make_response(send_file(kept, mimetype="application/json", as_attachment=True, download_name=NAME, max_age=None))
    answer.content_length = size
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
