"""The forecast: seats that wait shrink by what people seal in a day, never by more, and never later with more people."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.forecasting import HORIZON, Reader, forecast

TODAY = date(2026, 3, 2)
FRENCH, ENGLISH, BOTH = Reader(frozenset({"fr"})), Reader(frozenset({"en"})), Reader(frozenset({"fr", "en"}))


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("waiting", "readers", "pace", "more", "empty_on", "unread"),
    [
        ({}, [], 1.0, {}, 0, ()),
        ({"fr": 4}, 10 * [FRENCH], 1.0, {}, 0, ()),
        ({"fr": 10}, 2 * [FRENCH], 1.0, {}, 4, ()),
        ({"fr": 10, "en": 10}, [FRENCH, FRENCH, BOTH, BOTH], 1.0, {}, 4, ()),
        ({"fr": 4, "en": 6}, [BOTH], 0.5, {}, 19, ()),
        ({"fr": 1}, 5 * [ENGLISH], 1.0, {}, None, ("fr",)),
        ({"fr": 1}, 5 * [FRENCH], 0.0, {}, None, ("fr",)),
        ({"fr": 10}, [FRENCH], 1.0, {"coming": {"fr": 20}, "until": 10}, 29, ()),
        ({}, 10 * [FRENCH], 1.0, {"coming": {"fr": 20}, "until": 10}, 9, ()),
        ({"en": 1000}, [ENGLISH], 1.0, {}, None, ()),
        # who reads both goes where the others cannot finish, not where more waits just now
        ({"fr": 10, "en": 9}, [*9 * [ENGLISH], *5 * [BOTH]], 1.0, {}, 1, ()),
    ],
)
def test_forecast_says_when_the_last_seat_is_rated(waiting, readers, pace, more, empty_on, unread):
    found = forecast(waiting, readers, pace, TODAY, **more)
    assert (found.empty_on, found.unread) == (empty_on, unread)
    assert len(found.left) == (HORIZON if empty_on is None else empty_on + 1)
    assert (found.left[-1] == 0) == (empty_on is not None)


@pytest.mark.parametrize(
    ("reader", "empty_on"),
    [
        (Reader(frozenset({"fr"})), 3),
        (Reader(frozenset({"fr"}), away_from=_day(0), away_to=_day(9)), 13),
        (Reader(frozenset({"fr"}), away_to=_day(0)), 4),
        (Reader(frozenset({"fr"}), away_from=_day(2), away_to=_day(2)), 4),
        (Reader(frozenset({"fr"}), away_from=_day(2)), None),
        (Reader(frozenset({"fr"}), trained_until=_day(3)), 3),
        (Reader(frozenset({"fr"}), trained_until=_day(2)), None),
        (Reader(frozenset({"fr"}), capacity=0), None),
        (Reader(frozenset({"fr"}), capacity=0, held=4), 3),
    ],
)
def test_each_rates_on_the_days_they_are_here_and_may(reader, empty_on):
    assert forecast({"fr": 4}, [reader], 1.0, TODAY).empty_on == empty_on


def test_who_comes_back_within_the_year_is_somebody_who_reads_the_language():
    away = Reader(frozenset({"fr"}), away_from=_day(-3), away_to=_day(40))
    assert [forecast({"fr": 1}, readers, 1.0, TODAY).unread for readers in ([away], [])] == [(), ("fr",)]


seats = st.fixed_dictionaries({"fr": st.integers(0, 60), "en": st.integers(0, 60)})
days = st.none() | st.integers(-5, 60).map(_day)
people = st.builds(
    Reader, st.sampled_from([FRENCH.languages, ENGLISH.languages, BOTH.languages]), away_from=days, away_to=days,
    trained_until=st.just(date.max) | st.integers(-1, 60).map(_day),
)  # fmt: skip


@settings(deadline=None)
@given(seats, seats, st.lists(people, max_size=6), people, st.floats(0, 4, allow_subnormal=False), st.integers(0, 20))
def test_nobody_rates_more_than_their_pace_and_more_people_never_empty_it_later(waiting, coming, readers, one, pace, until):
    found = forecast(waiting, readers, pace, TODAY, coming, until=until)
    total, new, span = sum(waiting.values()), sum(coming.values()), max(1, until)
    done = 0.0
    for day, left in enumerate(found.left):
        done += pace * sum(reader.rates_on(_day(day)) for reader in readers)
        assert total + new * min(day + 1, span) / span - done - 1e-3 <= left <= total + new + 1e-3
    assert (found.empty_on is None) == (found.left[-1] > 0)
    more = forecast(waiting, [*readers, one], pace, TODAY, coming, until=until)
    assert more.empty_on is not None or found.empty_on is None
    assert found.empty_on is None or more.empty_on <= found.empty_on
