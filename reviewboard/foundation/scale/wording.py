"""Every text of a scale in both languages: what a reason must not merely repeat."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.text import Text


@lru_cache(maxsize=64)
def wording_of(scale: Scale) -> tuple[str, ...]:
    """Return what the scale says anywhere, each text once, in French and in English."""
    return tuple(dict.fromkeys(_said(scale)))


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, Text):
        yield from filter(None, (value.fr, value.en))
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _said(getattr(value, field.name))
