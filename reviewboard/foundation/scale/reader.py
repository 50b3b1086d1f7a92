"""Looks at plain values one by one and keeps every problem by its place, so that all are told at once.

Each method returns what it can use even when something is wrong: an empty text or code, the number -1, some kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from reviewboard.foundation.scale.problems import N_, Problem
from reviewboard.foundation.scale.text import FOLLOWS, LANGUAGES, Text
from reviewboard.foundation.scale.yaml_nodes import item_name

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_CODE = 64
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""A control character or half a character; a line break is neither."""

MISSING = N_("missing")
UNKNOWN = N_("no such field; the fields here are: %(known)s")
NOT_FIELDS = N_("expected named fields here")
NOT_LIST = N_("expected a list here")
TOO_FEW = N_("expected at least %(least)d here")
NOT_TEXT = N_("expected a text here; if it is one, put it in quotes")
NOT_SIDES = N_("expected this text by language: fr, en or both")
NOT_NUMBER = N_("expected a whole number, 0 or more")
NO_LANGUAGE = N_("missing: say it in French (fr), in English (en) or in both")
CONTROL = N_("the control character %(code)s may not be used in a text")
NOT_CODE = N_("expected a code of small letters, digits and hyphens, at most %(most)d long")
NOT_MARK = N_("expected “fr:” or “en:” and the sixteen digits of that text's digest")
NOT_CHOICE = N_("“%(found)s” is not one of: %(known)s")

Kind = TypeVar("Kind", bound=StrEnum)


class Reader:
    """One reading of one file. `problems` holds what was found wrong so far, in order."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, place: str, message: str, **values: object) -> None:
        """Note that `message` (a msgid, filled from `values`) is true of `place`."""
        self.problems.append(Problem(place, message, values))

    def mapping(self, plain: object, place: str) -> Mapping[str, Any]:
        """`plain` if it is a mapping, else an empty one."""
        if isinstance(plain, dict):
            return plain
        self.report(place or "scale", MISSING if plain is None else NOT_FIELDS)
        return {}

    def fields(
        self, plain: object, place: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, Any]:
        """The fields of `plain`; a required one that is not there and any other than these are reported."""
        if plain is None and place:
            return {}  # reported as missing by whoever required it
        found = self.mapping(plain, place)
        for name in found:
            if name not in (*required, *optional):
                self.report(_join(place, name), UNKNOWN, known=", ".join((*required, *optional)))
        for name in required:
            if isinstance(plain, dict) and found.get(name) is None:
                self.report(_join(place, name), MISSING)
        return found

    def items(self, plain: object, place: str, at_least: int = 0) -> Iterator[tuple[str, Any]]:
        """The items of the list `plain`, each with its place. Nothing at all counts as an empty list."""
        if plain is None:
            return
        if not isinstance(plain, list):
            self.report(place, NOT_LIST)
            return
        if len(plain) < at_least:
            self.report(place, TOO_FEW, least=at_least)
        for position, item in enumerate(plain, start=1):
            inner = f"{place}[{item_name(item, position)}]"
            if item is None:
                self.report(inner, MISSING)
            yield inner, item

    def texts(self, found: Mapping[str, Any], name: str, place: str = "") -> tuple[Text, ...]:
        """The list of texts under `name`."""
        return tuple(self._text(item, inner) for inner, item in self.items(found.get(name), _join(place, name)))

    def text(self, found: Mapping[str, Any], name: str, place: str = "") -> Text:
        """The text under `name`: fields fr and en, one of them at least, and perhaps what it follows."""
        return self._text(found.get(name), _join(place, name))

    def _text(self, plain: object, place: str) -> Text:
        if plain is None:
            return Text()
        if not isinstance(plain, dict):
            self.report(place, NOT_SIDES)
            return Text()
        found = self.fields(plain, place, required=(), optional=(*LANGUAGES, "follows"))
        spoken = {lang: self._words(found[lang], f"{place}.{lang}") for lang in LANGUAGES if lang in found}
        if not spoken:
            self.report(place, NO_LANGUAGE)
        follows = found.get("follows")
        if "follows" in found and not (isinstance(follows, str) and FOLLOWS.fullmatch(follows)):
            self.report(f"{place}.follows", NOT_MARK)
            follows = None
        return Text(**spoken, follows=follows)

    def _words(self, plain: object, place: str) -> str | None:
        if plain is None or plain == "" or (isinstance(plain, str) and not plain.strip()):
            self.report(place, MISSING)
        elif not isinstance(plain, str):
            self.report(place, NOT_TEXT)
        elif control := CONTROLS.search(plain):
            self.report(place, CONTROL, code=f"U+{ord(control[0]):04X}")
        else:
            return plain
        return None

    def code(self, found: Mapping[str, Any], name: str, place: str) -> str:
        """The code under `name`, or "" when it is not one."""
        plain = found.get(name)
        if isinstance(plain, str) and CODE.fullmatch(plain) and len(plain) <= MAX_CODE:
            return plain
        if plain is not None:
            self.report(_join(place, name), NOT_CODE, most=MAX_CODE)
        return ""

    def number(self, found: Mapping[str, Any], name: str, place: str) -> int:
        """The whole number under `name`, or -1 when it is not one."""
        plain = found.get(name)
        if isinstance(plain, int) and not isinstance(plain, bool) and plain >= 0:
            return plain
        if plain is not None:
            self.report(_join(place, name), NOT_NUMBER)
        return -1

    def choice(self, found: Mapping[str, Any], name: str, place: str, kinds: type[Kind]) -> Kind:
        """The member of `kinds` under `name`, or the first one when it is none of them."""
        plain, known = found.get(name), list(kinds)
        if plain in known:
            return kinds(plain)
        if plain is not None:
            self.report(_join(place, name), NOT_CHOICE, found=plain, known=", ".join(known))
        return known[0]


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
