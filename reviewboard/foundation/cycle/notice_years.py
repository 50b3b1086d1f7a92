"""How long a case is kept, as the notice says it: from the policy, whose figures take the places left for them.

A notice that names years in its own words may say something else than the policy: it is named before both are frozen.
"""

import re
from collections.abc import Collection

PLACES = {"years": ("[années]", "[years]"), "years_after_use": ("[années après usage]", "[years after use]")}
"""What stands in a notice, in French and in English, for each setting of retention until its cycle opens."""

_NUMBERS = (
    ("un", "one"), ("deux", "two"), ("trois", "three"), ("quatre", "four"), ("cinq", "five"), ("six", "six"),
    ("sept", "seven"), ("huit", "eight"), ("neuf", "nine"), ("dix", "ten"),
)  # fmt: skip
_WORDS = {word: number for number, words in enumerate(_NUMBERS, start=1) for word in words}
_SAID = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_WORDS)})\s+(?:ans?|années?|years?)\b", re.IGNORECASE)


def filled(notice: str, years: int, years_after_use: int) -> str:
    """Return a notice with the years of its policy in the places left for them."""
    for name, number in (("years", years), ("years_after_use", years_after_use)):
        for place in PLACES[name]:
            notice = notice.replace(place, str(number))
    return notice


def other_years(notice: str, known: Collection[int]) -> list[str]:
    """Return the figures of a notice ("five years") that are none of `known`, each once, as they are written."""
    found = (match for match in _SAID.finditer(notice) if _number(match.group(1)) not in known)
    return list(dict.fromkeys(" ".join(match.group().split()) for match in found))


def _number(word: str) -> int:
    return _WORDS.get(word.lower()) or int(word)
