"""A file sent in pieces, by scripts: begun, gone on with after any interruption, finished as if the form had sent it.

Modelled on Resumable Uploads for HTTP (draft-ietf-httpbis-resumable-upload) and tus 1.0: `Upload-Offset` says how much
is safe, a piece says where it belongs, and one that does not belong there is answered with where to go on.

| do | how | answers |
|---|---|---|
| begin, or go on | POST …/examples/<example_id>/uploads with `name`, `size` (bytes), `modified` | 201; 200 when some is here |
| send a piece | PATCH …/uploads/<upload_id>, `Upload-Offset`, the bytes (1 to 4 MB; the last may be less) | 200 |
| ask | GET or HEAD …/uploads/<upload_id> | 200 |
| finish | POST …/uploads/<upload_id>/finish with `sha256` of the whole file (64 hex digits) | 200; 422 refused |
| give up | POST …/uploads/<upload_id>/cancel | 200; a form is led back to its page |

Each answer is JSON: `href`, `state` (receiving, kept, refused), `offset`, `size`, `reason` where refused; a refusal is
`application/problem+json` with `detail` and `kind` (the refusal's name, such as WrongOffset). Of a piece that is refused
nothing is kept: 409 where it does not follow on, 411 where it does not say its length (a chunked body never does), 422
where its length is not one the board takes or its place is no number. Everything may be sent twice. Unknown and not
one's own are both 404.
"""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, jsonify, make_response, redirect, request, url_for
from flask_babel import lazy_gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Response

from reviewboard.extensions import db, limiter
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.vault.kept import CHUNK, NoRoom, NotInVault, StoreAway
from reviewboard.foundation.vault.parts import Part, forget_part, held_part
from reviewboard.foundation.vault.reasons import NotTaken, Reason
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.draft import why_closed
from reviewboard.stages.submission.refusals import (
    AlreadySubmitted,
    CaseWithdrawn,
    ExampleGone,
    NoDigest,
    NotAnOffset,
    NotASize,
    PastDeadline,
    PieceOfUnknownLength,
    PieceOfWrongSize,
    WrongOffset,
)
from reviewboard.stages.submission.rules import PIECE_MOST, piece_fits
from reviewboard.stages.submission.tables import Upload
from reviewboard.stages.submission.uploading import find_upload
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand
from reviewboard.web.candidate.steps import address
from reviewboard.web.door import me, now, writing
from reviewboard.web.numbers import whole_number

SIZE_DIGITS = 18
BEGINNINGS = "600 per hour"  # of one person: far more than anybody sends
OFFSET = "Upload-Offset"
PASSED_OVER_MOST = 2 * PIECE_MOST  # bytes; no request of ours is longer, so whoever sends more may lose the answer
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SAID: dict[type[Refusal], Any] = {
    PastDeadline: _("The deadline has passed, so this file was not kept."),
    AlreadySubmitted: _("Your submission is in, so this file was not kept."),
    CaseWithdrawn: _("You withdrew this submission, so this file was not kept."),
    ExampleGone: _("This example was removed, so this file was not kept."),
    StoreAway: _("The place where files are kept does not answer at the moment. What has arrived is safe, and the rest "
                 "follows by itself."),
    NoRoom: _("The board has no room left for files at the moment. What has arrived is safe, and the rest follows by "
              "itself once there is room. Tell your coordinator."),
}  # fmt: skip


