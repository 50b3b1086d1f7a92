"""The forecast: seats that wait shrink by what people seal in a day, and never by more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.assignment.forecasting import HORIZON, Readers, forecast


@pytest.mark.parametrize(
    ("waiting", "readers", "more", "empty_on", "unread"),
    [
        ({}, Readers({}, 0, 1.0), {}, 0, ()),
        ({"fr": 10}, Readers({"fr": 2}, 0, 1.0), {}, 4, ()),
        ({"fr": 10, "en": 10}, Readers({"fr": 2}, 2, 1.0), {}, 4, ()),
        ({"fr": 4, "en": 6}, Readers({}, 1, 0.5), {}, 19, ()),
        ({"fr": 1}, Readers({"en": 5}, 0, 1.0), {}, None, ("fr",)),
        ({"fr": 1}, Readers({"fr": 5}, 0, 0.0), {}, None, ("fr",)),
        ({"fr": 10}, Readers({"fr": 1}, 0, 1.0), {"coming": {"fr": 20}, "until": 10}, 29, ()),
        ({}, Readers({"fr": 10}, 0, 1.0), {"coming": {"fr": 20}, "until": 10}, 9, ()),
        ({"en": 1000}, Readers({"en": 1}, 0, 1.0), {}, None, ()),
    ],
)
def test_forecast_says_when_the_last_seat_is_rated(waiting, readers, more, empty_on, unread):
    found = forecast(waiting, readers, **more)
    assert (found.empty_on, found.unread) == (empty_on, unread)
    assert len(found.left) == (HORIZON if empty_on is None else empty_on + 1)


seats = st.fixed_dictionaries({"fr": st.integers(0, 200), "en": st.integers(0, 200)})


@given(seats, seats, st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.floats(0, 4))
def test_nobody_rates_more_than_their_pace_and_more_people_never_take_longer(waiting, coming, french, english, both, pace):
    readers = Readers({"fr": french, "en": english}, both, pace)
    found = forecast(waiting, readers, coming, until=5)
    total = sum(waiting.values()) + sum(coming.values())
    for day, left in enumerate(found.left):
        came = sum(waiting.values()) + sum(coming.values()) * min(day + 1, 5) / 5
        assert came - (day + 1) * pace * (french + english + both) - 1e-3 <= left <= total + 1e-3
    more = forecast(waiting, Readers({"fr": french, "en": english}, both + 1, pace), coming, until=5)
    assert (more.empty_on or 0) <= (HORIZON if found.empty_on is None else found.empty_on)
