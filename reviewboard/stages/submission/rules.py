"""A submission is whole or it says what is missing: which example, which field, which limit.

Source: the product's stage "Submission".
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

EXAMPLE_FIELDS = ("title", "context", "contacts", "why_not_clients", "actions", "result", "benefit")
"""The texts of an example, in the order in which they are asked and read."""

BYTES_PER_MEGABYTE = 1024 * 1024
PIECE_LEAST, PIECE_MOST = BYTES_PER_MEGABYTE, 4 * BYTES_PER_MEGABYTE  # of a file sent in pieces; its last may be less


@dataclass(frozen=True)
class Limits:
    """What one submission may hold: settings of the cycle, or a candidate's adjusted ones.

    Examples in all; words of one example (`example_words`); months since an example ended; files of one example;
    megabytes of one file.
    """

    examples_min: int
    examples_max: int
    words_max: int
    age_months: int
    files_max: int
    megabytes_max: int


@dataclass(frozen=True)
class ExampleText:
    """A behavioural example as its candidate wrote it; texts may be empty. `when_to` None: it lasted one day."""

    title: str
    when_from: date | None
    when_to: date | None
    context: str
    contacts: str
    why_not_clients: str
    actions: str
    result: str
    benefit: str
    confirmer_name: str = ""
    confirmer_email: str = ""


class ProblemKind(StrEnum):
    """What keeps a submission from being confirmed, or a file from being added."""

    NOTICE = "notice"
    TOO_FEW_EXAMPLES = "too_few_examples"
    TOO_MANY_EXAMPLES = "too_many_examples"
    EMPTY = "empty"
    TOO_MANY_WORDS = "too_many_words"
    DATES_REVERSED = "dates_reversed"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    NOT_AN_EMAIL = "not_an_email"
    TOO_MANY_FILES = "too_many_files"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_REFUSED = "file_refused"


@dataclass(frozen=True)
class Problem:
    """One problem: where (index of the example from 0, name of the field), and the numbers a sentence needs."""

    kind: ProblemKind
    example: int | None = None
    field: str | None = None
    limit: int | None = None
    found: int | None = None


def word_count(text: str) -> int:
    """Return how many words a text has: stretches between white space that hold a letter or a digit.

    So « l'équipe » is one word with either apostrophe, a dash, a guillemet or an emoji alone is none, and letters
    with combining marks count as they are read. A zero-width space parts words like any other.
    """
    return sum(stretch[0].isalnum() or any(map(str.isalnum, stretch)) for stretch in text.replace("\u200b", " ").split())


def example_words(example: ExampleText) -> int:
    """Return how many words the texts of one example have together."""
    return sum(word_count(getattr(example, name)) for name in EXAMPLE_FIELDS)


def months_before(day: date, months: int) -> date:
    """Return the same day so many whole months earlier, or that month's last day where it is shorter.

    Before the year 1 the answer is the first of all days.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def problems_before_submit(
    examples: Sequence[ExampleText], limits: Limits, today: date, notice_acknowledged: bool, refused: Sequence[int] = ()
) -> tuple[Problem, ...]:
    """Return what keeps this submission from being confirmed on this day, in the order of the screen.

    `refused` says for each example how many of its files their check refused: they would never be read.
    """
    problems = []
    count = len(examples)
    if not notice_acknowledged:
        problems.append(Problem(ProblemKind.NOTICE))
    if count < limits.examples_min:
        problems.append(Problem(ProblemKind.TOO_FEW_EXAMPLES, limit=limits.examples_min, found=count))
    if count > limits.examples_max:
        problems.append(Problem(ProblemKind.TOO_MANY_EXAMPLES, limit=limits.examples_max, found=count))
    for index, example in enumerate(examples):
        problems += _problems_of(example, index, limits, today)
        if refused and refused[index]:
            problems.append(Problem(ProblemKind.FILE_REFUSED, index, found=refused[index]))
    return tuple(problems)


def _problems_of(example: ExampleText, index: int, limits: Limits, today: date) -> list[Problem]:
    words = example_words(example)
    email = example.confirmer_email.strip()
    required = (*EXAMPLE_FIELDS, "confirmer_name")
    problems = [Problem(ProblemKind.EMPTY, index, name) for name in required if not getattr(example, name).strip()]
    problems += _problems_of_dates(example, index, limits.age_months, today)
    if words > limits.words_max:
        problems.append(Problem(ProblemKind.TOO_MANY_WORDS, index, limit=limits.words_max, found=words))
    if email and not _looks_like_email(email):
        problems.append(Problem(ProblemKind.NOT_AN_EMAIL, index, "confirmer_email"))
    return problems


def _problems_of_dates(example: ExampleText, index: int, age_months: int, today: date) -> list[Problem]:
    began, ended = example.when_from, example.when_to or example.when_from
    if began is None or ended is None:
        return [Problem(ProblemKind.EMPTY, index, "when_from")]
    last = "when_to" if example.when_to else "when_from"
    if began > ended:
        return [Problem(ProblemKind.DATES_REVERSED, index, last)]
    if ended > today:
        return [Problem(ProblemKind.IN_FUTURE, index, last)]
    if ended < months_before(today, age_months):
        return [Problem(ProblemKind.TOO_OLD, index, last, limit=age_months)]
    return []


def _looks_like_email(email: str) -> bool:
    name, _, host = email.rpartition("@")
    return bool(name) and "@" not in name and "." in host.strip(".") and not any(map(str.isspace, email))


def problem_of_file(already: int, size: int, limits: Limits) -> Problem | None:
    """Return what keeps a file of `size` bytes from joining the `already` files of one example, or None."""
    if already >= limits.files_max:
        return Problem(ProblemKind.TOO_MANY_FILES, limit=limits.files_max, found=already + 1)
    if size <= 0:
        return Problem(ProblemKind.FILE_EMPTY)
    if size > limits.megabytes_max * BYTES_PER_MEGABYTE:
        return Problem(ProblemKind.FILE_TOO_LARGE, limit=limits.megabytes_max)
    return None


def piece_fits(offset: int, length: int, size: int) -> bool:
    """Whether a piece of length bytes may be sent at offset of a file of size bytes: neither tiny, huge nor too long."""
    left = size - offset
    return min(PIECE_LEAST, left) <= length <= min(PIECE_MOST, left) and length > 0


def submission_content(examples: Sequence[ExampleText], evidence: Mapping[str, str], **pinned: str) -> dict[str, Any]:
    """Return all that a submission's digest stands for, as values of one fixed form.

    `evidence` maps each file's id to the digest of its bytes, in any order; `pinned` names what the submission was
    written under, such as language, notice version and scale hash. Texts are left exactly as written.
    """
    texts = [
        {name: part.isoformat() if isinstance(part, date) else part for name, part in asdict(example).items()}
        for example in examples
    ]
    return {"examples": texts, "evidence": dict(sorted(evidence.items())), "pinned": dict(sorted(pinned.items()))}
