"""A CSV file of people: read strictly, every problem with its line and column."""

from datetime import date

import pytest

from reviewboard.foundation.people.csv_file import BYTES_MAX, ROWS_MAX, Problem, Row, Wrong, decode, read_people
from reviewboard.foundation.people.roles import Role

HEADING = "email,name,language,unit,team,supervisor_email,role,languages,capacity,trained_until\n"


def _one(line):
    rows, problems = read_people(HEADING + line + "\n")
    return rows[0] if rows else None, problems


def test_a_full_line_is_read_whole():
    row, problems = _one('Ana@Example.ORG,"Roy, Ana",FR,Audit,North,boss@example.org,Assessor,"en, fr",12,2027-03-31')
    assert problems == ()
    assert row == Row(
        line=2, email="ana@example.org", name="Roy, Ana", language="fr", unit="Audit", team="North",
        supervisor_email="boss@example.org", role=Role.ASSESSOR, languages="fr,en", capacity=12,
        trained_until=date(2027, 3, 31),
    )  # fmt: skip


def test_what_is_left_open_stays_open():
    row, problems = _one("ana@example.org,Ana,,,,,,,,")
    assert (row, problems) == (Row(line=2, email="ana@example.org", name="Ana"), ())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_line_ends_and_byte_order_marks_are_all_taken(mark, separator, end):
    lines = ["email,name,role", "é@example.org,Zoé,évaluatrice", "", "b@example.org,Bo,lead"]
    raw = mark + end.join(line.replace(",", separator) for line in lines).encode()
    text, problems = decode(raw)
    assert problems == ()
    rows, problems = read_people(text)
    assert [(row.line, row.name, row.role) for row in rows] == [(2, "Zoé", Role.ASSESSOR), (4, "Bo", Role.LEAD)]
    assert problems == ()


def test_decomposed_letters_are_composed():
    assert _one("a@example.org,Zoe\u0301,,,,,évaluatrice".replace("é", "e\u0301"))[0].role is Role.ASSESSOR


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"a" * (BYTES_MAX + 1), Problem(1, Wrong.TOO_LARGE)),
        ("email\na@b.c\nZoé".encode("latin-1"), Problem(3, Wrong.NOT_UTF8)),
        ("email".encode("utf-16"), Problem(1, Wrong.NOT_UTF8)),
    ],
)
def test_decode_refuses_what_is_not_small_utf8(raw, problem):
    assert decode(raw) == ("", (problem,))


def test_decode_takes_exactly_the_largest_file():
    assert decode(b"a" * BYTES_MAX) == ("a" * BYTES_MAX, ())


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", (Problem(1, Wrong.COLUMN_MISSING, "email"), Problem(1, Wrong.COLUMN_MISSING, "name"),
              Problem(1, Wrong.COLUMN_MISSING, "role"))),
        ("email,name,role\n", (Problem(1, Wrong.NO_ROWS),)),
        ("email,name,role,shoe size\na@b.c,A,lead,9", (Problem(1, Wrong.COLUMN_UNKNOWN, value="shoe size"),)),
        ("email,name,role,email\na@b.c,A,lead,", (Problem(1, Wrong.COLUMN_TWICE, "email"),)),
        ('email,name,role\na@b.c,"A"x,lead', (Problem(2, Wrong.NOT_CSV),)),
        ('email,name,role\na@b.c,"A,lead', (Problem(2, Wrong.NOT_CSV),)),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_once(text, problems):
    assert read_people(text) == ((), problems)


def test_five_thousand_rows_are_taken_and_one_more_is_not():
    lines = "".join(f"p{number}@example.org,P,candidate\n" for number in range(ROWS_MAX))
    rows, problems = read_people("email,name,role\n" + lines)
    assert (len(rows), problems) == (ROWS_MAX, ())
    assert read_people("email,name,role\n" + lines + "one@example.org,P,lead") == (
        (),
        (Problem(ROWS_MAX + 2, Wrong.TOO_MANY_ROWS),),
    )


@pytest.mark.parametrize(
    ("line", "wrong", "column"),
    [
        (",Ana,,,,,lead,,,", Wrong.EMPTY, "email"),
        ("ana,Ana,,,,,lead,,,", Wrong.NOT_AN_EMAIL, "email"),
        ("a@b@c,Ana,,,,,lead,,,", Wrong.NOT_AN_EMAIL, "email"),
        ("=1@b.c,Ana,,,,,lead,,,", Wrong.FORMULA, "email"),
        ("a@b.c,=1+1,,,,,lead,,,", Wrong.FORMULA, "name"),
        ("a@b.c,+1,,,,,lead,,,", Wrong.FORMULA, "name"),
        ("a@b.c,Ana,,-1,,,lead,,,", Wrong.FORMULA, "unit"),
        ("a@b.c,Ana,,,@SUM(A1),,lead,,,", Wrong.FORMULA, "team"),
        ("a@b.c,A\u202ena,,,,,lead,,,", Wrong.CONTROL, "name"),
        ("a@b.c,A\x00na,,,,,lead,,,", Wrong.CONTROL, "name"),
        (f"a@b.c,{'A' * 201},,,,,lead,,,", Wrong.TOO_LONG, "name"),
        ("a@b.c,Ana,de,,,,lead,,,", Wrong.NOT_A_LANGUAGE, "language"),
        ("a@b.c,Ana,,,,nobody,lead,,,", Wrong.NOT_AN_EMAIL, "supervisor_email"),
        ("a@b.c,Ana,,,,A@B.C,lead,,,", Wrong.OWN_SUPERVISOR, "supervisor_email"),
        ("a@b.c,Ana,,,,,chief,,,", Wrong.NOT_A_ROLE, "role"),
        ("a@b.c,Ana,,,,,assessor,fr de,,", Wrong.NOT_A_LANGUAGE, "languages"),
        ("a@b.c,Ana,,,,,assessor,,201,", Wrong.NOT_A_CAPACITY, "capacity"),
        ("a@b.c,Ana,,,,,assessor,,-1,", Wrong.NOT_A_CAPACITY, "capacity"),
        ("a@b.c,Ana,,,,,assessor,,٣,", Wrong.NOT_A_CAPACITY, "capacity"),
        ("a@b.c,Ana,,,,,assessor,,,31/03/2027", Wrong.NOT_A_DATE, "trained_until"),
        ("a@b.c,Ana,,,,,assessor,,,2027-02-30", Wrong.NOT_A_DATE, "trained_until"),
        ("a@b.c,Ana,,,,,lead,,,,more", Wrong.TOO_MANY_CELLS, None),
    ],
)
def test_each_wrong_cell_is_named_with_its_place(line, wrong, column):
    _, problems = _one(line)
    assert [(problem.line, problem.wrong, problem.column) for problem in problems] == [(2, wrong, column)]


def test_every_problem_of_every_line_is_told():
    _, problems = read_people(HEADING + "x,=1,,,,,chief,,,\na@b.c,A,,,,,lead,,,\n,B,,,,,lead,,,\n")
    assert [(problem.line, problem.wrong) for problem in problems] == [
        (2, Wrong.NOT_AN_EMAIL), (2, Wrong.FORMULA), (2, Wrong.NOT_A_ROLE), (4, Wrong.EMPTY),
    ]  # fmt: skip


def test_line_numbers_count_lines_of_the_file_not_records():
    rows, _ = read_people('email,name,role\n"a@b.c","A",lead\n\nb@b.c,"B",lead')
    assert [row.line for row in rows] == [2, 4]
