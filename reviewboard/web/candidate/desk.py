"""The page on which one step of an example is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.stages.submission.check_words import what_to_do, why_refused
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of, limits_of, problems_of, today_of
from reviewboard.stages.submission.refusals import FieldTooLong, NotADate
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS, Problem, ProblemKind, word_count
from reviewboard.stages.submission.tables import Evidence, Example, Upload
from reviewboard.stages.submission.uploading import uploads_of
from reviewboard.stages.submission.words import FIELD_NAMES, at_field
from reviewboard.stages.submission.writing import Part
from reviewboard.web.candidate.discretion import notes_of
from reviewboard.web.candidate.frame import cycle_at_hand, frame, saved
from reviewboard.web.candidate.guide import GUIDES
from reviewboard.web.candidate.steps import HINTS, Step, address, field_id, next_step, stepper_of
from reviewboard.web.door import fresh_key, me, now
from reviewboard.web.evidence import held_back
from reviewboard.web.submission import Places, about_file, size_word, waits


def write_page(
    cycle: Cycle, examples: list[Example], example: Example, step: Step, *, refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None, refused_files: list[dict[str, str]] | None = None,
) -> str:  # fmt: skip
    """Return the page of one step. `typed` are the texts as they were sent, shown instead of those kept."""
    index = examples.index(example)
    problems = [p for p in problems_of(g.case, cycle, examples, today_of(me(), now())) if p.example == index]
    files, looked = evidence_of(g.case.id).get(example.id, []), {} if step.fields else looked_at(g.case.id)
    uploads = uploads_of(example.id) if not step.fields else ()
    limits = limits_of(cycle)
    elsewhere = sum(word_count(getattr(example, name)) for name in EXAMPLE_FIELDS if name not in step.fields)
    values = {name: _shown(getattr(example, name)) for name in step.fields} | dict(typed or {})
    shown = [_file(file, looked.get(file.id, Looked())) for file in files]
    wrong, other = _wrong(problems, refusal, step, values), other_texts(refusal)
    return render_template(
        "candidate/write.html",
        **frame(cycle),
        example={"id": example.id, "number": index + 1, "count": len(examples), "title": example.title},
        step=step,
        guide=GUIDES[step.key],
        steps=stepper_of(example, problems, len(files), step.key),
        names=FIELD_NAMES,
        hints=HINTS,
        field_id=field_id,
        values=values,
        wrong=wrong,
        notes=notes_of(example, step.fields),
        places_href=url_for("candidate.check", case_id=g.case.id, _anchor="places"),
        errors=[
            {"field": field_id(name), "message": _("%(field)s: %(problem)s", field=FIELD_NAMES[name], problem=text)}
            for name, text in wrong.items()
        ],
        counted_ids=[field_id(name) for name in step.counted],
        state="stale" if other else "saved",
        beside=bool(other),
        version=example.version,
        saved_at=saved(example.updated_at) if example.version > 1 else None,
        message=None,
        problem=refusal.text if refusal and not other else None,
        other_texts=other,
        over=example.version if other else None,
        page=address(g.case.id, example.id, step.key),
        counts=(counts := {name: word_count(values[name]) for name in step.counted}),
        words=sum(counts.values()),
        words_elsewhere=elsewhere,
        words_in_all=limits.words_max,
        files=shown,
        checking=any(file["state"] == "checking" for file in shown),
        checked=_checked(shown),
        refused_files=refused_files or [],
        may_file=sum(file["state"] != "refused" for file in shown) + len(uploads) < limits.files_max,
        uploads=[_upload(upload) for upload in uploads],
        limits=limits,
        may_add=len(examples) < limits.examples_max,
        next_href=address(g.case.id, example.id, next_step(step.key)),
        key=fresh_key(),
    )  # fmt: skip


def lacking_in(example: Example, step: Step) -> list[str]:
    """Return the fields of a step in which something is still needed, by their names."""
    empty = {p.field for p in _problems_in(example) if p.kind is ProblemKind.EMPTY}
    return [str(FIELD_NAMES[name]) for name in step.fields if name in empty]


def wrong_in(example: Example) -> dict[str, str]:
    """Return what does not fit in fields of an example that hold something, by the names of the fields."""
    return {p.field: at_field(p) for p in _problems_in(example) if p.field and p.kind is not ProblemKind.EMPTY}


def _problems_in(example: Example) -> list[Problem]:
    examples = examples_of(g.case.id)
    problems = problems_of(g.case, cycle_at_hand(), examples, today_of(me(), now()))
    return [p for p in problems if p.example is not None and examples[p.example].id == example.id]


def _shown(part: Part) -> str:
    return part.isoformat() if isinstance(part, date) else part or ""


def _file(file: Evidence, looked: Looked) -> dict[str, Any]:
    places = Places("candidate", {"case_id": file.case_id})
    return {
        "id": file.id,
        "name": file.file_name,
        "download": None if held_back(looked) else places.of("evidence", file.id),
        "remove": {"href": url_for("candidate.ask_removal", case_id=file.case_id, evidence_id=file.id)},
        **about_file(file, looked, places),
        "note": f"{why_refused(looked.reason)} {what_to_do(looked.reason)}" if looked.reason else waits(looked),
    }


def _checked(files: list[dict[str, Any]]) -> str:
    """Return what the check of an example's files came to, as one sentence to be heard."""
    refused = sum(file["state"] == "refused" for file in files)
    return _("Your files were checked. Accepted: %(kept)s. Refused: %(refused)s.", kept=len(files) - refused, refused=refused)


def _upload(upload: Upload) -> dict[str, Any]:
    """Return a file that is half sent as `components/upload.html` takes it."""
    here: dict[str, Any] = {"case_id": upload.case_id, "upload_id": upload.id}
    return {
        "name": upload.file_name,
        "href": url_for("candidate.upload_state", **here),
        "cancel": url_for("candidate.cancel_upload", **here),
        "percent": 100 * upload.received // upload.size,
        "arrived": _("%(sent)s of %(size)s", sent=size_word(upload.received), size=size_word(upload.size)),
    }


def _wrong(problems: list[Problem], refusal: Refusal | None, step: Step, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong in fields that hold something: an empty one is not wrong while one writes."""
    found = {
        problem.field: at_field(problem)
        for problem in problems
        if problem.field in step.fields and values.get(problem.field)
    }
    if isinstance(refusal, FieldTooLong | NotADate):
        found[refusal.field] = refusal.text
    return found


def other_texts(refusal: Refusal | None) -> list[dict[str, Any]]:
    """Return what is kept, for the fields in which a stale form differs from it."""
    if not isinstance(refusal, StaleWrite):
        return []
    return [
        {"label": FIELD_NAMES[name], "value": _shown(kept) or _("(empty)"), "long": True, "lang": g.case.language}
        for name, kept in refusal.current.items()
        if name in refusal.typed and refusal.typed[name] != kept
    ]
