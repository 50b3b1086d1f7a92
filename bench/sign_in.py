"""Can somebody tell by a clock whether an address has an account? The area under the curve of a guess by time alone.

    python -m bench.sign_in [--tries N]

So many wrong passwords for addresses with an account, and as many for addresses without one, in random order, answered by
the WSGI application in this process, where no line and no other process adds noise. The area is the chance that a try with an
account took longer than one without: 0.5 says nothing, 1 says all. Source: Mann and Whitney, 1947.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from reviewboard import create_app
from reviewboard.config import read_settings
from reviewboard.extensions import limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.roles import SYSTEM

AIM = 0.55
PEOPLE = 20


def board(folder: Path) -> Flask:
    """Return a board with people who have passwords, in a folder."""
    app = create_app(read_settings({"DATA_DIR": str(folder), "SECRET_KEY": "only-for-this-measurement"}, env_file=None))
    app.config.update(RATELIMIT_ENABLED=False, WTF_CSRF_ENABLED=False)
    limiter.enabled = False
    with app.app_context():
        upgrade()
        with transaction():
            for number in range(PEOPLE):
                create_account(email=f"known{number:04}@example.org", name="Somebody", password="a sentence to remember",
                               actor=SYSTEM, now=datetime.now(UTC))  # fmt: skip
    return app


def times(app: Flask, tries: int) -> dict[bool, list[float]]:
    """Return how long each try took, in seconds, by whether its address has an account."""
    dice, client = random.Random(1), app.test_client()
    found: dict[bool, list[float]] = {True: [], False: []}
    order = [True, False] * tries
    dice.shuffle(order)
    for known in order:
        address = f"{'known' if known else 'other'}{dice.randrange(PEOPLE):04}@example.org"
        began = time.perf_counter()
        answer = client.post("/sign-in", data={"email": address, "password": "a sentence to guess"})
        found[known].append(time.perf_counter() - began)
        if answer.status_code != 422:
            raise SystemExit(f"a try was answered with {answer.status_code}")
    return found


def area(longer: list[float], shorter: list[float]) -> float:
    """Return the share of pairs in which the first took longer; ties count half."""
    ranked = sorted([(one, 1) for one in longer] + [(one, 0) for one in shorter])
    below, wins = 0, 0.0
    for _time, of_longer in ranked:
        wins += below if of_longer else 0
        below += 1 - of_longer
    return wins / (len(longer) * len(shorter))


def main() -> int:
    """Measure, tell, and return 1 where a clock tells too much."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tries", type=int, default=1_000, help="for each kind of address")
    tries = asked.parse_args().tries
    with tempfile.TemporaryDirectory() as folder:
        found = times(board(Path(folder)), tries)
    told = area(found[True], found[False])
    apart = abs(told - 0.5) + 0.5
    print(f"{tries:,} + {tries:,} tries: area under the curve {told:.3f}, aim at most {AIM} either way")
    return int(apart > AIM)


if __name__ == "__main__":
    sys.exit(main())
