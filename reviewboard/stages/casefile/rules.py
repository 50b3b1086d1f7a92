"""Who gets which case file, and what it names: by the visibility table, whatever the page that asks.

Source: the product's table "Who may read what" and its stage "Record" (one action, whole or redacted).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=14)  # a made file is kept so long, then taken away; anybody who may can have it made again


class Reader(StrEnum):
    """For whom a file is made."""

    CANDIDATE = "candidate"
    LEAD = "lead"
    AUDITOR = "auditor"


class Variant(StrEnum):
    """Whole, or without the name of anybody."""

    WHOLE = "whole"
    REDACTED = "redacted"


@dataclass(frozen=True)
class Naming:
    """What a file names. Where it does not name raters and leads, they go by letter and by role.

    `raters`: raters, leads and coordinators by name. `candidate`: the candidate by name, else by the case's reference.
    `third_parties`: names and personal data in texts stay. `confirmers`: who can confirm an example is told.
    `file_names`: evidence under the name its candidate gave it, else under a number. `hours`: moments to the minute,
    else days alone. `every_entry`: all journal entries about the case, else the steps of its way.
    `own_notices`: of the notices, those to the reader alone.
    """

    raters: bool
    candidate: bool
    third_parties: bool
    confirmers: bool
    file_names: bool
    hours: bool
    every_entry: bool
    own_notices: bool


def naming(reader: Reader, variant: Variant) -> Naming:
    """Return what the file of this variant names to this reader."""
    whole = variant is Variant.WHOLE
    match reader:
        case Reader.AUDITOR:
            return Naming(whole, whole, whole, whole, whole, True, whole, False)
        case Reader.CANDIDATE:
            return Naming(False, whole, whole, whole, whole, False, False, True)
    return Naming(False, False, whole, False, False, True, False, False)


def may_be_masked_in_own_words(reader: Reader) -> bool:
    """Whether names of raters and leads are taken out of the candidate's own words.

    Only for a reader who knows who they are: for anybody else the gap would say that a rater is called so.
    """
    return reader is Reader.AUDITOR


class FileState(StrEnum):
    """How far the making of a file is."""

    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


UNDER_WAY = (FileState.ASKED, FileState.MAKING)
FRESH = (*UNDER_WAY, FileState.READY)


def percent_of(step: int, page: int, expected_pages: int) -> int:
    """Return how far the layout is, 0 to 99, from the step it tells (1 to 7) and the page it is at.

    Laying out pages (step 5) takes most of the time; it stands for 20 to 85 of the hundred.
    """
    if page:
        return min(85, 20 + 65 * page // max(expected_pages, page))
    return {1: 5, 2: 8, 3: 12, 4: 18, 5: 20, 6: 88, 7: 96}.get(step, 3)


def expected_pages(characters: int) -> int:
    """Return about how many pages a file of so many characters of HTML has, for its progress alone."""
    return max(8, characters // 7_000)
