"""The receipt: what was handed in, when, under which digest, and how anybody can check that digest by themselves."""

from typing import Any

from flask import Response, g, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.foundation.digest import canonical_json
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission.handing_in import case_digest, content_of
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.filters import moment, zone
from reviewboard.web.submission import evidence_numbers, size_word


@blueprint.get("/my/cases/<case_id>/receipt")
def receipt(case_id: str) -> str:
    """Show the receipt of one's own submission. Raises NotYours before there is one."""
    if g.case.digest is None:
        raise NotYours()
    return render_template(
        "candidate/receipt.html",
        **frame(cycle_at_hand()),
        digest=g.case.digest,
        intact=case_digest(case_id) == g.case.digest,
        facts=_facts(),
        files=_files(case_id),
        content_href=url_for("candidate.receipt_content", case_id=case_id),
        content_name=_content_name(),
    )


@blueprint.get("/my/cases/<case_id>/receipt.json")
def receipt_content(case_id: str) -> Response:
    """Send what the digest stands for, byte by byte: the SHA-256 of this file is the digest."""
    if g.case.digest is None:
        raise NotYours()
    answer = Response(canonical_json(content_of(case_id)), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_content_name()}"'
    return answer


def _content_name() -> str:
    return f"{g.case.reference}.json"


def _facts() -> list[dict[str, Any]]:
    shown, submitted = frame(cycle_at_hand()), moment(g.case.submitted_at) or {}
    examples = ngettext("%(num)s example", "%(num)s examples", g.case.example_count)
    words = ngettext("%(num)s word", "%(num)s words", g.case.words)
    return [
        {"label": _("Submission"), "value": shown["reference"]},
        {"label": _("Cycle"), "value": shown["cycle_name"]},
        {"label": _("Competency"), "value": shown["scale"].name, "lang": shown["scale"].lang},
        {"label": _("Language"), "value": shown["language_name"], "lang": g.case.language},
        {"label": _("Submitted"), "value": f"{submitted['full']} {zone(submitted)}"},
        {"label": _("What it holds"), "value": f"{examples} · {words}"},
    ]


def _files(case_id: str) -> list[dict[str, str]]:
    examples, files = examples_of(case_id), evidence_of(case_id)
    numbers = evidence_numbers(examples, files)
    return [
        {"number": _("Evidence %(number)s", number=numbers[file.id]), "name": file.file_name,
         "size": size_word(file.size), "digest": file.sha256}
        for example in examples for file in files.get(example.id, ())
    ]  # fmt: skip
