"""Every route stands in the access list once, and every right it asks exists; nothing changes on a GET."""

import ast
import json
import re

from reviewboard.foundation.access.permissions import PERMISSIONS
from reviewboard.foundation.access.visibility import READERS, TABLE
from reviewboard.web.access_list import PUBLIC, routes
from reviewboard.web.navigation import PLACES
from reviewboard.web.rights import who_may_reach
from tests.guards.source import ROOT, modules, tree_of

MAY_BE_PUBLIC = {
    "static", "account.welcome", "account.sign_in", "account.enter", "account.choose_language", "health.healthz",
    "health.readyz", "showcase.components", "account.invited", "account.accept", "account.to_provider",
    "account.from_provider", "account.second_step", "account.finish", "account.passkey_options", "account.enter_by_passkey",
    "metrics.metrics",
}  # fmt: skip


def test_every_route_stands_in_the_access_list_and_nothing_else_does(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(routes())


def test_every_right_a_route_asks_is_in_the_permission_map(app):
    asked = {access.permission for access in routes().values() if access != PUBLIC}
    assert asked - set(PERMISSIONS) == set()


def _asked_in_code() -> set[str]:
    calls = (node for file in modules() for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call))
    asking = (call for call in calls if getattr(call.func, "id", "") in ("may", "require", "open_draft"))
    given = (part for call in asking for part in (*call.args, *(word.value for word in call.keywords)))
    return {part.value for part in given if isinstance(part, ast.Constant)}


def test_every_right_in_the_permission_map_is_asked_for_somewhere(app):
    by_routes = {access.permission for access in routes().values()}
    in_templates = {
        right
        for file in (ROOT / "templates").rglob("*.html")
        for right in re.findall(r'may\("([a-z_.]+)"', file.read_text("utf-8"))
    }
    default = {"submission.write"}  # what open_draft asks unless told another
    asked = by_routes | in_templates | _asked_in_code() | {right for right, _endpoint, _place in PLACES} | default
    assert set(PERMISSIONS) - asked == set()


def test_only_these_routes_are_open_to_everyone(app):
    assert {endpoint for endpoint, access in routes().items() if access == PUBLIC} - MAY_BE_PUBLIC == set()


def test_the_subject_of_a_right_is_named_in_the_address(app):
    wrong = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (subject := routes()[rule.endpoint].subject) and f"{subject}_id" not in rule.arguments
    ]
    assert wrong == []


def test_every_address_takes_random_ids_only(app):
    converters = {
        (rule.endpoint, name) for rule in app.url_map.iter_rules() for name in re.findall(r"<int:(\w+)>", rule.rule)
    }
    assert {name for _endpoint, name in converters} <= {"row_id", "number", "place"}


def test_access_as_json_lists_every_route_and_method(app):
    answer = app.test_cli_runner().invoke(args=["access", "--json"])
    listed = {(row["rule"], row["method"]) for row in json.loads(answer.output)}
    wanted = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert (answer.exit_code, listed) == (0, wanted)


def test_a_visitor_reaches_public_routes_only(app):
    reached = {row["endpoint"] for row in who_may_reach(app) if "nobody" in row["who"]}
    assert reached == {endpoint for endpoint, access in routes().items() if access == PUBLIC}


def test_every_other_route_sends_a_visitor_to_sign_in_or_refuses(app, visit):
    visitor = visit()
    for rule in app.url_map.iter_rules():
        if routes()[rule.endpoint] == PUBLIC:
            continue
        path = re.sub(r"<[^>]+>", "0", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = visitor.get(path) if method == "GET" else visitor.post(path, method=method)
            assert (method, path, answer.status_code, answer.headers["Location"].split("?")[0]) == (
                method, path, 302, "/sign-in",
            )  # fmt: skip


def test_the_matrix_prints_every_row_of_the_table(app):
    lines = app.test_cli_runner().invoke(args=["access", "--matrix"]).output.splitlines()
    assert len(lines) == len(TABLE) + 2
    assert [cell.strip() for cell in lines[0].split("|")[2:-1]] == list(READERS)
