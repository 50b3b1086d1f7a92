"""A real S3 server (SeaweedFS) on loopback, with a bucket and one pair of keys, that can be stopped and started again."""

import json
import subprocess
import sys
import time
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from reviewboard.config import Store
from reviewboard.foundation.vault.bucket import client_of
from tests.ports import free_port

BUCKET = "evidence"
READY_WITHIN = 60  # seconds


class Seaweed:
    """The server: `store` is how it is reached. Its bytes lie in `folder` and outlive a stop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        keys = {"accessKey": "board", "secretKey": "only-for-this-test"}
        may = ["Admin", "Read", "Write", "List"]
        rights = {"identities": [{"name": "board", "credentials": [keys], "actions": may}]}
        (folder / "s3.json").write_text(json.dumps(rights))
        port = free_port()
        self.store = Store(f"http://127.0.0.1:{port}", "us-east-1", "board", "only-for-this-test")
        ports = {"s3.port": port}
        for name in ("master", "volume", "filer"):
            ports |= {f"{name}.port": free_port(), f"{name}.port.grpc": free_port()}
        ports |= {"s3.port.grpc": free_port(), "s3.port.iceberg": 0, "s3.port.lance": 0}
        self._command = [
            str(Path(sys.executable).parent / "weed"), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            "-s3", f"-s3.config={folder / 's3.json'}", "-master.volumeSizeLimitMB=64", "-volume.max=20",
            "-volume.minFreeSpace=1", "-master.electionTimeout=1s", "-master.heartbeatInterval=100ms",
            *(f"-{name}={number}" for name, number in ports.items()),
        ]  # fmt: skip
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """The settings of a board that keeps its evidence here."""
        return {
            "EVIDENCE_URL": f"s3://{BUCKET}/board", "S3_ENDPOINT": str(self.store.endpoint),
            "S3_ACCESS_KEY": str(self.store.access_key), "S3_SECRET_KEY": str(self.store.secret_key),
        }  # fmt: skip

    def start(self) -> None:
        """Start the server, and return once the bucket takes bytes."""
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(self._command, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT)
        ends = time.monotonic() + READY_WITHIN
        while True:
            try:
                return self._use()
            except (BotoCoreError, ClientError) as problem:
                if time.monotonic() > ends or self._server.poll() is not None:
                    raise AssertionError((self._folder / "log").read_text()[-2000:]) from problem
                time.sleep(0.1)

    def _use(self) -> None:
        """Make the bucket where there is none, and put something in: only then are the server's disks there as well."""
        client = client_of(self.store)
        if BUCKET not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
            client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key="probe", Body=b"probe")
        client.delete_object(Bucket=BUCKET, Key="probe")

    def stop(self) -> None:
        """Stop the server, as far as it runs."""
        if self._server is not None:
            self._server.kill()
            self._server.wait(timeout=20)
            self._server = None
