"""Evidence as every audience gets it: page by page as the board drew it. A file itself may name people in its metadata.

Each audience has its own addresses and asks its own right before any of this. The file itself is for its candidate, and
for an auditor, as a download.
"""

import io
import json
from collections.abc import Callable
from itertools import groupby
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, send_file, url_for
from flask_babel import gettext as _
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response

from previewer.reasons import Reason
from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.submission.check_words import left_out
from reviewboard.stages.submission.checking import UNDECIDED
from reviewboard.stages.submission.looking import Looked, find_preview, looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Evidence, EvidencePreview
from reviewboard.web.headers import SANDBOX
from reviewboard.web.submission import Places, answer_file_name, evidence_name, evidence_numbers
from reviewboard.web.typed import number_in

PICTURES = ("image", "thumbnail")
NUMBERS = range(1, 10**9)  # of pages: what an address may ask the database for


def show_pages(
    blueprint: Blueprint, under: str, *, back: str, of_answer: bool = False,
    first: Callable[[str], Response | None] | None = None,
) -> None:  # fmt: skip
    """Give an audience drawn evidence below an address that names its case or seat: a page of a file, and its pictures.

    `back` is the endpoint that a page leads back to, with the same arguments. `first` is asked with the file's id; what it
    returns is answered in the place of a page. Raises NotYours, then, where the case has no such file.
    """
    shelf = "answer_" if of_answer else ""

    def page(evidence_id: str, **ids: Any) -> str | Response:
        instead = first(evidence_id) if first else None
        leads = {"label": _("Back"), "href": url_for(f"{blueprint.name}.{back}", **ids)}
        return instead or evidence_page(g.case, evidence_id, Places(blueprint.name, ids, of_answer), leads)

    def picture(evidence_id: str, kind: str, number: int, **_ids: Any) -> Response:
        if first and first(evidence_id) is not None:
            raise NotYours()
        return send_picture(g.case, evidence_id, kind, number, of_answer=of_answer)

    blueprint.add_url_rule(f"{under}/<evidence_id>/page", f"{shelf}evidence_page", page)
    blueprint.add_url_rule(f"{under}/<evidence_id>/<kind>/<int:number>", f"{shelf}evidence_picture", picture)


def evidence_page(case: Case, evidence_id: str, places: Places, back: dict[str, str]) -> str:
    """Return one page of one file, as a page of its own or for its place in a list. `page` in the address counts from 1.

    `back` is {label, href}. Raises NotYours when the case has no such file, or the board shows none of it.
    """
    file, looked, number = accepted_file(case, evidence_id, of_answer=places.of_answer)
    if not looked.shown:
        raise NotYours()
    page = min(max(number_in(request.args, "page") or 1, 1), looked.shown)
    values = {
        "case": case, "file_id": file.id, "number": number, "page": page,
        "name": answer_file_name(number) if places.of_answer else evidence_name(number),
        "pages": looked.shown, "of_pages": bool(looked.images), "language": case.language,
        "picture": _picture(file.id, page, places) if looked.images else None,
        "text": _blocks(file.id, page), "left_out": left_out(looked.found), "whole": looked.pages,
        "previous": places.of("evidence_page", file.id, page=page - 1) if page > 1 else None,
        "next": places.of("evidence_page", file.id, page=page + 1) if page < looked.shown else None,
        "download": places.of("evidence", file.id) if places.audience == "candidate" else None, "back": back,
    }  # fmt: skip
    if htmx:
        return str(render_block("evidence/page.html", "shown", **values, in_place=True))
    return render_template("evidence/page.html", **values)


def accepted_file(case: Case, evidence_id: str, *, of_answer: bool) -> tuple[Evidence, Looked, int]:
    """Return a file that was checked and accepted, and the number it is shown under. Raises NotYours."""
    file, number = (_of_answer if of_answer else _of_submission)(case, evidence_id)
    looked = looked_at(case.id).get(evidence_id, Looked())
    if file is None or not looked.accepted:
        raise NotYours()
    return file, looked, number


def _of_submission(case: Case, evidence_id: str) -> tuple[Evidence | None, int]:
    files = evidence_of(case.id)
    file = next((file for held in files.values() for file in held if file.id == evidence_id), None)
    return file, evidence_numbers(examples_of(case.id), files).get(evidence_id, 0)


def _of_answer(case: Case, evidence_id: str) -> tuple[Evidence | None, int]:
    question = question_of(case.id)
    files = answer_files(question.id) if question else ()
    return next(((file, number) for number, file in enumerate(files, 1) if file.id == evidence_id), (None, 0))


def _picture(evidence_id: str, page: int, places: Places) -> dict[str, Any] | None:
    found = find_preview(evidence_id, "image", page)
    if found is None:
        return None
    src = places.of("evidence_picture", evidence_id, kind="image", number=page)
    return {"src": src, "width": found.width, "height": found.height}


def _blocks(evidence_id: str, page: int) -> list[dict[str, Any]]:
    """Return the text of a page, rows that follow one another as one table."""
    found = find_preview(evidence_id, "text", page)
    if found is None:
        return []
    blocks = json.loads(_bytes(found))
    shown: list[dict[str, Any]] = []
    for kind, together in groupby(blocks, key=lambda block: block[0]):
        said = [block[1] for block in together]
        shown += [{"kind": "table", "rows": said}] if kind == "row" else [{"kind": kind, "said": one} for one in said]
    return shown


def _bytes(preview: EvidencePreview) -> bytes:
    try:
        with the_vault().open_stream(preview.vault_key, preview.sha256) as stream:
            return stream.read()
    except NotInVault as problem:
        raise NotYours() from problem


def send_picture(case: Case, evidence_id: str, kind: str, number: int, *, of_answer: bool = False) -> Response:
    """Return one picture that the board drew. Raises NotYours when there is none such, or its file is not accepted."""
    _file, _looked, _number = accepted_file(case, evidence_id, of_answer=of_answer)
    found = find_preview(evidence_id, kind, number) if kind in PICTURES and number in NUMBERS else None
    if found is None:
        raise NotYours()
    answer = send_file(io.BytesIO(_bytes(found)), mimetype="image/jpeg", max_age=None)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def send_evidence(case: Case, evidence_id: str, *, of_answer: bool = False) -> Response:
    """Return one accepted file of a case as a download under its number. Raises NotYours when there is none such."""
    file, _looked, number = accepted_file(case, evidence_id, of_answer=of_answer)
    shelf = "a" if of_answer else ""
    return download(file, f"{case.reference}-{shelf}{number}.{ending_of(file.media_type)}")


def held_back(looked: Looked) -> bool:
    """Whether even its candidate may not have a file: the virus scanner was not asked yet, or found something."""
    waits = current_app.extensions["settings"].clamd_url is not None and looked.state in UNDECIDED
    return waits or looked.reason == Reason.INFECTED


def own_file(file: Evidence) -> Response:
    """Return a file to its candidate, as a download under its own name. Raises NotYours while it is held back."""
    if held_back(looked_at(file.case_id).get(file.id, Looked())):
        raise NotYours()
    return download(file, file.file_name)


def download(file: Evidence, name: str) -> Response:
    """Return the bytes of a file as a download under a name. Raises NotYours when the vault has lost them."""
    try:
        stream = the_vault().open_stream(file.vault_key, file.sha256)
    except NotInVault as problem:
        raise NotYours() from problem
    answer = send_file(stream, mimetype=file.media_type, as_attachment=True, download_name=name, max_age=None)
    answer.content_length = file.size
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
