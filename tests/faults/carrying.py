"""A client that carries one large file to a running board whatever happens to the line, the board or the session."""

import hashlib
import json
import re
import socket
import time
from http.client import HTTPResponse
from urllib.parse import urlsplit

import requests

MEGABYTE = 1024 * 1024
PIECE = 4 * MEGABYTE
PATIENCE = 60  # seconds to wait for a board that is away
ANSWER = 15  # seconds for one answer


class LargeFile:
    """A text of so many pieces, made as it is read; it never stands whole in memory."""

    def __init__(self, pieces):
        self.size = pieces * PIECE

    def piece(self, offset):
        """Return the rest of the piece that offset lies in."""
        number, within = divmod(offset, PIECE)
        return (b"%07d\n" % number * (PIECE // 8))[within:]

    def digest(self):
        whole = hashlib.sha256()
        for offset in range(0, self.size, PIECE):
            whole.update(self.piece(offset))
        return whole.hexdigest()


class Carrier:
    """Signs in and sends. Everything is asked again until the board answers."""

    def __init__(self, address, email, password):
        self.address, self.email, self.password = address, email, password
        self.session, self.href, self.token = requests.Session(), None, ""

    def sign_in(self):
        page = self._ask("GET", "/sign-in").text
        fields = {"csrf_token": _token_in(page), "email": self.email, "password": self.password}
        home = self._ask("POST", "/sign-in", data=fields)
        self.token = _token_in(home.text)
        return self

    def begin(self, case_id, example_id, file, name="minutes of the year.txt"):
        """Begin, or go on with the same file; return how much of it is there."""
        fields = {"name": name, "size": str(file.size), "modified": "1764300000000"}
        answer = self._ask("POST", f"/my/cases/{case_id}/examples/{example_id}/uploads", data=fields)
        self.href = answer.json()["href"]
        return answer.json()["offset"]

    def where(self):
        return self._ask("GET", self.href).json()["offset"]

    def send(self, offset, piece):
        """Send a piece and return the answer."""
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
        return self._ask("PATCH", self.href, data=piece, headers=headers)

    def carry(self, file, offset, to):
        """Send piece after piece from offset on until at least `to` is there; return how much is."""
        while offset < min(to, file.size):
            answer = self.send(offset, file.piece(offset))
            offset = int(answer.headers["Upload-Offset"])
        return offset

    def finish(self, digest):
        return self._ask("POST", f"{self.href}/finish", data={"sha256": digest})

    def break_off(self, offset, piece, after):
        """Send the first bytes of a piece and return the line: whoever closes it cuts it."""
        line, head = self.line({"Upload-Offset": offset, "Content-Length": len(piece)})
        line.sendall(head + piece[:after])
        return line

    def line(self, headers):
        """Return an open line to the board, and the head of a piece with these headers beside the usual ones."""
        host = urlsplit(self.address)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        usual = {
            "Host": host.netloc, "Cookie": cookies, "X-CSRFToken": self.token, "Content-Type": "application/octet-stream",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in (usual | headers).items())
        line = socket.create_connection((host.hostname, host.port), timeout=ANSWER)
        return line, f"PATCH {self.href} HTTP/1.1\r\n{head}\r\n".encode()

    def said(self, headers, body=b""):
        """Send a piece as it stands and return what is answered: the status, the refusal's name, the offset."""
        line, head = self.line(headers)
        with line:
            line.sendall(head + body)
            answer = HTTPResponse(line, method="PATCH")
            answer.begin()
            text = answer.read()
            kind = json.loads(text).get("kind") if "json" in answer.headers.get("Content-Type", "") else None
            return answer.status, kind, answer.headers.get("Upload-Offset")

    def _ask(self, method, path, *, headers=None, **options):
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.session.request(
                    method, self.address + path, headers={"X-CSRFToken": self.token, **(headers or {})},
                    allow_redirects=path == "/sign-in", timeout=ANSWER, **options,
                )  # fmt: skip
                if answer.status_code < 500:
                    return answer
            except requests.RequestException:
                if time.monotonic() > ends:
                    raise
            time.sleep(0.1)


def _token_in(page):
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None, page[:2000]
    return found[1]
