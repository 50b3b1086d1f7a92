"""The locks really hold: a process that is locked in tries what it must not, and the parent outlives whatever it does."""

import subprocess
import sys
import tempfile
import time

import pytest

from previewer.answer import NotAnAnswer, unpack
from reviewboard.config import ROOT
from reviewboard.foundation.vault import looking
from reviewboard.foundation.vault.looking import NoAnswer, look_into

LOCKED = "import ctypes, os, resource, socket, subprocess, sys; sys.path.insert(0, sys.argv[1]);" \
         " from previewer.lockdown import lock_in; assert lock_in() == ()\n"  # fmt: skip
TRIED = {
    "connect": "socket.socket().connect(('127.0.0.1', 1))",
    "listen to the kernel": "socket.socket(socket.AF_NETLINK)",
    "read a file": "open('/etc/passwd').read()",
    "read where it came from": "open(sys.argv[1] + '/app.py').read()",
    "write a file": "open('/tmp/outside', 'w')",
    "make a folder": "os.mkdir('/tmp/outside')",
    "remove a file": "os.unlink('/tmp/outside')",
    "look into a folder": "os.listdir('/')",
    "fork": "os.fork()",
    "start a program": "subprocess.run(['/bin/true'])",
    "become a program": "os.execv('/bin/true', ['true'])",
    "end its parent": "os.kill(os.getppid(), 9)",
    "take more memory": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "become root": "os.setuid(0)",
    "take a new root": "os.chroot('/')",
}


@pytest.mark.parametrize("what", list(TRIED))
def test_a_locked_in_process_may_not(what):
    body = f"try:\n    {TRIED[what]}\nexcept (PermissionError, ValueError) as no:\n    os.write(1, type(no).__name__.encode())"
    tried = subprocess.run([sys.executable, "-I", "-c", LOCKED + body, str(ROOT)], capture_output=True, timeout=60)
    assert (tried.stdout.decode() in ("PermissionError", "ValueError"), tried.returncode) == (True, 0), tried.stderr


def test_a_locked_in_process_is_nobody_in_a_session_of_its_own_without_an_environment(monkeypatch):
    alone = "os.getsid(0) == os.getpid() and os.getuid() != 0"
    begin = LOCKED + f"raise SystemExit(17 if set(os.environ) <= {{'LC_CTYPE'}} and {alone} else 1)"
    assert said(monkeypatch, begin) == "ended with 17"


@pytest.mark.parametrize(
    ("begin", "how"),
    [
        ("while True: pass", "ended with -9"),
        ("kept = bytearray(10**10)", "ended with 1 "),
        ("os.write(1, b'{}')", "an answer that is none"),
        ("raise SystemExit(3)", "ended with 3"),
        ("ctypes.string_at(1)", "ended with -11"),
    ],
)
def test_whatever_goes_wrong_is_no_answer(monkeypatch, begin, how):
    monkeypatch.setattr("previewer.limits.CPU", 1)
    short = "import previewer.limits; previewer.limits.CPU = 1; import previewer.lockdown; previewer.lockdown.CPU = 1\n"
    start = "import sys; sys.path.insert(0, sys.argv[1])\n" + short + LOCKED + begin
    assert said(monkeypatch, start).startswith(how)


@pytest.mark.parametrize("begin", ["import time; time.sleep(60)", "while True: os.write(1, b'x' * 65536)"])
def test_who_waits_or_says_too_much_is_stopped(monkeypatch, begin):
    monkeypatch.setattr(looking, "WALL", 3.0)
    started = time.monotonic()
    assert said(monkeypatch, LOCKED + begin) == "no answer in time, or too long a one"
    assert time.monotonic() - started < 30


def test_what_a_child_left_behind_ends_with_it(monkeypatch, tmp_path):
    sign = tmp_path / "alive"
    begin = ("import os, sys, time\nif os.fork() == 0:\n    os.close(1); os.close(2); time.sleep(4);"
             f" open({str(sign)!r}, 'w').close()\n")  # fmt: skip
    assert said(monkeypatch, begin) == "an answer that is none"
    time.sleep(5)
    assert not sign.exists()


def said(monkeypatch, begin):
    """Return what is said of a program that begins like this instead."""
    monkeypatch.setattr(looking, "BEGIN", begin)
    with tempfile.TemporaryFile() as file, pytest.raises(NoAnswer) as no:
        look_into(file, "txt")
    return str(no.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\n", b"[]\n", b"{}\n", b"x" * 70_000 + b"\n",
        b'{"reason": "because", "found": [], "pages": null, "unlocked": [], "pieces": []}\n',
        b'{"reason": null, "found": [], "pages": null, "unlocked": [], "pieces": []}\n',
        b'{"reason": null, "found": ["more"], "pages": 1, "unlocked": [], "pieces": [["text", 1, 2, null, null]]}\n[]',
        b'{"reason": null, "found": [], "pages": true, "unlocked": [], "pieces": [["text", 1, 2, null, null]]}\n[]',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["html", 1, 2, null, null]]}\n[]',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["text", 1, 3, null, null]]}\n[]',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["text", 0, 2, null, null]]}\n[]',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["text", 1, 15, null, null]]}\n[["script","x"]]',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["image", 1, 6, 1, 1]]}\n<html>',
        b'{"reason": null, "found": [], "pages": 1, "unlocked": [], "pieces": [["image", 1, 5, 1, 1]]}\n\xff\xd8\xff\xff\xd9',
        b'{"reason": "macro", "found": [], "pages": 1, "unlocked": [], "pieces": [["text", 1, 2, null, null]]}\n[]',
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_not_believed(answer):
    with pytest.raises(NotAnAnswer):
        unpack(answer)


def test_an_answer_that_fits_is_believed():
    told = b'{"reason": null, "found": [], "pages": null, "unlocked": [], "pieces": [["text", 1, 2, null, null]]}\n[]'
    assert unpack(told).pieces[0].content == b"[]"
