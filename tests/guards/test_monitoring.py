"""The dashboard, the alerts and the operators' page speak of the metrics that there are, and of each of them."""

import ast
import json
import re

import yaml

from reviewboard.metrics import COUNTED
from reviewboard.web.health import ALIVE
from tests.guards.source import ROOT, tree_of

MONITORING = ROOT / "deploy" / "monitoring"
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
NAME = re.compile(r"\bboard_[a-z_]+")


def metrics():
    """Return metric → the names under which it is asked for."""
    calls = (node for node in ast.walk(tree_of(ROOT / "reviewboard" / "metrics.py")) if isinstance(node, ast.Call))
    gauges = {call.args[0].value for call in calls if getattr(call.func, "id", "") == "GaugeMetricFamily"}
    counted = {
        "board_requests_total": {"board_requests_total"},
        "board_request_seconds": {f"board_request_seconds_{part}" for part in ("bucket", "count", "sum")},
    }
    assert {metric.name for metric in COUNTED.collect()} == {"board_requests", "board_request_seconds"}
    return {gauge: {gauge} for gauge in gauges} | counted


def rules():
    (group,) = yaml.safe_load((MONITORING / "alerts.yaml").read_text("utf-8"))["groups"]
    return group["rules"]


def panels():
    return json.loads((MONITORING / "dashboard.json").read_text("utf-8"))["panels"]


def test_dashboard_and_alerts_ask_for_metrics_that_there_are_and_the_dashboard_for_all():
    known = {name for names in metrics().values() for name in names}
    shown = {name for panel in panels() for target in panel["targets"] for name in NAME.findall(target["expr"])}
    watched = {name for rule in rules() for name in NAME.findall(rule["expr"])}
    assert ((shown | watched) - known, watched == set()) == (set(), False)
    assert [metric for metric, names in metrics().items() if not names & shown] == []


def test_every_metric_stands_in_the_operators_page_and_no_other():
    section = PAGE.split("## Metrics\n")[1].split("\n## ")[0]
    told = {name for line in section.splitlines() if line.startswith("| `") for name in NAME.findall(line.split("|")[1])}
    assert told == set(metrics())


def test_every_alert_has_its_action_in_the_operators_page_and_no_other():
    section = PAGE.split("## Alerts\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(Board\w+)` \|.+\|.{30,}\|$", section, re.M)
    assert told == [rule["alert"] for rule in rules()]
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]


def test_no_two_panels_lie_on_one_another():
    taken = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in panels() for x in range(panel["gridPos"]["w"]) for y in range(panel["gridPos"]["h"])
    ]  # fmt: skip
    assert (len(taken), max(x for x, _y in taken)) == (len(set(taken)), 23)


def test_every_part_of_the_board_has_its_action_in_the_operators_page():
    section = PAGE.split("## Health\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    told = {part for row in rows for part in re.findall(r"`(\w+)[:`]", row)}
    assert set(ALIVE) | {"database", "migrations", "broker", "evidence", "scanner", "mail"} == told
