"""A real ClamAV daemon that knows two signatures of our own: some words, and one file by its digest."""

import hashlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

BAD_WORDS = b"MALICIOUS-ON-PURPOSE-7f3a"
BAD_FILE = b"a file that is known by its digest alone\n"
STREAM_MOST = 2  # megabytes
PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
READY_WITHIN = 60  # seconds


class Clamav:
    """The daemon: `address` is how it is reached."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        known = folder / "signatures"
        known.mkdir()
        (known / "board.ndb").write_text(f"Board.Test.Words:0:*:{BAD_WORDS.hex()}\n")
        md5 = hashlib.md5(BAD_FILE).hexdigest()
        (known / "board.hdb").write_text(f"{md5}:{len(BAD_FILE)}:Board.Test.File\n")
        self._socket, self._settings = folder / "socket", folder / "clamd.conf"
        self.address = f"unix://{self._socket}"
        self._settings.write_text(
            f"LocalSocket {self._socket}\nDatabaseDirectory {known}\nTemporaryDirectory {folder}\nForeground yes\n"
            f"LogFile {folder / 'log'}\nAlertExceedsMax yes\nStreamMaxLength {STREAM_MOST}M\nMaxFileSize 1M\nMaxScanSize 1M\n"
        )
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon, and return once it listens."""
        assert PROGRAM, "clamd is missing: setup/system.sh --services installs it"
        self._daemon = subprocess.Popen(
            [PROGRAM, "--config-file", str(self._settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends = time.monotonic() + READY_WITHIN
        while time.monotonic() < ends and self._daemon.poll() is None:
            with socket.socket(socket.AF_UNIX) as line:
                if self._socket.exists() and line.connect_ex(str(self._socket)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("clamd does not listen")

    def stop(self) -> None:
        """Stop the daemon, as far as it runs."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(timeout=20)
            self._daemon = None
            self._socket.unlink(missing_ok=True)
