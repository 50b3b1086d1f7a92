"""Web, worker, relay and broker are killed again and again while bots work: nothing acknowledged is lost or doubled.

They are killed at random from outside, and die by themselves at named points. `make test-faults` does so at full length.
"""

import json
import os
import random
import subprocess
import sys
import time

import pytest
from sqlalchemy import create_engine, select

from reviewboard.config import ROOT, read_settings
from reviewboard.foundation.notices.tables import Notice
from tests.faults.armed import deaths
from tests.lengths import LONG
from tests.live import LiveBoard

ON_SERVERS = "TEST_DATABASE_URL" in os.environ
pytestmark = [pytest.mark.faults] if ON_SERVERS else [
    pytest.mark.faults, pytest.mark.long,
    pytest.mark.skipif(not LONG, reason="the services see as many kills: `make test-long` kills here too"),
]  # fmt: skip
FULL = ON_SERVERS and LONG
CASES, ASSESSORS = (2000, 60) if FULL else (28, 12)
KILLS, DEATHS = (420, 10) if FULL else (25, 1)  # from outside; at each point, of which there are eight
VICTIMS = ("web", "worker", "relay", "broker")
BETWEEN = (4.0, 12.0) if FULL else (0.4, 1.6)  # seconds from one kill to the next
ENDS_WITHIN = 7200 if FULL else 400  # seconds after the last kill
DRAINED_WITHIN = 30  # seconds after the last kill


def _await_drained(board):
    """Wait until nothing is owed any more, and see that nothing was given up; return the seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < DRAINED_WITHIN:
        owed = json.loads(board.flask("outbox", "--json").stdout)
        if owed["owed"] == 0:
            assert owed["needs_attention"] == []
            return time.monotonic() - began
        time.sleep(0.5)
    raise AssertionError(f"not drained in {DRAINED_WITHIN} s: {owed}\n{board.log()[-6000:]}")


def _mails(board):
    """How many notices there are, how many are noted as sent, and how many of those have their one mail."""
    engine = create_engine(read_settings(board.environ, env_file=None).database_url)
    with engine.connect() as connection:
        sent_at = dict(connection.execute(select(Notice.id, Notice.sent_at)).all())
    engine.dispose()
    laid = {file.stem for file in (board.folder / "mail").iterdir()}
    return len(sent_at), sum(at is not None for at in sent_at.values()), len(laid & set(sent_at))


@pytest.fixture
def armed(tmp_path):
    """A board whose processes die at named points, running, and the folder that counts the deaths."""
    board, counted = LiveBoard(tmp_path / "board", "storm"), tmp_path / "deaths"
    counted.mkdir()
    board.program = "tests.faults.armed"
    board.environ |= {"ARMED": str(counted), "DEATHS": str(DEATHS)}
    try:
        board.start()
        yield board, counted
    finally:
        board.stop()


def test_a_storm_of_kills_loses_nothing_and_doubles_nothing(armed, tmp_path, record_property):
    board, counted = armed
    dice = random.Random(41)
    said = tmp_path / "bots.json"
    bots = subprocess.Popen(
        [sys.executable, "-m", "flask", "simulate", "--cases", str(CASES), "--assessors", str(ASSESSORS), "--seed", "41",
         "--json", said],
        cwd=ROOT, env=board.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert any("have their accounts" in line for line in bots.stdout)  # from here on there is work to lose
    killed = dict.fromkeys(VICTIMS, 0)
    while sum(killed.values()) < KILLS:
        time.sleep(dice.uniform(*BETWEEN))
        victim = dice.choice(VICTIMS)
        killed[victim] += board.kill(victim)
        assert bots.poll() is None, f"the bots ended after {sum(killed.values())} kills: {bots.stdout.read()}"
    output, _ = bots.communicate(timeout=ENDS_WITHIN)
    assert bots.returncode == 0, output + board.log()[-4000:]
    for victim in VICTIMS:
        board.kill(victim)
    took = _await_drained(board)
    board.await_ready()
    told, died = json.loads(said.read_text()), deaths(counted)
    notices, *mails = _mails(board)
    record_property(
        "figures",
        f"storm: {sum(killed.values())} kills {killed}, {sum(died.values())} deaths {died}, {CASES} cases, "
        f"{sum(told['acts'].values())} acts acknowledged, {sum(told['repeats'].values())} requests repeated, "
        f"{len(told['lost'])} lost, {len(told['doubled'])} doubled, {notices} mails, drained {took:.1f} s after the last kill",
    )
    assert (told["lost"], told["doubled"], sum(told["states"].values())) == ([], [], CASES)
    assert (min(died.values()) > 0, notices > CASES) == (True, True), (died, notices)
    assert mails == [notices, notices]  # each is noted as sent, and lies there
    assert board.flask("check").returncode == 0
    assert board.flask("journal", "verify").returncode == 0
