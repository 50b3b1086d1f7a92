"""A digest says that a text has not changed: SHA-256 over one canonical JSON form."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any


def canonical(value: Any) -> Any:
    """Return value with every text in Unicode NFC, every moment in ISO form, every mapping key a text."""
    if type(value) is str:  # most are; an enumeration's are not
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    match value:
        case Enum():
            return canonical(value.value)
        case str():
            return unicodedata.normalize("NFC", value)
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): canonical(item) for key, item in value.items()}
        case list() | tuple():
            return [canonical(item) for item in value]
        case _:
            return value


def canonical_json(value: Any) -> bytes:
    """Return value's canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 (64 hex digits) of value's canonical JSON."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def fixed_digest(row: Any, names: Iterable[str]) -> str:
    """Return the digest of the named values of a row, an entity or a mapping; moments count in UTC."""
    values = row if isinstance(row, Mapping) else {name: getattr(row, name) for name in names}
    return digest({name: _in_utc(values[name]) for name in names})


def _in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
