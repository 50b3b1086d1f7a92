"""A stored policy is settled before a cycle keeps it: what comes before retention, then its schedule, every default said."""

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.recourse import policy as recourse
from reviewboard.stages.retention.rules import SETTING, Schedule, UnknownSchedule, wrong_schedule


def settled(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return policy with every setting said. Raises WrongSettings naming all that is wrong."""
    wrong: tuple[str, ...] = ()
    said: dict[str, Any] = {}
    try:
        said = recourse.settled({name: value for name, value in policy.items() if name != SETTING})
    except WrongSettings as refused:
        wrong = refused.fields
    try:
        schedule = Schedule.from_policy(policy)
        wrong += wrong_schedule(schedule)
    except UnknownSchedule as unknown:
        raise WrongSettings((*wrong, *str(unknown).split(", "))) from unknown
    if wrong:
        raise WrongSettings(wrong)
    return said | {SETTING: schedule.as_policy()}
