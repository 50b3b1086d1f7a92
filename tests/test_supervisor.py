"""The supervisor, with real processes: what is killed comes back, one signal stops all, nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from reviewboard import embedded
from reviewboard.child import say_as_json
from reviewboard.config import ROOT, read_settings

pytestmark = pytest.mark.once

PATIENCE = 30  # seconds

# A board of small processes. `forker` has a child of its own, as servers do; `stubborn` does not stop when asked.
BOARD = textwrap.dedent("""
    import sys
    from reviewboard import supervisor
    from reviewboard.config import read_settings

    SLEEP = "import time; print('hello', flush=True); time.sleep(600)"
    FORK = ("import os, pathlib, subprocess, sys, time; child = subprocess.Popen(['sleep', '600']); "
            "path = os.environ['DATA_DIR'] + '/forked'; "
            "pathlib.Path(path).write_text(str(child.pid)); time.sleep(600)")
    STUBBORN = ("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
                "print('deaf', flush=True); time.sleep(600)")
    LEAVE = "import sys; print('last words'); sys.exit(7)"
    PROGRAMS = {"sleeper": SLEEP, "forker": FORK, "stubborn": STUBBORN, "leaver": LEAVE}

    restart, *names = sys.argv[1:]
    supervisor.COMMANDS = {
        name: lambda settings, name=name: (sys.executable, "-c", PROGRAMS[name]) for name in PROGRAMS
    } | {"web": lambda settings: (
        *(sys.executable, "-m", "http.server", str(settings.port)),
        *("--bind", "127.0.0.1", "--directory", str(settings.data_dir)),
    )}
    commands = {name: supervisor.COMMANDS[name] for name in names}
    sys.exit(supervisor.Supervisor(read_settings(env_file=None), commands, restart=restart == "restart").run())
""")


class Board:
    """A supervisor in a process of its own, on a folder of its own."""

    def __init__(self, folder, *names, restart=True, **environ):
        self.folder = folder
        self.log = folder / f"log-{time.monotonic_ns()}"
        environ = {"DATA_DIR": str(folder), "REDIS_URL": "redis://127.0.0.1:1", "PATH": os.environ["PATH"]} | environ
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", BOARD, "restart" if restart else "once", *names],
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # whatever started the tests ignores
            )

    def pid(self, name):
        """The number in the pid file, or None while there is no such file."""
        try:
            return int((self.folder / "run" / f"{name}.pid").read_text())
        except FileNotFoundError:
            return None

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def lines(self):
        return self.log.read_text().splitlines()


def alive(pid):
    """Whether the process exists and is more than a name that nobody has collected yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(condition):
    patience_ends = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < patience_ends, "waited in vain"
        time.sleep(0.02)
    return value


