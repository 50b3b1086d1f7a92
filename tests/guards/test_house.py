"""The rules of the house, kept by looking at the source."""

import ast

import pytest

from tests.guards.source import ROOT, modules, name_of, tree_of

ACTIONS = [
    file
    for file in modules("reviewboard/stages", "reviewboard/foundation")
    if file.name != "tables.py" and "scale" not in file.parts
]
ASKS_THE_REQUEST = {"request", "session", "current_user", "g"}
ASKS_THE_CLOCK = {"now", "utcnow", "today"}


def _calls(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("file", ACTIONS, ids=lambda file: str(file.relative_to(ROOT)))
def test_actions_never_read_the_request_or_the_clock(file):
    tree = tree_of(file)
    from_flask = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login")
        for alias in node.names
    }
    clock = {
        ast.unparse(call.func)
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ASKS_THE_CLOCK
        and ast.unparse(call.func.value) in ("datetime", "date", "datetime.datetime", "datetime.date")
    }
    assert (from_flask & ASKS_THE_REQUEST, clock) == (set(), set())


def _assigns_a_state(file):
    for node in ast.walk(tree_of(file)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if (
                isinstance(target, ast.Attribute)
                and target.attr == "state"
                and ast.unparse(target.value).endswith("case")
            ):
                yield f"{name_of(file)}:{node.lineno}"


def test_nothing_but_the_step_assigns_a_case_its_state():
    found = [place for file in modules("reviewboard", "workers") for place in _assigns_a_state(file)]
    assert [place.split(":")[0] for place in found] == ["reviewboard.stages.step"]


def test_web_and_workers_never_write_a_table():
    writing = {"add", "add_all", "delete", "merge", "flush", "commit", "bulk_insert_mappings"}
    wrong = [
        f"{name_of(file)}:{call.lineno}"
        for file in modules("reviewboard/web", "workers")
        for call in _calls(tree_of(file))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in writing
        and ast.unparse(call.func.value) == "db.session"
    ]
    assert wrong == []


@pytest.mark.parametrize("file", list(modules()), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_public_thing_says_what_it_is(file):
    tree = tree_of(file)
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert (bool(ast.get_docstring(tree)) or not tree.body, silent) == (True, [])


def test_no_file_has_two_jobs():
    long = {
        str(file.relative_to(ROOT)): lines
        for folder in ("reviewboard", "workers", "tests", "templates")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".html")
        and "versions" not in file.parts
        and (lines := len(file.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_there_are_no_junk_drawers():
    names = {file.stem for file in modules("reviewboard", "workers", "tests")}
    assert names & {"utils", "util", "common", "helpers", "misc"} == set()


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_templates_hold_no_inline_script_or_style_and_no_query(file):
    text = file.read_text("utf-8")
    wrong = [
        sign
        for sign in (" style=", "<style", " onclick=", " onchange=", "javascript:", "|safe", "db.session", ".query")
        if sign in text
    ]
    inline = [part for part in text.split("<script")[1:] if " src=" not in part.split(">")[0]]
    assert (wrong, inline) == ([], [])
