"""The case file as every audience gets it: asked for, followed while it is made, downloaded, or read on screen.

Each audience has its own addresses and its own right. Fields of the form: `variant` (whole, redacted). A file is the
asker's own: nobody downloads what was made for somebody else.
"""

from typing import Any

from flask import g, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.stages.casefile.asking import ask_case_file, variant_called
from reviewboard.stages.casefile.document import as_fragment, language_of, prepare
from reviewboard.stages.casefile.queries import case_file_vault, files_of, find_file
from reviewboard.stages.casefile.rules import UNDER_WAY, FileState, Reader, Variant
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.submission.tables import Case
from reviewboard.web.door import fresh_key, me, now
from reviewboard.web.filters import moment
from reviewboard.web.headers import SANDBOX
from reviewboard.web.submission import size_word
from reviewboard.web.typed import text_in

AUDIENCES = {Reader.CANDIDATE: "candidate", Reader.LEAD: "panel", Reader.AUDITOR: "auditor"}


def files_page(reader: Reader) -> str:
    """Return the page of a case's files: what may be asked for, what is made, how far the rest is. Two statements."""
    case: Case = g.case
    audience = AUDIENCES[reader]
    files = [_row(file, audience) for file in files_of(case.id, me().account_id, reader)]
    values = {
        "reference": case.reference,
        "language": {"fr": _("French"), "en": _("English")}[language_of(case)],
        "ask": url_for(f"{audience}.ask_case_file", case_id=case.id),
        "read": url_for(f"{audience}.case_file_page", case_id=case.id),
        "here": url_for(f"{audience}.case_files", case_id=case.id),
        "back": url_for(f"{audience}.case", case_id=case.id),
        "logged": reader is Reader.AUDITOR,
        "variants": [(variant.value, _variant(variant), _said_of(variant)) for variant in Variant],
        "files": files,
        "under_way": any(file["under_way"] for file in files),
        "key": fresh_key(),
    }
    if htmx:
        return str(render_block("casefile/files.html", "made", **values))
    return render_template("casefile/files.html", **values)


def _row(file: CaseFile, audience: str) -> dict[str, Any]:
    state = FileState(file.state)
    ready = state is FileState.READY
    href = url_for(f"{audience}.case_file_download", case_id=file.case_id, file_id=file.id)
    return {
        "id": file.id,
        "name": _variant(Variant(file.variant)),
        "asked": moment(file.asked_at),
        "under_way": state in UNDER_WAY,
        "failed": state is FileState.FAILED,
        "progress": file.progress,
        "download": href if ready else None,
        "size": size_word(file.size) if ready and file.size else None,
        "sha256": file.sha256 if ready else None,
        "until": moment(file.expires_at),
    }


def _variant(variant: Variant) -> str:
    return {Variant.WHOLE: _("The whole case file"), Variant.REDACTED: _("The redacted case file")}[variant]


def _said_of(variant: Variant) -> str:
    return {
        Variant.WHOLE: _("Every text as it was written."),
        Variant.REDACTED: _("Without anybody’s name, and without what the board takes for personal data of others."),
    }[variant]


def ask(reader: Reader) -> Response:
    """Ask for a file, and go back to the page of files. Part of a transaction."""
    ask_case_file(
        case_id=g.case.id, reader=reader, variant=text_in(request.form, "variant"), actor=me(), now=now()
    )
    return redirect(url_for(f"{AUDIENCES[reader]}.case_files", case_id=g.case.id), 303)


def screen_page(reader: Reader) -> str:
    """Return the file as a page, as it is at this moment: `variant` says which, whole where it is not said.

    Raises UnknownVariant.
    """
    document = prepare(g.case.id, reader, variant_asked(), at=now())
    return render_template(
        "casefile/page.html", document=document, shown=as_fragment(document),
        back=url_for(f"{AUDIENCES[reader]}.case_files", case_id=g.case.id),
    )  # fmt: skip


def variant_asked() -> Variant:
    """Return which file the address asks for. Raises UnknownVariant."""
    return variant_called(request.values.get("variant") or Variant.WHOLE.value)


def download(reader: Reader, file_id: str) -> Response:
    """Return one's own made file. Raises NotYours when it is not made, or gone."""
    file = find_file(g.case.id, file_id, me().account_id, reader)
    if file.state != FileState.READY or file.vault_key is None:
        raise NotYours()
    try:
        stream = case_file_vault().open_stream(file.vault_key, file.sha256 or "")
    except NotInVault as problem:
        raise NotYours() from problem
    tail = "-redacted" if file.variant == Variant.REDACTED else ""
    answer = make_response(
        send_file(stream, mimetype="application/pdf", as_attachment=True, max_age=None,
                  download_name=f"{g.case.reference}-case-file{tail}.pdf")
    )  # fmt: skip
    answer.content_length = file.size or 0
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
