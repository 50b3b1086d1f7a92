"""Parts become one JSON text: what is read back is what was there, and what is no plain value is refused."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO

import pytest

from reviewboard.web.own_data.writing import write_parts

NOON = datetime(2026, 3, 31, 12, 0, 30, 999, tzinfo=UTC)
EASTERN = timezone(timedelta(hours=-4))


def written(*parts):
    out = BytesIO()
    write_parts(parts, out)
    return out.getvalue().decode()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Élodie « dit »\nnon", "Élodie « dit »\nnon"),
        ({"a": [1, None, True], "b": {}}, {"a": [1, None, True], "b": {}}),
        (NOON, "2026-03-31T12:00:30Z"),
        (NOON.astimezone(EASTERN), "2026-03-31T12:00:30Z"),
        (date(2026, 3, 31), "2026-03-31"),
        ("half \ud800 a sign", "half ? a sign"),
    ],
)
def test_a_value_is_read_back_as_what_it_was_whether_it_stands_alone_or_in_a_list(value, read):
    assert json.loads(written(("one", value), ("many", iter([value, value])))) == {"one": read, "many": [read, read]}


def test_a_list_may_hold_nothing_and_a_file_no_part():
    assert (json.loads(written(("none", iter([])), ("next", 1))), json.loads(written())) == ({"none": [], "next": 1}, {})


def test_a_person_can_read_it():
    text = written(("name", "Zoé"), ("cases", iter([{"title": "Ça"}])))
    assert text == '{\n  "name": "Zoé",\n  "cases": [\n    {\n      "title": "Ça"\n    }\n  ]\n}\n'


def test_what_is_no_plain_value_is_refused():
    with pytest.raises(TypeError, match="object is no plain value"):
        written(("thing", object()))