@pytest.fixture
def board(tmp_path_factory):
    folder = tmp_path_factory.mktemp("b")
    started = []

    def start(*names, **options):
        started.append(Board(folder, *names, **options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(PATIENCE)


def test_killed_process_comes_back_under_a_new_number(board):
    one = board("sleeper")
    first = eventually(lambda: one.lines == ["sleeper | hello"] and one.pid("sleeper"))
    os.kill(first, signal.SIGKILL)
    second = eventually(lambda: one.pid("sleeper") not in (None, first) and one.pid("sleeper"))
    assert alive(second)
    assert not alive(first)
    eventually(lambda: one.lines == ["sleeper | hello", "sleeper | ended (SIGKILL)", "sleeper | hello"])


def test_what_a_killed_process_forked_does_not_outlive_it(board):
    one = board("forker")
    forked = eventually(lambda: (one.folder / "forked").exists() and (one.folder / "forked").read_text())
    os.kill(one.pid("forker"), signal.SIGKILL)
    eventually(lambda: not alive(forked))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_all_and_leaves_no_pid_file(board, number):
    one = board("sleeper", "forker")
    pids = [eventually(lambda name=name: one.pid(name)) for name in ("sleeper", "forker")]
    assert one.stop(number) == 0
    assert [alive(pid) for pid in pids] == [False, False]
    assert list((one.folder / "run").glob("*.pid")) == []


def test_second_signal_does_not_wait_for_the_stubborn(board):
    one = board("stubborn")
    pid = eventually(lambda: one.lines == ["stubborn | deaf"] and one.pid("stubborn"))
    began = time.monotonic()
    one.process.terminate()
    time.sleep(0.5)
    assert alive(pid)
    assert one.stop() == 0
    assert time.monotonic() - began < 10
    assert not alive(pid)


def test_processes_stop_when_the_supervisor_itself_is_killed(board):
    one = board("sleeper", "forker")
    pids = [eventually(lambda name=name: one.pid(name)) for name in ("sleeper", "forker")]
    one.process.kill()
    one.process.wait()
    eventually(lambda: [alive(pid) for pid in pids] == [False, False])


def test_process_that_keeps_ending_is_started_ever_more_slowly(board):
    one = board("leaver")
    eventually(lambda: one.lines.count("leaver | ended (exit code 7)") == 3)
    began = time.monotonic()
    eventually(lambda: one.lines.count("leaver | ended (exit code 7)") == 4)
    assert time.monotonic() - began > 0.7  # the waits are 0.2, 0.4 and 0.8 seconds
    assert one.lines.count("leaver | last words") == 4


def test_without_restart_the_end_of_the_process_is_the_end(board):
    one = board("leaver", restart=False)
    assert one.process.wait(PATIENCE) == 7
    told = [json.loads(line) for line in one.lines]
    assert [(line["process"], line["event"]) for line in told] == [("leaver", "last words"), ("leaver", "ended (exit code 7)")]


def test_a_process_alone_passes_on_what_is_an_object_already(capfd):
    for line in ('{"event": "request"}', "Traceback (most recent call last):"):
        say_as_json("web", line)
    said, plain = map(json.loads, capfd.readouterr().out.splitlines())
    assert (said, plain["event"], plain["process"]) == ({"event": "request"}, "Traceback (most recent call last):", "web")


def test_killed_process_without_restart_ends_as_a_shell_would_say(board):
    one = board("sleeper", restart=False)
    os.kill(eventually(lambda: one.pid("sleeper")), signal.SIGKILL)
    assert one.process.wait(PATIENCE) == 128 + signal.SIGKILL


def test_second_supervisor_of_the_same_process_is_refused(board):
    one = board("sleeper")
    first = eventually(lambda: one.pid("sleeper"))
    other = board("sleeper")
    assert other.process.wait(PATIENCE) == 1
    assert other.lines[-1].endswith(f"sleeper is already running on {one.folder}.")
    assert one.pid("sleeper") == first
    assert alive(first)


def test_port_in_use_is_said_plainly(board):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        one = board("web", PORT=str(port))
        assert one.process.wait(PATIENCE) == 1
    assert one.lines[-1].endswith(f"Port {port} is in use by another program. Set PORT to a free one.")


def test_address_is_announced_once_the_web_process_is_healthy(board):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = "board  | The board answers on https://board.example.org (Ctrl-C stops it)."
    one = board("web", PORT=str(port), BASE_URL="https://board.example.org")
    eventually(lambda: any("GET /healthz" in line and "404" in line for line in one.lines))
    assert said not in one.lines
    (one.folder / "healthz").write_text("ok")
    eventually(lambda: said in one.lines)


def test_bundled_server_starts_first_comes_back_and_stops_last(board):
    one = board("sleeper", REDIS_URL="")
    settings = read_settings({"DATA_DIR": str(one.folder)}, env_file=None)
    eventually(lambda: one.pid("sleeper"))
    assert embedded.answers(settings)
    first = one.pid("valkey")
    os.kill(first, signal.SIGKILL)
    eventually(lambda: one.pid("valkey") not in (None, first) and embedded.answers(settings))
    last = one.pid("valkey")
    assert one.stop() == 0
    assert not alive(last)


def test_supervisors_on_one_folder_share_one_bundled_server(board):
    one = board("sleeper", restart=False, REDIS_URL="")
    eventually(lambda: one.pid("sleeper"))
    first = one.pid("valkey")
    other = board("forker", restart=False, REDIS_URL="")
    eventually(lambda: other.pid("forker"))
    assert other.pid("valkey") == first
    one.stop()
    settings = read_settings({"DATA_DIR": str(one.folder)}, env_file=None)
    eventually(lambda: other.pid("valkey") not in (None, first) and embedded.answers(settings))
    assert alive(other.pid("forker"))


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (["office"], {}, "Error: There is no process office; there are web, worker, beat, relay."),
        (
            [],
            {"PORT": "none"},
            "Error: The settings need a correction:\n  - PORT is “none”; give a number from 1 to 65535.",
        ),
    ],
)
def test_command_line_says_what_is_wrong(tmp_path, arguments, environ, said):
    done = subprocess.run(
        [sys.executable, "-m", "reviewboard.supervisor", *arguments],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path), "PYTHONUTF8": "1"} | environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode != 0, done.stderr.strip()) == (True, said)
