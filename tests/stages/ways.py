"""How the machine's first case comes to each state: the first acts of an example, by the right people."""

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


def _decide_on_another_level(machine):
    machine.a_lead_decides(case=0, who=LEAD, outcome=Outcome.at(3))


def _decide_on_one_of_the_two(machine):
    machine.a_lead_decides(case=0, who=LEAD, outcome=Outcome.at(4))


def _release(machine):
    machine.couriers_work()
    machine.somebody_releases(case=0, who=LEAD)


def _withdraw(machine):
    machine.the_candidate_withdraws(case=0, earnest=7)


WAYS = (
    (),
    (_rate_far_apart,),
    (_rate_near,),
    (_rate_far_apart, _ask_for_a_third),
    (_rate_far_apart, _decide_on_another_level),
    (_rate_far_apart, _decide_on_one_of_the_two, _release),
    (_rate_far_apart, _withdraw),
)
