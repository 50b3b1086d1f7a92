"""A published scale is known by the hash of its content: same content, same hash, whatever file it came from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from reviewboard.foundation.digest import digest
from reviewboard.foundation.scale.shape import DimensionText, Scale
from reviewboard.foundation.scale.text import Text


def canonical(scale: Scale) -> dict[str, Any]:
    """`scale` as plain dicts, lists, strings and numbers, under the field names of the YAML format.

    `reading.read_mapping` turns it back into the same scale. Texts that are not there are left out; empty lists stay.
    """
    return _fields(scale)


def content_hash(scale: Scale) -> str:
    """The SHA-256 of the canonical form of `scale`, as 64 hexadecimal digits (see `foundation.digest`)."""
    return digest(canonical(scale))


def _fields(value: Any) -> dict[str, Any]:
    held = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: _by_dimension(item) if name == "texts" else _plain(item)
        for name, item in held.items()
        if item is not None and item != Text()
    }


def _by_dimension(texts: tuple[DimensionText, ...]) -> dict[str, Any]:
    return {entry.dimension: _plain(entry.text) for entry in texts}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return _fields(value) if is_dataclass(value) else value
