"""A digest says that a text has not changed: SHA-256 over one canonical JSON form."""

import hashlib
import json
import unicodedata
from datetime import date, datetime
from enum import Enum
from typing import Any


def canonical(value: Any) -> Any:
    """Return value with every text in Unicode NFC, every moment in ISO form, every mapping key a text."""
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
