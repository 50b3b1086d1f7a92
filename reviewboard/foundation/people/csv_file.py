"""A CSV file of people becomes rows, or says line by line what is wrong. It is read strictly and never guessed at.

Source of the care with formulas: OWASP, "CSV Injection": a cell that begins like a formula is refused.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewboard.foundation.people.roles import Role

BYTES_MAX = 1024 * 1024
ROWS_MAX = 5000
COLUMNS = (
    "email",
    "name",
    "language",
    "unit",
    "team",
    "supervisor_email",
    "role",
    "languages",
    "capacity",
    "trained_until",
)
NEEDED = ("email", "name", "role")
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")
FORMULA = tuple("=+-@＝＋－＠")
ADDRESSES = ("email", "supervisor_email")
LONGEST = {"email": 254, "supervisor_email": 254, "name": 200, "unit": 200, "team": 200}
CAPACITY_MAX = 200
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
ROLES = {
    "candidate": Role.CANDIDATE,
    "candidat": Role.CANDIDATE,
    "candidate(e)": Role.CANDIDATE,
    "assessor": Role.ASSESSOR,
    "évaluateur": Role.ASSESSOR,
    "évaluatrice": Role.ASSESSOR,
    "lead": Role.LEAD,
    "panel lead": Role.LEAD,
    "responsable": Role.LEAD,
    "coordinator": Role.COORDINATOR,
    "coordonnateur": Role.COORDINATOR,
    "coordonnatrice": Role.COORDINATOR,
}


class Wrong(StrEnum):
    """What is wrong with a file, a line or a cell."""

    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_CSV = "not_csv"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    TOO_MANY_CELLS = "too_many_cells"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL = "control"
    FORMULA = "formula"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_LANGUAGE = "not_a_language"
    NOT_A_ROLE = "not_a_role"
    NOT_A_CAPACITY = "not_a_capacity"
    NOT_A_DATE = "not_a_date"
    OWN_SUPERVISOR = "own_supervisor"
    TWICE = "twice"
    DIFFERS = "differs"
    ROLES_CLASH = "roles_clash"
    AUDITOR = "auditor"
    SUPERVISOR_UNKNOWN = "supervisor_unknown"
    DISABLED = "disabled"
    NO_SCALE = "no_scale"


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the line of the file (the heading is line 1), the column or None, the cell as it stands."""

    line: int
    wrong: Wrong
    column: str | None = None
    value: str = ""


@dataclass(frozen=True)
class Row:
    """One person as a line says. None: the line leaves it open; `role` None: an account and no part in the cycle."""

    line: int
    email: str
    name: str
    language: str | None = None
    unit: str = ""
    team: str = ""
    supervisor_email: str = ""
    role: Role | None = None
    languages: str | None = None
    capacity: int | None = None
    trained_until: date | None = None


def decode(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file in UTF-8, with or without a byte order mark, and what is wrong with the bytes."""
    if len(raw) > BYTES_MAX:
        return "", (Problem(1, Wrong.TOO_LARGE),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        return "", (Problem(raw[: problem.start].count(b"\n") + 1, Wrong.NOT_UTF8),)


def read_people(text: str) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Return the rows of a CSV text, cells apart by `;` or `,`, and every problem in them, in the file's order."""
    lines, problems = _lines(text)
    if problems:
        return (), problems
    names, problems = _columns(lines[0][1] if lines else [])
    if problems:
        return (), problems
    if len(lines) == 1:
        return (), (Problem(1, Wrong.NO_ROWS),)
    rows, found = [], []
    for line, cells in lines[1:]:
        reading = _Line(line, dict(zip(names, cells, strict=False)))
        if len(cells) > len(names):
            reading.problem(Wrong.TOO_MANY_CELLS)
        rows.append(reading.row())
        found += reading.problems
    return tuple(rows), tuple(found)


def _lines(text: str) -> tuple[list[tuple[int, list[str]]], tuple[Problem, ...]]:
    heading = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ",", strict=True
    )
    lines: list[tuple[int, list[str]]] = []
    started = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((started, [unicodedata.normalize("NFC", cell).strip() for cell in cells]))
            if len(lines) > ROWS_MAX + 1:
                return [], (Problem(started, Wrong.TOO_MANY_ROWS),)
            started = reader.line_num + 1
    except csv.Error:
        return [], (Problem(started, Wrong.NOT_CSV),)
    return lines, ()


