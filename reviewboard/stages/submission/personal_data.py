"""A candidate is told where a text may tell who somebody is, before others read it. It is a guess: they decide.

Sources: the check digit of Social Insurance Numbers, Business Numbers and cards is Luhn's (ISO/IEC 7812-1, annex B);
postal codes leave out the letters Canada Post leaves out; numbers of the North American plan begin with 2 to 9.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import reviewboard.stages.submission.personal_patterns as shapes


class FindingKind(StrEnum):
    """What was found. An earlier kind takes the place of a later one that overlaps it."""

    EMAIL = "email"
    BUSINESS_NUMBER = "business_number"
    SOCIAL_INSURANCE = "social_insurance"
    PHONE = "phone"
    CARD = "card"
    ACCOUNT = "account"
    POSTAL_CODE = "postal_code"
    OWN_NAME = "own_name"
    CONFIRMER = "confirmer"
    PERSON = "person"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Finding:
    """One place of a text: `text[start:end]` in code points."""

    kind: FindingKind
    start: int
    end: int
    text: str


_PLAIN = (
    (FindingKind.EMAIL, shapes.EMAIL), (FindingKind.BUSINESS_NUMBER, shapes.PROGRAM),
    (FindingKind.BUSINESS_NUMBER, shapes.LABELLED_BUSINESS), (FindingKind.SOCIAL_INSURANCE, shapes.LABELLED_SIN),
    (FindingKind.PHONE, shapes.PHONE), (FindingKind.PHONE, shapes.ABROAD), (FindingKind.PHONE, shapes.LABELLED_PHONE),
    (FindingKind.ACCOUNT, shapes.ACCOUNT), (FindingKind.ACCOUNT, shapes.LONG_ACCOUNT),
    (FindingKind.ACCOUNT, shapes.NUMBERED), (FindingKind.POSTAL_CODE, shapes.POSTAL),
    (FindingKind.PERSON, shapes.RELATED),
)  # fmt: skip
_ORDER = {kind: place for place, kind in enumerate(FindingKind)}


def find_personal(text: str, *, own_name: str = "", confirmer: str = "") -> tuple[Finding, ...]:
    """Return the places of a text that may tell who somebody is, in their order, none overlapping another.

    `own_name` is its author's, `confirmer` who can confirm it: either is found where it stands whole in the text.
    """
    found = [_at(kind, match) for kind, shape in _PLAIN for match in shape.finditer(text)]
    found += _with_check_digit(text)
    found += [_at(FindingKind.PERSON, match) for match in shapes.TITLED.finditer(text) if _is_a_person(match["name"])]
    found += _of_name(FindingKind.OWN_NAME, own_name, text) + _of_name(FindingKind.CONFIRMER, confirmer, text)
    kept = _apart(found)
    return tuple(_apart([*kept, *_amounts(text, kept)]))


def mark_of(field: str, finding: Finding) -> str:
    """Return what a choice about a finding is remembered by: it stays the same until the words found change."""
    said = "\x1f".join((field, finding.kind.value, finding.text))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def passes_luhn(digits: str) -> bool:
    """Whether a run of digits ends with the check digit that Luhn's rule asks for."""
    values = [int(digit) for digit in reversed(digits)]
    return bool(values) and sum(values[::2] + [sum(divmod(2 * value, 10)) for value in values[1::2]]) % 10 == 0


def _at(kind: FindingKind, match: re.Match[str]) -> Finding:
    group = "found" if "found" in match.re.groupindex else 0
    return Finding(kind, match.start(group), match.end(group), match[group])


def _with_check_digit(text: str) -> Iterator[Finding]:
    for kind, shape in ((FindingKind.SOCIAL_INSURANCE, shapes.NINE_DIGITS), (FindingKind.CARD, shapes.CARD)):
        for match in shape.finditer(text):
            digits = "".join(filter(str.isdecimal, match[0]))
            if len(set(digits)) > 1 and passes_luhn(digits):
                yield _at(kind, match)


def _is_a_person(name: str) -> bool:
    first = name.split()[0]
    return len(first.rstrip(".")) > 1 and unicodedata.normalize("NFC", first).casefold() not in shapes.ROLES


def _of_name(kind: FindingKind, name: str, text: str) -> list[Finding]:
    """Only what looks like a name counts: two words or more, each with a capital. "The head of my section" does not."""
    words = name.split()
    if len(words) < 2 or not all(word[:1].isupper() for word in words):
        return []
    spellings = {tuple(unicodedata.normalize(form, word) for word in words) for form in ("NFC", "NFD")}
    whole = "|".join(rf"{shapes.GAP}+".join(map(re.escape, spelling)) for spelling in sorted(spellings))
    return [_at(kind, match) for match in re.finditer(rf"(?<!\w)(?:{whole})(?![\w\u0300-\u036f])", text, re.IGNORECASE)]


def _amounts(text: str, people: Sequence[Finding]) -> Iterator[Finding]:
    """An amount says something of a person where its sentence names one, or speaks of a taxpayer."""
    starts = [person.start for person in people]
    for start, end in _sentences(text):
        if bisect_left(starts, start) < bisect_left(starts, end) or shapes.OF_A_PERSON.search(text, start, end):
            yield from (_at(FindingKind.AMOUNT, match) for match in shapes.AMOUNT.finditer(text, start, end))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in shapes.SENTENCE_END.finditer(text):
        titled = text[max(start, match.start() - 3) : match.start()].split()[-1:] in (["M"], ["Mr"], ["Ms"], ["Mrs"], ["Dr"])
        if "\n" in match[0] or not titled:
            yield start, match.end()
            start = match.end()
    yield start, len(text)


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Return findings that do not overlap: the kind named first stays, then the longer one."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (_ORDER[one.kind], one.start - one.end, one.start)):
        place = bisect_left(kept, one.start, key=lambda other: other.start)
        free_from = kept[place - 1].end if place else 0
        free_to = kept[place].start if place < len(kept) else one.end
        if free_from <= one.start < one.end <= free_to:
            kept.insert(place, one)
    return kept
