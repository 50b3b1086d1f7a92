"""A stored policy is settled before a cycle keeps it: the ladder and the terms of recourse, every default said."""

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.stages.consensus import policy as ladder
from reviewboard.stages.recourse.rules import SETTING, Terms, UnknownTerm, wrong_terms


def settled(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return policy with every setting said. Raises WrongSettings naming all that is wrong."""
    wrong: tuple[str, ...] = ()
    said: dict[str, Any] = {}
    try:
        said = ladder.settled(policy)
    except WrongSettings as refused:
        wrong = refused.fields
    try:
        terms = Terms.from_policy(policy)
        wrong += wrong_terms(terms)
    except UnknownTerm as unknown:
        raise WrongSettings((*wrong, *str(unknown).split(", "))) from unknown
    if wrong:
        raise WrongSettings(wrong)
    return said | {SETTING: terms.as_policy()}
