"""Files go through the real door as any sender could send them, and whatever the board gives of them is looked at."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from reviewboard.foundation.vault.kinds import ENDINGS
from reviewboard.web.headers import SANDBOX
from tests.corpus.hostile import ESCAPE, MARK

AT_A_TIME = 12  # files, before what became of them is looked at: an example holds so many
BOUNDARY = "corpus-boundary-5f1c"
_ACTS = re.compile(rb"<script>alert|<[a-z][^<>]*\son\w+=|href=[\"']?javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What the board answers: status, headers by their names in small letters, body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Filed:
    """A file that came in: its id, the digest that the board took of it, how far its check is."""

    id: str
    sha256: str
    state: str


class Door(Protocol):
    """How files come to a board and what it gives of them. `base` is the address of the case."""

    base: str

    def post(self, path: str, body: bytes, content_type: str) -> Answer: ...
    def get(self, path: str) -> Answer: ...
    def token(self) -> str: ...
    def look(self) -> None: ...
    def filed(self) -> list[Filed]: ...
    def remove(self, file: Filed) -> None: ...
    def upload_path(self) -> str: ...


@dataclass
class Figures:
    """What came of all files: of each kind of trouble, where it was met."""

    active: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    sent: int = 0
    taken: int = 0
    accepted: int = 0


def send(door: Door, name: str, content: bytes) -> Answer:
    """Send one file as a form does, its name as it stands, whatever is in it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{door.token()}\r\n--{BOUNDARY}\r\n'
    head += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return door.post(door.upload_path(), body, f"multipart/form-data; boundary={BOUNDARY}")


def through(door: Door, files: Iterable[tuple[str, str, Callable[[], bytes]]], *, honest: bool = False) -> Figures:
    """Send files, some at a time, wait for their checks, look at all that is given of them, take them out again."""
    figures, left = Figures(), iter(files)
    while some := list(islice(left, AT_A_TIME)):
        digests = {}
        for what, name, make in some:
            content = make()
            digests[hashlib.sha256(content).hexdigest()] = what
            answer = send(door, name, content)
            figures.sent += 1
            _look_at(figures, what, answer)
            if honest and answer.status != 302:
                figures.unlike.append(f"{what}: {answer.status}")
        door.look()
        there = door.filed()
        figures.taken += len(there)
        for file in there:
            _look_at_all(figures, door, file, digests.get(file.sha256, "?"), honest=honest)
            door.remove(file)
        if honest and {file.sha256 for file in there} != set(digests):
            figures.unlike.append(f"not all came in of {sorted(digests.values())}")
    return figures


def _look_at_all(figures: Figures, door: Door, file: Filed, what: str, *, honest: bool) -> None:
    accepted = file.state == "accepted"
    figures.accepted += accepted
    whole = door.get(f"{door.base}/evidence/{file.id}")
    _look_at(figures, what, whole)
    if whole.status == 200:
        figures.active += [f"{what}: given out with {wrong}" for wrong in _wrong_with_download(whole)]
    if hashlib.sha256(whole.body).hexdigest() != file.sha256:
        figures.unlike.append(f"{what}: other bytes came back")
    for tail in ("page", "image/1", "thumbnail/1"):
        shown = door.get(f"{door.base}/evidence/{file.id}/{tail}")
        _look_at(figures, what, shown)
        if shown.status == 200 and not accepted:
            figures.active.append(f"{what}: {tail} of a file that was not accepted")
        if shown.status == 200 and tail != "page" and not _is_a_picture(shown):
            figures.active.append(f"{what}: {tail} is no picture that can do nothing")
    if honest and not accepted:
        figures.unlike.append(f"{what}: {file.state}")


def _look_at(figures: Figures, what: str, answer: Answer) -> None:
    if answer.status >= 500:
        figures.errors.append(f"{what}: {answer.status}")
    if answer.headers.get("content-type", "").startswith("text/html"):
        policy = answer.headers.get("content-security-policy", "")
        if _ACTS.search(answer.body) or "script-src 'self'" not in policy or "unsafe" in policy:
            figures.active.append(f"{what}: acts in a page")


def _wrong_with_download(answer: Answer) -> list[str]:
    wanted = {"x-content-type-options": "nosniff", "content-security-policy": SANDBOX, "cache-control": "no-store"}
    wrong = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    if not answer.headers.get("content-disposition", "").startswith("attachment"):
        wrong.append("content-disposition")
    if answer.headers.get("content-type", "").partition(";")[0] not in ENDINGS.values():
        wrong.append("content-type")
    return wrong


def _is_a_picture(answer: Answer) -> bool:
    return (
        answer.headers.get("content-type") == "image/jpeg"
        and answer.headers.get("x-content-type-options") == "nosniff"
        and answer.headers.get("content-security-policy") == SANDBOX
        and answer.body.startswith(b"\xff\xd8\xff")
        and MARK.encode() not in answer.body
    )


def outside(vault: Path, *around: Path) -> list[str]:
    """Return files that lie where none should: under a name not of the vault's making in it, or under ESCAPE around it."""
    named = re.compile(r"(\.part-|\.unfinished-)?[0-9a-f]{40}")
    within = [str(file) for file in vault.rglob("*") if file.is_file() and not named.fullmatch(file.name)]
    return within + [str(file) for folder in around for file in folder.rglob(f"*{ESCAPE}*")]
