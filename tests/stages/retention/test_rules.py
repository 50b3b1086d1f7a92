"""When a case may go, as tables: end, last use, holds, recourse, proposals."""

from datetime import UTC, datetime

import pytest

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.policy import settled
from reviewboard.stages.record.rules import years_after
from reviewboard.stages.retention.rules import (
    Bar,
    Life,
    Schedule,
    bars,
    due,
    wrong_schedule,
)
from reviewboard.stages.section import UnknownSetting


def day(text):
    return datetime.fromisoformat(f"{text}T12:00:00+00:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("ended", "used", "schedule", "wanted"),
    [
        ("2020-05-01", "2020-05-01", Schedule(), "2025-05-01"),
        ("2020-05-01", "2022-05-01", Schedule(), "2025-05-01"),
        ("2020-05-01", "2024-01-01", Schedule(), "2026-01-01"),
        ("2020-05-01", "2020-05-01", Schedule(years=2), "2022-05-01"),
        ("2020-05-01", "2021-05-02", Schedule(years=2), "2023-05-02"),
        ("2020-05-01", "2021-05-02", Schedule(years=2, years_after_use=5), "2026-05-02"),
        ("2020-02-29", "2020-02-29", Schedule(), "2025-03-01"),
        ("2024-02-29", "2024-02-29", Schedule(years=4), "2028-02-29"),
    ],
)
def test_a_case_is_due_years_after_its_end_and_its_last_use(ended, used, schedule, wanted):
    assert due(day(ended), day(used), schedule) == day(wanted)


def test_a_leap_day_counts_as_the_first_of_march():
    assert years_after(day("2020-02-29"), 1) == day("2021-03-01")


NOW = "2025-05-01"
OVER = Life(day("2020-05-01"), day("2020-05-01"))


@pytest.mark.parametrize(
    ("life", "now", "wanted"),
    [
        (OVER, NOW, ()),
        (OVER, "2025-04-30", (Bar.TOO_EARLY,)),
        (Life(None, day("2001-01-01")), NOW, (Bar.NOT_OVER,)),
        (Life(None, day("2001-01-01"), held=True), NOW, (Bar.NOT_OVER,)),
        (Life(day("2020-05-01"), day("2023-05-02")), NOW, (Bar.TOO_EARLY,)),
        (Life(day("2020-05-01"), day("2023-05-01")), NOW, ()),
        (Life(OVER.ended_at, OVER.last_used_at, held=True), NOW, (Bar.HELD,)),
        (Life(OVER.ended_at, OVER.last_used_at, in_recourse=True), NOW, (Bar.RECOURSE,)),
        (Life(OVER.ended_at, OVER.last_used_at, askable=True), NOW, (Bar.ASKABLE,)),
        (Life(OVER.ended_at, OVER.last_used_at, proposed=True), NOW, (Bar.PROPOSED,)),
        (Life(OVER.ended_at, OVER.last_used_at, held=True, took_part=True), NOW, (Bar.TOOK_PART,)),
        (Life(None, OVER.last_used_at, took_part=True), NOW, (Bar.TOOK_PART,)),
        (Life(OVER.ended_at, OVER.last_used_at, held=True, in_recourse=True, askable=True, proposed=True), "2025-04-30",
         (Bar.TOO_EARLY, Bar.HELD, Bar.RECOURSE, Bar.ASKABLE, Bar.PROPOSED)),
    ],
)  # fmt: skip
def test_everything_that_stands_against_a_disposal_is_said(life, now, wanted):
    assert bars(life, Schedule(), day(now)) == wanted


@pytest.mark.parametrize(
    ("schedule", "wrong"),
    [
        (Schedule(), ()),
        (Schedule(2, 2), ()),
        (Schedule(50, 50), ()),
        (Schedule(1, 2), ("years",)),
        (Schedule(5, 1), ("years_after_use",)),
        (Schedule(51, 51), ("years", "years_after_use")),
        (Schedule(True, 2.0), ("years", "years_after_use")),
    ],
)
def test_impossible_schedules_are_named(schedule, wrong):
    assert wrong_schedule(schedule) == wrong


def test_a_policy_says_its_schedule_and_an_old_one_means_the_default():
    assert settled({})[Schedule.SETTING] == {"years": 5, "years_after_use": 2}
    assert settled({Schedule.SETTING: {"years": 7}})[Schedule.SETTING] == {"years": 7, "years_after_use": 2}
    assert Schedule.from_policy({"confirm_agreement": True}) == Schedule()
    with pytest.raises(UnknownSetting):
        Schedule.from_policy({Schedule.SETTING: {"days": 3}})


@pytest.mark.parametrize(
    ("policy", "wrong"),
    [
        ({Schedule.SETTING: {"years": 1}}, ("years",)),
        ({Schedule.SETTING: {"months": 3}}, ("months",)),
        ({Schedule.SETTING: {"years": 1}, "discuss_distance": -1}, ("discuss_distance", "years")),
    ],
)
def test_a_wrong_policy_names_all_that_is_wrong(policy, wrong):
    with pytest.raises(WrongSettings) as refused:
        settled(policy)
    assert refused.value.fields == wrong
