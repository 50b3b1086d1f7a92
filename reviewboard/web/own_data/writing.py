"""Parts become one JSON text that people can read too: indented, in UTF-8. A long list is never whole in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import IO, Any


def write_parts(parts: Iterable[tuple[str, Any]], out: IO[bytes]) -> None:
    """Write (name, value) pairs as one JSON object. An iterator is a list that is written item by item.

    Raises TypeError for a value that is no plain one.
    """
    _write(out, "{")
    for number, (name, value) in enumerate(parts):
        _write(out, f"{',' if number else ''}\n  {json.dumps(name)}: ")
        if isinstance(value, Iterator):
            _write_items(value, out)
        else:
            _write(out, _text(value, "  "))
    _write(out, "\n}\n")


def _write_items(items: Iterator[Any], out: IO[bytes]) -> None:
    _write(out, "[")
    number = -1
    for number, item in enumerate(items):
        _write(out, f"{',' if number else ''}\n    {_text(item, '    ')}")
    _write(out, "]" if number < 0 else "\n  ]")


def _text(value: Any, indent: str) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain).replace("\n", f"\n{indent}")


def _write(out: IO[bytes], text: str) -> None:
    out.write(text.encode("utf-8", "replace"))  # half a character, which nobody can read, is a question mark


def _plain(value: Any) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain value")
