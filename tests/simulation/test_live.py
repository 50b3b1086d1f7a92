"""Bots on a board that really runs: every kind of thing happens, every case comes to its end, nothing is lost."""

import json
import re
from urllib.parse import urlsplit

import pytest
import requests

from reviewboard.simulation.scripts import SURE_FROM
from tests.live import running_board

pytestmark = pytest.mark.once  # bots work through a storm of kills on every database
HAPPENED = (
    "agreements", "discussions", "disputes", "third_ratings", "recusals", "freed_seats", "refills", "messages", "moves",
    "resolutions", "countersigns", "declined", "confirmations", "withdrawals", "records", "releases",
)  # fmt: skip


def assert_observed(board):
    """See on live answers what every process tells: counts over both web workers, one number from a request to its work."""
    address, token = urlsplit(board.address).netloc, {"Authorization": "Bearer only-for-this-monitor"}
    page = requests.get(f"http://{address}/sign-in", timeout=10)
    sheet = requests.get(f"http://{address}{re.search(r'/static/[^ ]+/base.css', page.text)[0]}", timeout=10)
    assert [answer.headers["Cache-Control"] for answer in (page, sheet)] == ["no-store", "public, max-age=31536000, immutable"]
    assert [answer.headers.get("Content-Encoding") for answer in (page, sheet)] == [None, "gzip"]
    counts = requests.get(f"http://{address}/metrics", headers=token, timeout=10).text
    said = [line.split(" | ", 1) for line in board.log().splitlines()]
    by_processes = [line for name, line in said if name.strip() in ("web", "worker", "beat", "relay")]
    assert [line for line in by_processes if not line.startswith("{")] == []
    told = [json.loads(line) for line in by_processes]
    lines = {name: [line for line in told if line["event"] == name] for name in ("request", "work done")}
    acts = sum(float(line.rpartition(" ")[2]) for line in counts.splitlines()
               if line.startswith("board_requests_total{") and 'method="POST"' in line)  # fmt: skip
    assert acts == len([line for line in lines["request"] if line["method"] == "POST"]) > 100
    assert 'board_part_up{part="worker"} 1.0' in counts
    sent = {line["request"] for line in lines["request"]}
    done = {line["request"] for line in lines["work done"]}
    assert len(sent & done) > 20
    assert {key for line in told for key in line} <= {
        "event", "level", "timestamp", "request", "route", "method", "status", "ms", "topic", "work", "attempt", "kind", "ids",
        "missing", "exception", "task", "endpoint", "code", "by", "account", "kinds",
    }  # fmt: skip


def test_bots_walk_every_kind_of_case_to_its_end(tmp_path):
    file = tmp_path / "bots.json"
    with running_board(tmp_path / "board", "bots") as board:
        said = board.flask("simulate", "--cases", str(SURE_FROM), "--assessors", "8", "--seed", "3", "--json", str(file),
                           check=False)  # fmt: skip
        told = json.loads(file.read_text("utf-8"))
        assert (said.returncode, told["complaints"], told["lost"], told["doubled"]) == (0, [], [], []), board.log()[-3000:]
        assert {name for name in HAPPENED if not told["counts"][name]} == set()
        assert set(told["counts"]) == set(HAPPENED)
        ended = {state: number for state, number in told["states"].items() if state not in ("released", "withdrawn")}
        assert (ended, sum(told["states"].values()), len(told["final"])) == ({}, SURE_FROM, SURE_FROM)
        assert told["results_read"] == told["states"]["released"] == told["counts"]["records"]
        assert told["owed"] == {"undone": 0, "needs_attention": 0}
        assert_observed(board)
        assert board.flask("check").returncode == 0
        assert board.flask("journal", "verify").returncode == 0
