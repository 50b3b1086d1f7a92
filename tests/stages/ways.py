"""How the machine's first case comes to each state: the first acts of an example, by the right people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reviewboard.stages.rating.rules import Outcome

FAR_APART = (Outcome.at(1), Outcome.at(4))
NEAR = (Outcome.at(1), Outcome.at(2))  # on one side of the required level: always a discussion
LEAD = 5  # the first lead among everyone


def _rate_far_apart(machine):
    machine.both_raters_rate_and_the_couriers_work(case=0, pair=FAR_APART)


def _rate_near(machine):
    machine.both_raters_rate_and_the_couriers_work(case=0, pair=NEAR)


def _ask_for_a_third(machine):
    machine.somebody_asks_for_a_third_rating(case=0, who=LEAD)


def _ask_the_candidate(machine):
    machine.somebody_asks_the_candidate(case=0, who=LEAD)


def _decide_on_another_level(machine):
    machine.a_lead_decides(case=0, who=LEAD, outcome=Outcome.at(3))


def _decide_on_one_of_the_two(machine):
    machine.a_lead_decides(case=0, who=LEAD, outcome=Outcome.at(4))


def _release(machine):
    machine.couriers_work()
    machine.somebody_releases(case=0, who=LEAD)


def _withdraw(machine):
    machine.the_candidate_withdraws(case=0, earnest=7)


def _rate_alike(machine):
    machine.both_raters_rate_and_the_couriers_work(case=0, pair=(Outcome.at(3), Outcome.at(3)))


@dataclass(frozen=True)
class Way:
    """The first acts of an example, the policy they need, and the states that they surely pass."""

    acts: tuple[Callable[[Any], None], ...]
    passes: frozenset[str]
    policy: dict[str, Any] = field(default_factory=dict)


def _way(*acts, passes, **policy):
    return Way(acts, frozenset(passes.split()), policy)


WAYS = {
    "written": _way(passes="draft"),
    "near": _way(_rate_near, passes="submitted rating discussion"),
    "alike": _way(_rate_alike, passes="confirmation", confirm_agreement=True),
    "far apart": _way(_rate_far_apart, passes="dispute"),
    "third rating": _way(_rate_far_apart, _ask_for_a_third, passes="third_rating"),
    "asked": _way(_rate_far_apart, _ask_the_candidate, passes="asked"),
    "another level": _way(_rate_far_apart, _decide_on_another_level, passes="countersign"),
    "released": _way(_rate_far_apart, _decide_on_one_of_the_two, _release, passes="decided recorded released"),
    "withdrawn": _way(_rate_far_apart, _withdraw, passes="withdrawn"),
}
