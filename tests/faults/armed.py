"""The board's processes, armed: at named points each kills itself now and then, so often as it was told, and comes back.

`python -m tests.faults.armed` is the supervisor; with a name (`web`, `worker`, `relay`) it is that process. ARMED names the
folder where each death is noted, and DEATHS how many there may be at each point.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from celery.__main__ import main as celery
from gunicorn.app.wsgiapp import run as gunicorn
from sqlalchemy import event
from sqlalchemy.orm import Session

from reviewboard import processes, supervisor
from reviewboard.config import read_settings

# point: the process, what is called there, and the chance that a call is the last thing a process does
CALLS = {
    "after a file’s rename": ("web", "reviewboard.foundation.vault.folder:FolderVault.put", 0.4),
    "after a claim, before its message": ("relay", "workers.relay:claim_for_sending", 0.1),
    "after a message": ("relay", "workers.app:celery.send_task", 0.1),
    "after an attempt is counted, before its work": ("worker", "reviewboard.foundation.outbox.actions:_count_attempt", 0.1),
    "in consensus": ("worker", "reviewboard.stages.consensus.actions:compare", 0.25),
    "in a record": ("worker", "reviewboard.stages.record.actions:write", 0.25),
}
LOOKS = ("after a claim, before its message", "after an attempt is counted, before its work")  # in vain, nobody dies of it
COMMITS = {"before a commit": "before_commit", "after a commit, before its answer": "after_commit"}
OFTEN = 0.02  # the chance at each commit of the web process
POINTS = (*CALLS, *COMMITS)


def deaths(folder: Path) -> dict[str, int]:
    """Return how often a process died at each point."""
    return {point: len(list(folder.glob(f"{POINTS.index(point)}-*"))) for point in POINTS}


def _perhaps_die(point: str, chance: float) -> None:
    """End this process as a power cut would, unless enough of them ended here."""
    if random.random() < chance:
        for number in range(int(os.environ["DEATHS"])):
            try:
                Path(os.environ["ARMED"], f"{POINTS.index(point)}-{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)


def _arm(process: str) -> None:
    for point, (its_process, place, chance) in CALLS.items():
        if its_process == process:
            module, _, path = place.partition(":")
            *owner, name = path.split(".")
            found: Any = import_module(module)
            for one in owner:
                found = getattr(found, one)
            setattr(found, name, _deadly(getattr(found, name), point, chance))
    if process == "web":
        for point, moment in COMMITS.items():
            event.listen(Session, moment, partial(_at_commit, point))


def _deadly(called: Callable[..., Any], point: str, chance: float) -> Callable[..., Any]:
    def call(*positional: Any, **named: Any) -> Any:
        answer = called(*positional, **named)
        if answer or point not in LOOKS:
            _perhaps_die(point, chance)
        return answer

    return call


def _at_commit(point: str, _session: Session) -> None:
    _perhaps_die(point, OFTEN)


def _be(process: str) -> None:
    """Be one process of the board from here on."""
    _arm(process)
    sys.argv = list(processes.COMMANDS[process](read_settings()))
    if process == "relay":
        import_module("workers.relay").run()
    else:
        (gunicorn if process == "web" else celery)()


if __name__ == "__main__":
    if sys.argv[1:]:
        _be(sys.argv[1])
    else:
        for armed in ("web", "worker", "relay"):
            processes.COMMANDS[armed] = lambda _settings, name=armed: (sys.executable, "-m", "tests.faults.armed", name)
        sys.exit(supervisor.main([]))
