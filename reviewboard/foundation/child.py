"""A program of its own is heard as long as it may speak, and is ended then with all that it started."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable

Child = subprocess.Popen[bytes]


def heard_out(child: Child, listen: Callable[[Child], bytes | None]) -> bytes | None:
    """Return what `listen` hears of a child that leads a session of its own, or None where it took too long or said too much.

    The child has ended when this returns or raises, and so has every process of its session.
    """
    try:
        said = listen(child)
        if said is not None:
            child.wait(1)
        return said
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()
