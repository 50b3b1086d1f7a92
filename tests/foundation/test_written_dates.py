"""A day and an hour are written as each language writes them, in the reader's zone."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from reviewboard.foundation.written_dates import written_day, written_hour, written_moment

NIGHT = datetime(2026, 4, 1, 3, 5, tzinfo=UTC)  # in Toronto the evening before
MORNING = datetime(2026, 4, 1, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "hour", "evening"),
    [
        ("fr", "mercredi 1er avril 2026", "9\u00a0h\u00a005", "31 mars 2026, 23\u00a0h\u00a005"),
        ("en", "Wednesday 1 April 2026", "09:05", "31 March 2026, 23:05"),
    ],
)
def test_each_language_writes_a_date_its_own_way(empty_board, language, day, hour, evening):
    with empty_board.test_request_context(), force_locale(language):
        written = (written_day(date(2026, 4, 1), weekday=True), written_hour(MORNING), written_moment(NIGHT))
    assert written == (day, hour, evening)


def test_a_moment_counts_as_the_day_it_is_for_the_reader(empty_board):
    with empty_board.test_request_context(), force_locale("fr"):
        assert (written_day(NIGHT), written_day(MORNING)) == ("31 mars 2026", "1er avril 2026")


@pytest.mark.parametrize(
    ("zone", "written"),
    [("America/Toronto", "1 April 2026, 09:05 EDT"), ("America/Vancouver", "1 April 2026, 06:05 PDT")],
)
def test_a_zone_that_is_asked_for_is_used_and_named(empty_board, zone, written):
    with empty_board.test_request_context(), force_locale("en"):
        assert written_moment(MORNING, zone=zone) == written
