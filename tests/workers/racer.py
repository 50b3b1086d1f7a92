"""A process that runs rounds of one cycle one after the other, until it is killed: python -m tests.workers.racer CYCLE NOW"""

import sys
import time
from datetime import datetime

from reviewboard import create_app
from reviewboard.foundation.database import transaction
from reviewboard.stages.assignment.actions import run_round

PAUSE = 0.05  # seconds: SQLite serves nobody else while one writer follows on another


def main(cycle_id: str, now: str) -> None:
    """Run rounds and print how many seats each gave out."""
    with create_app().app_context():
        while True:
            with transaction():
                plan = run_round(cycle_id=cycle_id, now=datetime.fromisoformat(now))
            sys.stdout.write(f"round {len(plan.seats)}\n")
            sys.stdout.flush()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
