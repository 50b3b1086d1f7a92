"""How the web process serves: threads, on LISTEN; for people outside, a proxy with TLS stands before it."""

import os
import shutil

from reviewboard.config import read_settings

settings = read_settings()
bind = f"[{settings.listen}]:{settings.port}"
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60  # seconds without a sign of life before a worker is replaced
graceful_timeout = 15  # seconds for open requests when stopping; below the supervisor's patience
control_socket_disable = True  # nothing outside DATA_DIR is written

counts = settings.run_dir / "counts"  # what the workers count, one file each
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)  # before the application is imported


def on_starting(_server: object) -> None:
    """Begin to count anew, once for all workers."""
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(mode=0o700)
