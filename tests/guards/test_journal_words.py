"""Whatever the journal can hold has words in both languages: every action, every state, every fault of the chain."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale

from reviewboard.foundation.journal.chain import Breach, Fault
from reviewboard.stages.journal_words import ACTIONS, CYCLE_STATES, action_word, fault_word, state_word
from reviewboard.stages.recourse.steps import STEPS as RECOURSE_STEPS
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.workflow import STEPS, State

SOURCE = Path(__file__).parents[2] / "reviewboard"
PASSED_ON = {  # what is no action itself but a name for some: of an invitation's mail; of what seeding was told
    "kind": {"account.invite", "account.reset"},
    "action": set(),
}
STATES = (
    {("case.any", state.value) for state in State}
    | {("cycle.any", state) for state in ("draft", "open", "closed")}
    | {("recourse.any", stand.value) for stand in Stand}
)


def _said(node, constants):
    """Return the actions that the first argument of an entry can be."""
    match node:
        case ast.Constant(value=str(action)):
            return {action}
        case ast.Name(id=name) if name in constants:
            return {constants[name]}
        case ast.IfExp():
            return _said(node.body, constants) | _said(node.orelse, constants)
        case ast.JoinedStr(values=[ast.Constant(value="case."), *_]):
            return {f"case.{step.action}" for step in STEPS}
        case ast.JoinedStr(values=[ast.Constant(value="recourse."), *_]):
            return {f"recourse.{step.action}" for step in RECOURSE_STEPS}
    return PASSED_ON[ast.unparse(node)]


def _entered():
    found = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in ("enter", "_enter"):
                found |= _said(node.args[0], constants)
    return found


def _name(called):
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def test_every_action_that_is_entered_has_words_and_no_words_are_left_over():
    assert _entered() == set(ACTIONS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_of_the_journal_is_shown_by_its_code(app, language):
    with app.test_request_context(), force_locale(language):
        shown = {action: action_word(action) for action in ACTIONS}
        states = {state: state_word(*state) for state in STATES}
        faults = [fault_word(Breach(7, fault)) for fault in Fault]
    assert [code for code, word in shown.items() if word == code] == []
    assert [state for state, word in states.items() if "_" in word or not word] == []
    assert [sentence for sentence in faults if "7" not in sentence] == []
    assert len(CYCLE_STATES) == 3


def test_the_two_languages_say_different_words(app):
    told = []
    for language in ("fr", "en"):
        with app.test_request_context(), force_locale(language):
            told.append([action_word(action) for action in ACTIONS] + [state_word(*state) for state in sorted(STATES)])
    assert [one for one, other in zip(*told, strict=True) if one == other] == []
