"""A stored policy is settled before a cycle keeps it: every default said, nothing unknown, nothing impossible."""

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.consensus.rules import Ladder, UnknownSetting, validate


def settled(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return policy with every setting of the ladder said. Raises WrongSettings naming what is wrong."""
    try:
        ladder = Ladder.from_policy(policy)
    except UnknownSetting as unknown:
        raise WrongSettings(tuple(str(unknown).split(", "))) from unknown
    wrong = validate(ladder)
    if wrong:
        raise WrongSettings(wrong)
    return ladder.as_policy()
