"""Where a list goes on, out of an address: read as it was written, and anything else is no place at all."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from reviewboard.web.cursor import from_key, to_key

pytestmark = pytest.mark.each

AT = datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5))])
def test_a_key_comes_back_as_the_same_moment_in_utc(zone):
    moment, row_id = from_key(to_key(AT.astimezone(zone), "abc"))
    assert (moment, moment.utcoffset(), row_id) == (AT, timedelta(0), "abc")


@pytest.mark.parametrize(
    "text",
    [None, "", "~", "x~y", "2026-03-01T12:30:00~no-zone", "0001-01-01T00:00:00+14:00~early", "9999-12-31T23:00:00-12:00~late"],
)
def test_what_is_no_key_is_no_place(text):
    assert from_key(text) is None
