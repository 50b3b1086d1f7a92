"""A cycle's policy, whole: before a cycle keeps it, every section says its every default, and nothing in it is impossible."""

from collections.abc import Callable, Mapping
from typing import Any

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.consensus.rules import Ladder, validate
from reviewboard.stages.recourse.rules import Terms, wrong_terms
from reviewboard.stages.retention.rules import Schedule, wrong_schedule
from reviewboard.stages.section import Section, UnknownSetting

SECTIONS: tuple[tuple[type[Section], Callable[[Any], tuple[str, ...]]], ...] = (
    (Ladder, validate), (Terms, wrong_terms), (Schedule, wrong_schedule),
)  # fmt: skip
"""Every section, and what names its impossible values. The ladder's settings stand in the policy by themselves."""


def settled(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return policy with every setting said. Raises WrongSettings naming all that is wrong."""
    said: dict[str, Any] = {}
    wrong: tuple[str, ...] = ()
    for section, impossible in SECTIONS:
        try:
            read = section.from_policy(policy)
        except UnknownSetting as unknown:
            wrong += tuple(str(unknown).split(", "))
            continue
        wrong += impossible(read)
        said |= read.as_policy() if section is Ladder else {section.SETTING: read.as_policy()}
    if wrong:
        raise WrongSettings(wrong)
    return said
