"""Nothing that came from outside is ever run, taken for markup, or fetched from elsewhere: the source has no means to."""

import ast
import re

from tests.guards.source import ROOT, imports_of, modules, name_of, tree_of

SCRIPTS = sorted((ROOT / "reviewboard" / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "reviewboard" / "static" / "css").rglob("*.css"))
MARKUP_OR_MESSAGES = re.compile(
    r"\.(?:inner|outer)HTML\s*[+=]|insertAdjacentHTML|createContextualFragment|document\.write|\beval\(|new Function|"
    r"postMessage|[\"']message[\"']|onmessage|importScripts"
)
ELSEWHERE = re.compile(
    r"(?:src|href|action|poster|srcset)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//|@import [\"'](?:https?:)?//"
)
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "xml.dom", "xml.sax", "lxml"}
RUNS = {"eval", "exec", "compile", "__import__", "render_template_string"}
SHELLS = {"system", "popen", "getoutput", "getstatusoutput"}


def _names(tree):
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    plain = {call.id for call in calls if isinstance(call, ast.Name)}
    return plain & RUNS | {call.attr for call in calls if isinstance(call, ast.Attribute)} & SHELLS


def test_no_script_writes_markup_runs_a_text_or_listens_to_other_windows():
    found = {file.name: said for file in SCRIPTS if (said := MARKUP_OR_MESSAGES.findall(file.read_text("utf-8")))}
    assert (found, len(SCRIPTS) > 20) == ({}, True)


def test_no_page_and_no_sheet_fetches_anything_from_elsewhere():
    found = {file.name: said for file in (*TEMPLATES, *SHEETS) if (said := ELSEWHERE.findall(file.read_text("utf-8")))}
    assert found == {}


def test_no_module_makes_objects_of_bytes_runs_a_text_or_asks_a_shell():
    made = {name_of(file): wrong for file in modules() if (wrong := imports_of(file) & MAKES_OBJECTS)}
    run = {name_of(file): wrong for file in modules() if (wrong := _names(tree_of(file)))}
    shell = [name_of(file) for file in modules() if re.search(r"\bshell\s*=\s*True|yaml\.(?:load|unsafe_load|full_load)\(",
                                                              file.read_text("utf-8"))]  # fmt: skip
    assert (made, run, shell) == ({}, {}, [])