def _columns(heading: list[str]) -> tuple[list[str], tuple[Problem, ...]]:
    names = [cell.casefold() for cell in heading]
    problems = [Problem(1, Wrong.COLUMN_UNKNOWN, value=name[:40]) for name in names if name not in COLUMNS]
    problems += [Problem(1, Wrong.COLUMN_TWICE, name) for name in COLUMNS if names.count(name) > 1]
    problems += [Problem(1, Wrong.COLUMN_MISSING, name) for name in NEEDED if name not in names]
    return names, tuple(problems)


class _Line:
    """One line being read: each cell asked for by its column, each problem kept with its place."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line, self.cells = line, cells
        self.problems: list[Problem] = []

    def problem(self, wrong: Wrong, column: str | None = None) -> None:
        self.problems.append(Problem(self.line, wrong, column, self.cells.get(column or "", "")[:80]))

    def row(self) -> Row:
        email = self._email("email", needed=True)
        supervisor = self._email("supervisor_email")
        if supervisor and supervisor == email:
            self.problem(Wrong.OWN_SUPERVISOR, "supervisor_email")
        return Row(
            line=self.line, email=email, name=self._text("name"), language=self._language(), unit=self._text("unit"),
            team=self._text("team"), supervisor_email=supervisor, role=self._role(), languages=self._languages(),
            capacity=self._capacity(), trained_until=self._date(),
        )  # fmt: skip

    def _text(self, column: str) -> str:
        text = self.cells.get(column, "")
        wrong = wrong_with(column, text)
        if wrong is not None:
            self.problem(wrong, column)
            return ""
        return text

    def _email(self, column: str, *, needed: bool = False) -> str:
        before = len(self.problems)
        text = self._text(column).lower()
        if needed and not text and len(self.problems) == before:
            self.problem(Wrong.EMPTY, column)
        return text

    def _language(self) -> str | None:
        text = self.cells.get("language", "").casefold()
        if text in ("fr", "en"):
            return text
        if text:
            self.problem(Wrong.NOT_A_LANGUAGE, "language")
        return None

    def _role(self) -> Role | None:
        text = self.cells.get("role", "").casefold()
        if text and text not in ROLES:
            self.problem(Wrong.NOT_A_ROLE, "role")
        return ROLES.get(text)

    def _languages(self) -> str | None:
        text = self.cells.get("languages", "").casefold()
        parts = set(re.split(r"[\s,;/|+]+", text)) - {""}
        if not parts <= {"fr", "en"}:
            self.problem(Wrong.NOT_A_LANGUAGE, "languages")
            return None
        return ",".join(language for language in ("fr", "en") if language in parts) or None

    def _capacity(self) -> int | None:
        text = self.cells.get("capacity", "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= CAPACITY_MAX:
            return int(text)
        self.problem(Wrong.NOT_A_CAPACITY, "capacity")
        return None

    def _date(self) -> date | None:
        text = self.cells.get("trained_until", "")
        if not text:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.problem(Wrong.NOT_A_DATE, "trained_until")
        return None


def wrong_with(column: str, text: str) -> Wrong | None:
    """Return why a text cannot be an address, a name, a unit or a team, by its column, or None. An empty one can."""
    if len(text) > LONGEST[column]:
        return Wrong.TOO_LONG
    if any(_is_unseen(char) for char in text):
        return Wrong.CONTROL
    if text.startswith(FORMULA):
        return Wrong.FORMULA
    if text and column in ADDRESSES and not EMAIL.fullmatch(text.lower()):
        return Wrong.NOT_AN_EMAIL
    return None


def _is_unseen(char: str) -> bool:
    """True for control characters, half characters, and marks that turn the direction of writing."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _TURNS