def told_to_scripts(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer refusals of the view below as JSON; what is not there, or not the person's, stays the one plain 404."""

    @functools.wraps(view)
    def told(**arguments: Any) -> Any:
        try:
            return view(**arguments)
        except Refusal as refusal:
            db.session.rollback()
            _pass_over()
            if refusal.status == 404:
                raise
            answer = jsonify(detail=str(_SAID.get(type(refusal), refusal.text)), kind=type(refusal).__name__)
            answer.status_code, answer.mimetype = refusal.status, "application/problem+json"
            if (offset := _offset_now(arguments)) is not None:
                answer.headers[OFFSET] = str(offset)
            return answer

    return told


def _offset_now(arguments: dict[str, Any]) -> int | None:
    try:
        return find_upload(arguments["case_id"], arguments["upload_id"]).received
    except (KeyError, NotYours):
        return None


def _told(upload: Upload, status: int = 200) -> Response:
    """Answer how an upload stands."""
    state = "kept" if upload.evidence_id else "refused" if upload.refused else "receiving"
    where = url_for("candidate.upload_state", case_id=upload.case_id, upload_id=upload.id)
    said = {"href": where, "state": state, "offset": upload.received, "size": upload.size}
    if upload.refused:
        said["reason"] = NotTaken(Reason(upload.refused)).text
    answer = make_response(jsonify(said), status)
    answer.headers[OFFSET], answer.headers["Upload-Length"] = str(upload.received), str(upload.size)
    answer.headers["Location"] = where
    return answer


@blueprint.post("/my/cases/<case_id>/examples/<example_id>/uploads")
@limiter.limit(BEGINNINGS, key_func=lambda: current_user.get_id() or get_remote_address())
@told_to_scripts
def begin_upload(case_id: str, example_id: str) -> Response:
    """Begin to take in a file, or say how far the same one is."""
    size = whole_number(request.form.get("size"), digits=SIZE_DIGITS)
    if size is None:
        raise NotASize()
    with writing():
        upload = actions.begin_upload(
            case_id=case_id, example_id=example_id, file_name=request.form.get("name", ""), size=size,
            modified=request.form.get("modified", "")[:40], actor=me(), now=now(),
        )  # fmt: skip
        fresh = upload.received == 0
    return _told(upload, 201 if fresh else 200)


@blueprint.get("/my/cases/<case_id>/uploads/<upload_id>")
@told_to_scripts
def upload_state(case_id: str, upload_id: str) -> Response:
    """Say how far an upload is."""
    return _told(find_upload(case_id, upload_id))


@blueprint.patch("/my/cases/<case_id>/uploads/<upload_id>")
@told_to_scripts
def send_piece(case_id: str, upload_id: str) -> Response:
    """Take in one piece. It is read before anything is locked: whoever sends slowly holds up nobody."""
    upload, offset = find_upload(case_id, upload_id), whole_number(request.headers.get(OFFSET), digits=SIZE_DIGITS)
    if offset is None:
        raise NotAnOffset()
    _require_open(upload)
    if offset != upload.received:
        raise WrongOffset()
    if request.content_length is None:
        raise PieceOfUnknownLength()
    if not piece_fits(offset, request.content_length, upload.size):
        raise PieceOfWrongSize()
    key = upload.vault_key
    db.session.rollback()  # no connection is held while the line is slow
    piece = _read(request.content_length)
    with _held(key) as part:
        upload = find_upload(case_id, upload_id)
        if upload.settled_at or upload.received != offset:
            raise WrongOffset()
        part.write(offset, piece)
        with writing():
            actions.note_received(upload_id=upload_id, offset=offset, length=len(piece), now=now())
    return _told(find_upload(case_id, upload_id))


def _read(length: int) -> bytes:
    """Return the bytes of this request, or as many as came before the line was cut: they count as well."""
    read = bytearray()
    try:
        while len(read) < length and (some := request.stream.read(min(CHUNK, length - len(read)))):
            read += some
    except (ClientDisconnected, OSError):
        pass
    return bytes(read)


def _pass_over() -> None:
    """Read what is still to come of a refused piece: a line that is closed on its sender loses the answer."""
    if (request.content_length or 0) <= PASSED_OVER_MOST:
        left = PASSED_OVER_MOST
        while left > 0 and (some := _read(min(CHUNK, left))):
            left -= len(some)


@contextmanager
def _held(key: str) -> Iterator[Part]:
    """Hold the part of an upload. Raises NotYours where it is gone: given up, or swept away."""
    try:
        with held_part(the_vault(), key) as part:
            yield part
    except NotInVault as problem:
        raise NotYours() from problem


def _require_open(upload: Upload) -> None:
    if upload.settled_at is None and (refusal := why_closed(g.case, cycle_at_hand(), now())):
        raise refusal


@blueprint.post("/my/cases/<case_id>/uploads/<upload_id>/finish")
@told_to_scripts
def finish_upload(case_id: str, upload_id: str) -> Response:
    """Look at the whole file as the form's files are looked at, and file it with its example."""
    digest = request.form.get("sha256", "").strip().lower()
    if not _DIGEST.fullmatch(digest):
        raise NoDigest()
    upload = find_upload(case_id, upload_id)
    _require_open(upload)
    if upload.settled_at is None:
        key = upload.vault_key
        db.session.rollback()  # no connection is held while somebody else holds the part
        with _held(key) as part:
            upload = find_upload(case_id, upload_id)  # whoever held it before may have finished it
            if upload.settled_at is None:
                actions.settle_upload(upload=upload, part=part, digest=digest, actor=me(), now=now())
        upload = find_upload(case_id, upload_id)
    if upload.refused:
        raise NotTaken(Reason(upload.refused))
    return _told(upload)


@blueprint.post("/my/cases/<case_id>/uploads/<upload_id>/cancel")
@told_to_scripts
def cancel_upload(case_id: str, upload_id: str) -> Response:
    """Give up an upload, from a script or by the form on the page."""
    example_id = request.form.get("example")
    with writing():
        key = actions.cancel_upload(case_id=case_id, upload_id=upload_id)
    if key is not None:
        forget_part(the_vault(), key)
    return redirect(address(case_id, example_id, "evidence")) if example_id else jsonify(state="given up")
