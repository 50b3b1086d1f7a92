"""The board's own scripts, sheets and shapes: under an address that changes with their content, kept for a year, packed.

The address holds one digest of all files, so modules and sheets name each other as they lie in the folder. Only these files
are ever packed: a page holds secrets beside what a visitor may choose, and its packed length would tell of them.
"""

import gzip
import hashlib
import mimetypes
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

FOLDER = Path(__file__).parents[1] / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # an address of before an upgrade: what lies there now may not be kept under it
PACKED = (".css", ".js", ".svg")


@cache
def mark_of(folder: Path) -> str:
    """Return twelve letters that change when any file of the folder does."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{file.relative_to(folder)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:12]


@lru_cache(maxsize=256)
def content_of(file: Path, written_at: int, *, packed: bool) -> tuple[bytes, str]:
    """Return a file's content, packed by gzip or as it is, and its tag; `written_at` is when it was written, in nanoseconds."""
    content = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0) if packed else file.read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:16]


def register(app: Flask) -> None:
    """Serve the files, and let every address of one hold the mark."""
    mark = mark_of(FOLDER)
    app.add_url_rule("/static/<mark>/<path:filename>", "static", static_file)

    @app.url_defaults
    def _marked(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("mark", mark)


def static_file(mark: str, filename: str) -> Response:
    """Answer with a file, packed for who takes it so. A page from before an upgrade gets what is there now, and keeps it not.

    Raises NotFound.
    """
    joined = safe_join(str(FOLDER), filename)
    if joined is None or not (file := Path(joined)).is_file():
        raise NotFound()
    packed = file.suffix in PACKED and request.accept_encodings["gzip"] > 0
    content, tag = content_of(file, file.stat().st_mtime_ns, packed=packed)
    answer = Response(content, mimetype=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    answer.headers["Cache-Control"] = FOR_A_YEAR if mark == mark_of(FOLDER) else ASK_AGAIN
    answer.vary.add("Accept-Encoding")
    if packed:
        answer.content_encoding = "gzip"
    answer.set_etag(tag)
    return answer.make_conditional(request.environ)
