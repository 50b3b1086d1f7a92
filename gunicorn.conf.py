"""How the web process serves: threads, on LISTEN; for people outside, a proxy with TLS stands before it."""

import gc
import os
import shutil

from reviewboard.config import read_settings
from reviewboard.observation import LOGGING

settings = read_settings()
bind = f"[{settings.listen}]:{settings.port}"
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60  # seconds without a sign of life before a worker is replaced
graceful_timeout = 15  # seconds for open requests when stopping; below the supervisor's patience
logconfig_dict = LOGGING
control_socket_disable = True  # nothing outside DATA_DIR is written

preload_app = True  # read once for all workers: one that died is there again at once

counts = settings.run_dir / "counts"  # what the workers count, one file each, anew each time
shutil.rmtree(counts, ignore_errors=True)
counts.mkdir(mode=0o700)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)  # before the application is imported
gc.disable()  # nothing of the application is ever given back: to look for that while it loads takes a tenth of the time


def post_fork(_server: object, _worker: object) -> None:
    """Begin to collect what requests leave behind, and leave what all workers share alone."""
    gc.freeze()
    gc.enable()
