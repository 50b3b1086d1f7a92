"""The program locks itself in before it reads the first byte: from then on it can compute, and write its answer.

Each lock is tried by itself; `lock_in` tells which hold. The limits always do. What the kernel does not offer (another
system than Linux, a container that forbids it) is named, so that the board can say so in its log.
"""

import ctypes
import os
import resource
import signal
import sys

from previewer.limits import CPU, MEMORY, OPEN_FILES
from previewer.reasons import Lock
from previewer.syscalls import install_filter

NOBODY = 65534
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS = 0x10000000, 0x40000000, 0x08000000, 0x04000000  # unshare(2)
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38  # prctl(2)


def lock_in() -> tuple[Lock, ...]:
    """Give up everything this process does not need, for good. Return the locks that the system did not offer."""
    os.umask(0o777)
    _limit()
    if sys.platform != "linux":
        return (Lock.NETWORK, Lock.CALLS)
    libc = ctypes.CDLL(None, use_errno=True)
    refused = []
    if os.geteuid() == 0 and not _become_nobody():
        refused.append(Lock.NOBODY)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0:
        refused.append(Lock.NETWORK)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or not install_filter(libc):
        refused.append(Lock.CALLS)
    return tuple(refused)


def _limit() -> None:
    """Set the limits of setrlimit(2): the hard ones too, so that they cannot be raised again."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        most_allowed = resource.getrlimit(what)[1]
        least = most if most_allowed == resource.RLIM_INFINITY else min(most, most_allowed)
        try:
            resource.setrlimit(what, (least, least))
        except (OSError, ValueError):  # macOS knows some of them by name only
            if sys.platform == "linux":
                raise


def _become_nobody() -> bool:
    """From root: no limit of processes binds root, and its files would stay its own."""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return False
    return True
