"""What a cycle may hold, and what keeps it from opening, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reviewboard.foundation.cycle.rules import (
    LIMIT_RANGES,
    STANDARD_LIMITS,
    Missing,
    Preparation,
    missing_before_open,
    roles_clash,
    wrong_dates,
    wrong_limits,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READY = {
    "closes_at": NOW + timedelta(days=1), "scales": 1, "unpublished": 0, "assessors": 2, "leads": 1,
    "limits": STANDARD_LIMITS, "notices": 2,
}  # fmt: skip


def test_missing_before_open_names_nothing_when_all_is_there():
    assert missing_before_open(Preparation(**READY), NOW) == ()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"closes_at": NOW}, Missing.DATES),
        ({"scales": 0}, Missing.SCALE),
        ({"unpublished": 1}, Missing.SCALE),
        ({"assessors": 1}, Missing.ASSESSORS),
        ({"leads": 0}, Missing.LEAD),
        ({"limits": {}}, Missing.LIMITS),
        ({"notices": 1}, Missing.NOTICE),
    ],
)
def test_missing_before_open_names_each_thing(change, missing):
    assert missing_before_open(Preparation(**READY | change), NOW) == (missing,)


def test_missing_before_open_names_everything_in_the_order_of_set_up():
    nothing = Preparation(NOW, 0, 0, 0, 0, {}, 0)
    assert missing_before_open(nothing, NOW) == tuple(Missing)


@pytest.mark.parametrize("name", LIMIT_RANGES)
def test_wrong_limits_names_a_limit_just_outside_its_range(name):
    allowed = LIMIT_RANGES[name]
    for value in (allowed.start - 1, allowed.stop, None, True, "2", 1.5):
        assert wrong_limits({**STANDARD_LIMITS, name: value}) == (name,)


@pytest.mark.parametrize("name", sorted(set(LIMIT_RANGES) - {"examples_min", "examples_max"}))
def test_wrong_limits_takes_both_ends_of_a_range(name):
    allowed = LIMIT_RANGES[name]
    for value in (allowed.start, allowed.stop - 1):
        assert wrong_limits({**STANDARD_LIMITS, name: value}) == ()


def test_wrong_limits_refuses_fewer_at_most_than_at_least():
    assert wrong_limits({**STANDARD_LIMITS, "examples_min": 3, "examples_max": 2}) == ("examples_max",)
    assert wrong_limits({**STANDARD_LIMITS, "examples_min": 2, "examples_max": 2}) == ()


def test_wrong_limits_names_what_it_does_not_know():
    assert wrong_limits({**STANDARD_LIMITS, "pages_max": 3}) == ("pages_max",)


@pytest.mark.parametrize(
    ("closes_at", "hear_by", "wrong"),
    [
        (NOW + timedelta(days=1), date(2026, 11, 24), ()),
        (NOW, date(2026, 11, 24), ("closes_at",)),
        (NOW + timedelta(days=1), date(2026, 11, 23), ("hear_by",)),
        (NOW - timedelta(days=1), date(2026, 11, 1), ("closes_at", "hear_by")),
    ],
)
def test_wrong_dates_follow_one_another(closes_at, hear_by, wrong):
    assert wrong_dates(NOW, closes_at, hear_by) == wrong


@pytest.mark.parametrize(
    ("held", "wanted", "clash"),
    [
        ((), "coordinator", False),
        (("coordinator",), "assessor", True),
        (("coordinator",), "lead", True),
        (("coordinator",), "candidate", True),
        (("assessor",), "coordinator", True),
        (("assessor",), "lead", False),
        (("candidate",), "assessor", False),
        (("coordinator",), "coordinator", False),
    ],
)
def test_roles_clash_keeps_a_coordinator_apart(held, wanted, clash):
    assert roles_clash(frozenset(held), wanted) is clash
