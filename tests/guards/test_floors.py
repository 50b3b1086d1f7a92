"""Imports only go down, and along the stages only backwards."""

import ast
import sys

import pytest

from tests.guards.source import ROOT, imports_of, modules, name_of, tree_of, within

STAGES = ("submission", "assignment", "rating", "consensus", "record", "recourse", "casefile", "retention")
UPPER = ("reviewboard.web", "reviewboard.api", "reviewboard.commands", "workers")
PURE_NAMES = (
    "rules.py", "workflow.py", "steps.py", "differences.py", "filler.py", "personal_data.py", "personal_patterns.py",
    "redaction.py", "section.py",
)  # fmt: skip
PURE = [file for file in modules("reviewboard/stages") if file.name in PURE_NAMES] + [
    file for file in modules("reviewboard/quality") if file.name in ("rules.py", "sampling.py")
]


def _stage(name: str) -> str | None:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["reviewboard", "stages"] and len(parts) > 2 and parts[2] in STAGES else None


@pytest.mark.parametrize("file", PURE, ids=lambda file: str(file.relative_to(ROOT)))
def test_rules_import_the_standard_library_and_each_other_only(file):
    allowed = {name_of(pure) for pure in PURE}
    foreign = {
        name
        for name in imports_of(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not any(within(name, pure) for pure in allowed)
    }
    assert foreign == set()


def test_there_are_rules_in_every_stage():
    assert {_stage(name_of(file)) for file in PURE if file.name == "rules.py"} == {*STAGES, None}  # None: of quality


@pytest.mark.parametrize("file", list(modules("reviewboard/stages")), ids=lambda file: str(file.relative_to(ROOT)))
def test_stages_never_import_later_stages_or_upper_floors(file):
    own = _stage(name_of(file))
    later = STAGES[STAGES.index(own) + 1 :] if own else ()
    above = (*UPPER, "reviewboard.quality")
    wrong = {name for name in imports_of(file) if _stage(name) in later or any(within(name, floor) for floor in above)}
    assert wrong == set()


WRITES_RECORDS = ("reviewboard.stages.record.writing", "reviewboard.stages.record.actions",
                  "reviewboard.stages.recourse.actions", "reviewboard.stages.recourse.superseding",
                  "reviewboard.stages.recourse.deciding")  # fmt: skip


@pytest.mark.parametrize("file", list(modules("reviewboard/quality")), ids=lambda file: str(file.relative_to(ROOT)))
def test_quality_never_reaches_what_writes_a_record_or_the_floors_above(file):
    closed = (*UPPER, *WRITES_RECORDS)
    assert {name for name in imports_of(file) if any(within(name, shut) for shut in closed)} == set()
    made = {node.func.id for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert made & {"Record", "update", "delete"} == set()


@pytest.mark.parametrize("file", list(modules("reviewboard/foundation")), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_foundation_imports_nothing_above_it(file):
    upper = (*UPPER, "reviewboard.stages", "reviewboard.quality")
    assert {name for name in imports_of(file) if any(within(name, floor) for floor in upper)} == set()


def test_the_board_never_imports_its_workers():
    wrong = {name_of(file) for file in modules("reviewboard") if any(within(n, "workers") for n in imports_of(file))}
    assert wrong == set()


@pytest.mark.parametrize("file", list(modules("previewer")), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_program_that_looks_into_files_knows_nothing_of_the_board(file):
    known = sys.stdlib_module_names | {"previewer", "PIL", "defusedxml", "pypdf", "pypdfium2"}
    assert {name for name in imports_of(file) if name.split(".")[0] not in known} == set()


def test_the_board_opens_no_evidence_itself():
    opens = ("PIL", "defusedxml", "pypdf", "pypdfium2", "previewer.child", "previewer.pdf", "previewer.office")
    wrong = {
        name_of(file)
        for file in modules("reviewboard", "workers")
        if any(within(name, library) for name in imports_of(file) for library in opens)
    }
    assert wrong == set()


def test_web_and_workers_never_import_each_other():
    from_workers = {name_of(f) for f in modules("workers") if any(within(n, "reviewboard.web") for n in imports_of(f))}
    assert from_workers == set()
