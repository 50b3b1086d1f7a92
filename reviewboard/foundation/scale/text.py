"""One text in French and English, side by side. A missing or stale language is flagged, never filled in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace

LANGUAGES = ("fr", "en")
FOLLOWS = re.compile(r"(fr|en):[0-9a-f]{16}")


def _tidy(words: str | None) -> str | None:
    """`words` in Unicode form NFC without blanks at its ends; None when nothing is left."""
    return unicodedata.normalize("NFC", words).strip() or None if words else None


def text_digest(words: str | None) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of `words` (nothing counts as the empty text)."""
    return hashlib.sha256((words or "").encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Text:
    """What is said in French and in English; None where a language says nothing.

    `follows` says which language was written first and what it said when the other was last brought into
    line with it: `"fr:"` or `"en:"` and that text's `text_digest`. None: nobody has said so.
    """

    fr: str | None = None
    en: str | None = None
    follows: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "fr", _tidy(self.fr))
        object.__setattr__(self, "en", _tidy(self.en))
        if self.follows is not None and not FOLLOWS.fullmatch(self.follows):
            raise ValueError(f"not a mark of what a text follows: {self.follows!r}")

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)

    def in_language(self, lang: str) -> str | None:
        """The text in `lang` ("fr" or "en"), or None. Raises KeyError for another language."""
        return {"fr": self.fr, "en": self.en}[lang]

    def best(self, lang: str) -> tuple[str, str]:
        """(words, their language): `lang` if it is there, else the other, else ("", lang)."""
        for candidate in (lang, other_language(lang)):
            if words := self.in_language(candidate):
                return words, candidate
        return "", lang

    def following(self, lang: str) -> Text:
        """This text, marked: the other language now says what `lang` says."""
        return replace(self, follows=f"{lang}:{text_digest(self.in_language(lang))}")

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that say nothing while the other says something; empty for an empty text."""
        return tuple(lang for lang in LANGUAGES if self and not self.in_language(lang))

    @property
    def stale(self) -> str | None:
        """The language that no longer follows: the text it was made from has changed since. None if none."""
        if self.follows is None:
            return None
        source, digest = self.follows.split(":")
        follower = other_language(source)
        changed = text_digest(self.in_language(source)) != digest
        return follower if changed and self.in_language(follower) else None


def other_language(lang: str) -> str:
    """ "en" for "fr" and "fr" for "en". Raises KeyError for another language."""
    return {"fr": "en", "en": "fr"}[lang]
