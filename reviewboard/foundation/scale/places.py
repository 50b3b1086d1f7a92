"""Every text of a scale has a place with a name, so that what is missing, stale or empty can be pointed at.

Places read like the YAML format: `levels[3].texts.effort`. A level goes by its number, the items of any other
list by their position, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from reviewboard.foundation.scale.shape import DimensionText, Level, Scale
from reviewboard.foundation.scale.text import Text

# A scale is whole without these: a level may go by its concept, and not every scale has a footnote,
# an exclusion, or a rule at each level.
MAY_BE_ABSENT = ("name", "notes", "exclusions", "evidence_rules")


def places_of(scale: Scale) -> Iterator[tuple[str, Text | tuple[()]]]:
    """Each place of `scale` in its order, with the text it holds, or () for a list that holds nothing."""
    return _walk(scale, "")


def missing_texts(scale: Scale) -> tuple[str, ...]:
    """The places where one language says nothing while the other does: `about[2].en`."""
    return tuple(f"{place}.{lang}" for place, text in _texts(scale) for lang in text.missing)


def stale_texts(scale: Scale) -> tuple[str, ...]:
    """The places where one language was made from a text that has changed since: `about[2].en`."""
    return tuple(f"{place}.{text.stale}" for place, text in _texts(scale) if text.stale)


def empty_cells(scale: Scale) -> tuple[str, ...]:
    """The places that hold nothing in either language though a whole scale has something there."""
    return tuple(place for place, held in places_of(scale) if not held and place.split(".")[-1] not in MAY_BE_ABSENT)


def _texts(scale: Scale) -> Iterator[tuple[str, Text]]:
    return ((place, held) for place, held in places_of(scale) if isinstance(held, Text))


def _walk(value: object, place: str) -> Iterator[tuple[str, Text | tuple[()]]]:
    if isinstance(value, Text):
        yield place, value
    elif value == ():
        yield place, ()
    elif isinstance(value, tuple):
        for position, item in enumerate(value, start=1):
            yield from _walk(item, _item_place(place, item, position))
    elif isinstance(value, DimensionText):
        yield place, value.text
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), f"{place}.{field.name}" if place else field.name)


def _item_place(place: str, item: object, position: int) -> str:
    if isinstance(item, DimensionText):
        return f"{place}.{item.dimension}"
    return f"{place}[{item.number if isinstance(item, Level) else position}]"
