"""A reason of words that say nothing is no reason: a word, one word again and again, keys in a row, others' words.

It is a guess that errs towards taking a text: whatever has a handful of different words of its own is a reason, however
short. Source: the product's stage "Rating" (every outcome needs reasons).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

FEWEST_WORDS = 4  # different words of a text that has a least length, single letters not counted
FEWEST_IN_SHORT = 2  # different words of a text that may be as short as one likes
LONGEST_SHARE = 0.5  # of all words that one and the same word may be, where there are enough to tell
ENOUGH = 8  # words from which on that share is looked at
COPIED = 5  # words in a row from which on they were copied from a scale; fewer may meet by chance
RUN = 4  # letters of a word that is one stretch of a keyboard's row
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
ENDS = re.compile(r"[.!?;:…\n]+")


class Filler(StrEnum):
    """What a text is made of that says nothing."""

    FEW_WORDS = "few_words"
    REPEATED = "repeated"
    KEYS = "keys"
    FROM_SCALE = "from_scale"


@dataclass(frozen=True)
class Hollow:
    """One text of a form that says nothing: `part` is its name ("reasons", "reasons_effort"), `found` is how."""

    part: str
    found: Filler


def filler_in(text: str, *, fewest: int = FEWEST_WORDS, wording: Collection[str] = ()) -> Filler | None:
    """Return what makes this text no reason, or None. An empty text is nobody's filler: whoever needs one asks its length.

    `fewest` is how many different words it needs, `wording` every text of the scale.
    """
    words = _words(text)
    if not words:
        return Filler.KEYS if text.strip() else None
    if sum(map(_is_run, words)) * 2 >= len(words):
        return Filler.KEYS
    counts = Counter(words)
    if len(words) >= ENOUGH and counts.most_common(1)[0][1] > LONGEST_SHARE * len(words):
        return Filler.REPEATED
    if sum(len(word) > 1 or word.isdigit() for word in counts) < fewest:
        return Filler.REPEATED if len(words) > len(counts) else Filler.FEW_WORDS
    return Filler.FROM_SCALE if len(words) >= COPIED and _is_copied(text, wording) else None


def hollow_parts(texts: Iterable[tuple[str, str, int]], wording: Collection[str]) -> tuple[Hollow, ...]:
    """Return which texts of one form say nothing, in order; each is (part, text, fewest words). Empty ones are left out.

    Two texts may be in the same words: what is true of one dimension may be true of another.
    """
    looked_at = ((part, filler_in(text, fewest=fewest, wording=wording)) for part, text, fewest in texts if text.strip())
    return tuple(Hollow(part, filler) for part, filler in looked_at if filler is not None)


def said_before(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return which texts are in the words of an earlier one, each with it: (part, earlier part). That is pointed out only."""
    first: dict[str, str] = {}
    found = []
    for part, text in texts:
        if words := _flat(text).strip():
            earlier = first.setdefault(words, part)
            if earlier != part:
                found.append((part, earlier))
    return tuple(found)


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, in any alphabet, parted at everything that is no letter or digit."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in plain).split()


def _is_run(word: str) -> bool:
    """Whether a word is one sign again and again, or a stretch of a keyboard's row, there or back."""
    if len(word) < RUN or word.isdigit():
        return False
    return len(set(word)) == 1 or any(word in row or word[::-1] in row for row in ROWS)


def _is_copied(text: str, wording: Collection[str]) -> bool:
    """Whether every sentence of a text stands word for word in the wording of the scale."""
    sentences = [_flat(sentence) for sentence in ENDS.split(text) if _words(sentence)]
    return all(any(sentence in _known(anchor) for anchor in wording) for sentence in sentences)


def _flat(text: str) -> str:
    return f" {' '.join(_words(text))} "


@lru_cache(maxsize=4096)
def _known(anchor: str) -> str:
    """Return one text of a scale as `_flat` gives it, kept in memory: the same few are asked for on every save."""
    return _flat(anchor)
