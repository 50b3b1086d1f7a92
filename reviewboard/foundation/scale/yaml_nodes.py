"""YAML in, plain values out: only mappings, lists, texts and whole numbers, and no key twice.

Everything else YAML can do (tags, aliases, several documents, dates, yes and no) is refused with its place, so a
file cannot run code, grow without bound, or mean something other than what its reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from reviewboard.foundation.scale.problems import N_, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

TOO_LARGE = N_("too large: a scale has at most %(most)d kilobytes")
NOT_YAML = N_("this cannot be read as YAML: %(reason)s")
CHARACTER = N_("the character %(code)s may not be used here")
EMPTY = N_("the file is empty")
SECOND_DOCUMENT = N_("a second document begins here; a file holds one scale")
TOO_DEEP = N_("nested too deeply")
ALIAS = N_("anchors and aliases are not used in a scale: write the text out")
TAG = N_("tags are not used in a scale")
TWICE = N_("given twice")
KEY = N_("the name of a field must be plain text")
QUOTE = N_("“%(found)s” is neither plain text nor a plain whole number: if it is text, put it in quotes")

_RESOLVER = yaml.SafeLoader("")
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_TEXT, _NULL, _WHOLE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null", "tag:yaml.org,2002:int"


def plain_values(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """(the value `text` holds, what is wrong with it). The value is None when the YAML itself is broken."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return None, (Problem(1, TOO_LARGE, {"most": MAX_BYTES // 1024}),)
    try:
        _check_events(text)
        reading = _Reading(yaml.parse(text, Loader=yaml.SafeLoader))
        value = reading.document()
        return value, tuple(Problem(_place(path, value), *rest) for path, *rest in reading.problems)
    except _Broken as broken:
        return None, (broken.problem,)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, (Problem(line, CHARACTER, {"code": f"U+{error.character:04X}"}),)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context
        return None, (Problem(mark.line + 1 if mark else 1, NOT_YAML, {"reason": reason}),)


def item_name(item: Any, position: int) -> int:
    """What an item of a list goes by in a place: the number of a level, else the position, counted from 1."""
    number = item.get("number") if isinstance(item, dict) else None
    return number if isinstance(number, int) else position


def _place(path: tuple[str | int, ...], value: Any) -> str:
    """The name of the place that `path` (keys and positions) leads to inside `value`."""
    name = ""
    for step in path:
        if isinstance(step, int):
            value = value[step - 1]
            name += f"[{item_name(value, step)}]"
        else:
            value = value[step]
            name += f".{step}" if name else step
    return name


class _Broken(Exception):
    def __init__(self, event: yaml.Event, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(event.start_mark.line + 1, message)


def _check_events(text: str) -> None:
    """Raise at the first event that no scale may have. Runs without recursion, so depth cannot hurt it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            raise _Broken(event, SECOND_DOCUMENT)
        if depth > MAX_DEPTH:
            raise _Broken(event, TOO_DEEP)
        if getattr(event, "anchor", None):
            raise _Broken(event, ALIAS)
        if getattr(event, "tag", None):
            raise _Broken(event, TAG)
        if isinstance(event, yaml.StreamEndEvent) and not documents:
            raise _Broken(event, EMPTY)


class _Reading:
    """Builds values from the events of one document, keeping what is wrong by its path.

    What stands under a key given twice is read and dropped, with its own problems: the first one counts.
    """

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.problems: list[tuple[Any, ...]] = []

    def document(self) -> Any:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        return self._value(next(self.events), ())

    def _value(self, event: yaml.Event, path: tuple[str | int, ...]) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, path)

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _Broken(event, KEY)
            if twice := event.value in found:
                self.problems.append(((*path, event.value), TWICE))
            inner = _Reading(self.events) if twice else self
            value = inner._value(next(self.events), (*path, event.value))
            found.setdefault(event.value, value)
        return found

    def _sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found) + 1)))
        return found

    def _scalar(self, event: yaml.ScalarEvent, path: tuple[str | int, ...]) -> str | int | None:
        tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == _NULL:
            return None
        if tag == _WHOLE and _PLAIN_NUMBER.fullmatch(event.value):
            return int(event.value)
        if tag != _TEXT:
            self.problems.append((path, QUOTE, {"found": event.value[:40]}))
        return str(event.value)
