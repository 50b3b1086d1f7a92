"""The processes a board is made of: one line each, by the name its pid file carries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from reviewboard.config import Settings

Command = Callable[[Settings], Sequence[str]]

BIN = Path(sys.executable).parent

COMMANDS: dict[str, Command] = {
    "web": lambda settings: (f"{BIN}/gunicorn", "--config", "gunicorn.conf.py", "app:app"),
    "worker": lambda settings: (f"{BIN}/celery", "-A", "workers.app", "--quiet", "worker"),
    "beat": lambda settings: (
        *(f"{BIN}/celery", "-A", "workers.app", "--quiet", "beat", "--pidfile="),
        *("--scheduler", "workers.beat:PatientScheduler", "--schedule", str(settings.run_dir / "beat-schedule")),
    ),
    "relay": lambda settings: (sys.executable, "-m", "workers.relay"),
}
