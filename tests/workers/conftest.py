"""Real processes of the test board on a broker of their own: the relay, a worker and the beat, started one by one."""

import subprocess
import time

import pytest
from redis import Redis

from reviewboard import embedded
from reviewboard.config import ROOT, read_settings
from reviewboard.processes import COMMANDS

QUEUE = "board"
PATIENCE = 60  # seconds


class Engine:
    """The broker and the processes that a test started; all end with the test."""

    def __init__(self, environ):
        self.environ = environ
        self.settings = read_settings(environ, env_file=None)
        self.redis = Redis.from_url(embedded.redis_url(self.settings))
        self._processes = {}
        self.run("broker", embedded.start_command(self.settings))
        self.until(lambda: embedded.answers(self.settings))

    def run(self, name, command=None):
        """Start a process by its name, or by the command given."""
        chosen = command or COMMANDS[name](self.settings)
        with open(self.settings.data_dir / f"{name}.log", "ab") as log:
            self._processes[name] = subprocess.Popen(chosen, cwd=ROOT, env=self.environ, stdout=log, stderr=log)

    def kill(self, name):
        """Kill a process without asking."""
        process = self._processes.pop(name)
        process.kill()
        process.wait(PATIENCE)

    def waiting(self):
        """How many messages lie in the broker's queue."""
        return self.redis.llen(QUEUE)

    def until(self, happened, patience=PATIENCE):
        """Wait until something is so; what it returned."""
        ends = time.monotonic() + patience
        while not (answer := happened()):
            assert time.monotonic() < ends, self.log()
            time.sleep(0.05)
        return answer

    def log(self):
        """What the processes printed."""
        return "".join(file.read_text("utf-8", "replace")[-3000:] for file in self.settings.data_dir.glob("*.log"))

    def end(self):
        """End everything."""
        for name in list(self._processes):
            self.kill(name)
        self.redis.close()


@pytest.fixture
def engine(app, settings, tmp_path_factory):
    """The broker of the test board, with no other process yet."""
    folder = tmp_path_factory.mktemp("q")
    running = Engine(
        {
            "DATA_DIR": str(folder), "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
            "EVIDENCE_URL": settings.evidence_url,
            "SECRET_KEY": settings.secret_key, "MAIL_FOLDER": str(settings.data_dir / "mail"), "PATH": "/usr/bin:/bin",
        }
    )  # fmt: skip
    yield running
    running.end()
