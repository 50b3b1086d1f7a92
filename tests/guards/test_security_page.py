"""docs/security.md and the pages below it answer every line of ASVS 5.0 up to level 2; every test that they name is there."""

import re

import pytest

from reviewboard.config import ROOT

NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z0-9_]+\.py)`((?:,?\s`test_[a-z0-9_]+`)*)")
FIRST = ROOT / "docs" / "security.md"
PAGES = {page.name: page.read_text("utf-8") for page in (FIRST, *sorted((ROOT / "docs" / "security").glob("*.md")))}
FOUND = [(file, re.findall(r"test_[a-z0-9_]+", tests)) for page in PAGES.values() for file, tests in NAMED.findall(page)]
OPEN = "*Open"
LINES_MOST = 300

# section: the numbers of its requirements of levels 1 and 2; of OAuth and OpenID Connect (10), those of a client
WANTED = {
    "1.1": range(1, 3), "1.2": range(1, 10), "1.3": range(1, 12), "1.4": range(1, 4), "1.5": range(1, 3),
    "2.1": range(1, 4), "2.2": range(1, 4), "2.3": range(1, 5), "2.4": range(1, 2),
    "3.2": range(1, 3), "3.3": range(1, 5), "3.4": range(1, 7), "3.5": range(1, 6), "3.7": range(1, 3),
    "4.1": range(1, 4), "4.2": range(1, 2), "4.3": range(1, 3), "4.4": range(1, 5),
    "5.1": range(1, 2), "5.2": range(1, 4), "5.3": range(1, 3), "5.4": range(1, 4),
    "6.1": range(1, 4), "6.2": range(1, 13), "6.3": range(1, 5), "6.4": range(1, 5), "6.5": range(1, 6), "6.6": range(1, 4),
    "6.8": range(1, 5),
    "7.1": range(1, 4), "7.2": range(1, 5), "7.3": range(1, 3), "7.4": range(1, 6), "7.5": range(1, 3), "7.6": range(1, 3),
    "8.1": range(1, 3), "8.2": range(1, 4), "8.3": range(1, 2), "8.4": range(1, 2),
    "9.1": range(1, 4), "9.2": range(1, 5),
    "10.1": range(1, 3), "10.2": range(1, 3), "10.5": range(1, 6),
    "11.1": range(1, 3), "11.2": range(1, 4), "11.3": range(1, 4), "11.4": range(1, 4), "11.5": range(1, 2),
    "11.6": range(1, 2),
    "12.1": range(1, 4), "12.2": range(1, 3), "12.3": range(1, 5),
    "13.1": range(1, 2), "13.2": range(1, 6), "13.3": range(1, 3), "13.4": range(1, 6),
    "14.1": range(1, 3), "14.2": range(1, 5), "14.3": range(1, 4),
    "15.1": range(1, 4), "15.2": range(1, 4), "15.3": range(1, 8),
    "16.1": range(1, 2), "16.2": range(1, 6), "16.3": range(1, 5), "16.4": range(1, 4), "16.5": range(1, 4),
}  # fmt: skip


def _rows():
    """Return (the numbers a line is about, the line) for every line of a table that begins with a number."""
    lines = (line for page in PAGES.values() for line in page.splitlines())
    return [(_numbers(line.split("|")[1]), line) for line in lines if re.match(r"\| \d+\.\d+", line)]


def _numbers(cell):
    """Return "6.5.6 to 6.5.8" and "6.2.2, 6.2.3" as single numbers, "6.6" as all of that section that are wanted."""
    found = set()
    for first, last in re.findall(r"(\d+\.\d+(?:\.\d+)?)(?: to (\d+\.\d+\.\d+))?", cell):
        section, _dot, number = first.rpartition(".")
        if first.count(".") == 1:
            found |= {f"{first}.{each}" for each in WANTED.get(first, ())}
        else:
            end = int(last.rpartition(".")[2]) if last else int(number)
            found |= {f"{section}.{each}" for each in range(int(number), end + 1)}
    return found


@pytest.mark.parametrize(("file", "tests"), FOUND, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_page_names_is_there(file, tests):
    text = (ROOT / "tests" / file).read_text("utf-8")
    assert tests != []
    assert [name for name in tests if f"def {name}(" not in text] == []


def test_the_pages_name_many():
    assert sum(len(tests) for _file, tests in FOUND) >= 150


def test_every_requirement_of_levels_one_and_two_has_one_line():
    wanted = {f"{section}.{number}" for section, numbers in WANTED.items() for number in numbers}
    told = [number for numbers, _line in _rows() for number in numbers]
    assert (wanted - set(told), sorted(number for number in set(told) if told.count(number) > 1)) == (set(), [])


def test_what_is_open_stands_on_the_first_page():
    opened = {number for numbers, line in _rows() if OPEN in line for number in numbers}
    listed = PAGES[FIRST.name].partition("## What is open")[2].partition("\n## ")[0]
    assert _numbers(" ".join(listed.split())) == opened


def test_no_page_is_too_long_to_read():
    assert {name: lines for name, page in PAGES.items() if (lines := len(page.splitlines())) > LINES_MOST} == {}
