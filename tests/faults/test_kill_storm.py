"""Web, worker, relay and broker are killed again and again while bots work: nothing acknowledged is lost or doubled."""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from reviewboard.config import ROOT
from tests.lengths import LONG
from tests.live import running_board

ON_SERVERS = "TEST_DATABASE_URL" in os.environ
pytestmark = [
    pytest.mark.faults, pytest.mark.long,
    pytest.mark.skipif(not (ON_SERVERS or LONG), reason="the services see as many kills: `make test-long` kills here too"),
]  # fmt: skip
CASES, KILLS = 28, 25
VICTIMS = ("web", "worker", "relay", "broker")
BETWEEN = (0.4, 1.6)  # seconds from one kill to the next
DRAINED_WITHIN = 30  # seconds after the last kill


def _await_drained(board):
    """Wait until nothing is owed any more; return the seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < DRAINED_WITHIN:
        owed = board.flask("outbox", "--json").stdout
        if json.loads(owed)["owed"] == 0:
            return time.monotonic() - began
        time.sleep(0.5)
    raise AssertionError(f"not drained in {DRAINED_WITHIN} s: {owed}\n{board.log()[-6000:]}")


def test_a_storm_of_kills_loses_nothing_and_doubles_nothing(tmp_path):
    dice = random.Random(41)
    with running_board(tmp_path, "storm") as board:
        said = tmp_path / "bots.json"
        bots = subprocess.Popen(
            [sys.executable, "-m", "flask", "simulate", "--cases", str(CASES), "--assessors", "12", "--seed", "41",
             "--json", said],
            cwd=ROOT, env=board.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        killed = dict.fromkeys(VICTIMS, 0)
        while sum(killed.values()) < KILLS:
            time.sleep(dice.uniform(*BETWEEN))
            victim = dice.choice(VICTIMS)
            killed[victim] += board.kill(victim)
            assert bots.poll() is None, f"the bots ended after {sum(killed.values())} kills: {bots.stdout.read()}"
        output, _ = bots.communicate(timeout=400)
        assert bots.returncode == 0, output + board.log()[-4000:]
        for victim in VICTIMS:
            board.kill(victim)
        took = _await_drained(board)
        board.await_ready()
        told = json.loads(said.read_text())
        print(  # noqa: T201
            f"kills {killed}, acts acknowledged {sum(told['acts'].values())}, repeats {told['repeats']}, "
            f"lost {len(told['lost'])}, doubled {len(told['doubled'])}, drained {took:.1f} s after the last kill"
        )
        assert (told["lost"], told["doubled"], sum(told["states"].values())) == ([], [], CASES)
        assert board.flask("check").returncode == 0
        assert board.flask("journal", "verify").returncode == 0
