"""Evidence: taken in file by file, each refused one with its reason."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from flask import flash, g, redirect, request
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.vault.kept import StoreAway, Stored
from reviewboard.foundation.vault.kinds import kind_of
from reviewboard.foundation.vault.where import Vault, the_vault
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.draft import why_closed
from reviewboard.stages.submission.filing import tidy_name
from reviewboard.stages.submission.queries import examples_of, find_evidence, is_open, limits_of, notice_acknowledged
from reviewboard.stages.submission.refusals import ExampleGone, NoFileChosen
from reviewboard.stages.submission.rules import BYTES_PER_MEGABYTE
from reviewboard.stages.submission.tables import Evidence
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.desk import write_page
from reviewboard.web.candidate.frame import cycle_at_hand
from reviewboard.web.candidate.overview import kept_page, refused_page
from reviewboard.web.candidate.steps import BY_KEY, address
from reviewboard.web.door import me, now, refused_by, writes, writing

STEP = BY_KEY["evidence"]


@blueprint.post("/my/cases/<case_id>/examples/<example_id>/evidence")
def upload(case_id: str, example_id: str) -> Any:
    """Take in the files of one form. Those that fit are kept even when others are refused; the answer names each."""
    if refusal := why_closed(g.case, cycle_at_hand(), now()):
        return kept_page(refusal, {}), refusal.status
    refused = take_in_all(partial(actions.add_evidence, case_id=case_id, example_id=example_id))
    return _refused_files(case_id, example_id, refused) if refused else redirect(address(case_id, example_id, STEP.key))


def take_in_all(add: Callable[..., Evidence]) -> list[tuple[str, Refusal]]:
    """Take in the files of this form, each by itself, and say how many are kept. Return those that are not, and why."""
    chosen = [file for file in request.files.getlist("file") if file.filename]
    refused: list[tuple[str, Refusal]] = [] if chosen else [("", NoFileChosen())]
    for file in chosen:
        try:
            _take_in(file, add)
        except Refusal as refusal:
            refused.append((tidy_name(file.filename or ""), refusal))
    if kept := len(chosen) - sum(bool(name) for name, _refusal in refused):
        flash(ngettext("The file is kept.", "%(num)s files are kept.", kept), "done")
    return refused


def told(refused: Sequence[tuple[str, Refusal]]) -> list[dict[str, str]]:
    """Return files that were not taken as `components/upload.html` shows them."""
    return [{"name": name, "reason": refusal.text} for name, refusal in refused]


def _take_in(file: FileStorage, add: Callable[..., Evidence]) -> None:
    """Put one file's bytes into the vault, then its row into the database by `add`; refused bytes go again.

    After any other failure the row may have come all the same: the bytes stay, and the sweep removes them if no row did.
    """
    most = limits_of(cycle_at_hand()).megabytes_max * BYTES_PER_MEGABYTE
    kind = kind_of(file.stream, tidy_name(file.filename or ""))
    vault = the_vault()
    stored = vault.put(file.stream, most=most)
    named = False
    try:
        with writing():
            evidence = add(file_name=file.filename or "", media_type=kind, stored=stored, actor=me(), now=now())
            named = evidence.vault_key == stored.key
    except Refusal:
        _take_back(vault, stored)
        raise
    if not named:
        _take_back(vault, stored)


def _take_back(vault: Vault, stored: Stored) -> None:
    """Take bytes back that no row names; where the vault is away meanwhile, the sweep does it."""
    with suppress(StoreAway):
        vault.remove(stored.key)


def _refused_files(case_id: str, example_id: str, refused: Sequence[tuple[str, Refusal]]) -> Any:
    cycle, examples = cycle_at_hand(), examples_of(case_id)
    example = next((one for one in examples if one.id == example_id), None)
    first = refused[0][1]
    if example is None or not (is_open(g.case, cycle, now()) and notice_acknowledged(g.case, cycle)):
        gone = ExampleGone() if example is None else first
        return kept_page(gone, {}), gone.status
    return write_page(cycle, examples, example, STEP, refused_files=told(refused)), first.status


@blueprint.post("/my/cases/<case_id>/evidence/<evidence_id>/remove")
@refused_by(refused_page)
@writes
def remove_evidence(case_id: str, evidence_id: str) -> Response:
    """Take one file out of the draft."""
    file = find_evidence(case_id, evidence_id)
    if file is None:
        raise NotYours()
    example_id = file.example_id or ""
    actions.remove_evidence(case_id=case_id, evidence_id=evidence_id, actor=me(), now=now())
    return redirect(address(case_id, example_id, STEP.key))
