"""How an example of the machine of recourse begins, once its result is released: the first acts, by the right people."""

from reviewboard.quality.queries import finding_of, has_opened
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind, Stand
from tests.stages.ways import WAYS, Way

FIRST, SECOND, THIRD = 6, 7, 8  # leads among everyone who took no part in the first round


def _ask(machine):
    machine.the_candidate_asks(Kind.REVIEW)


def _hear(machine):
    machine.somebody_takes_it(Kind.REVIEW, FIRST)
    machine.somebody_opens_the_file(FIRST)
    machine.later(hours=25)
    machine.somebody_notes_a_meeting(FIRST)


def _vary(machine):
    machine.somebody_answers_it(Kind.REVIEW, FIRST, Verdict.VARIED, Outcome.at(3))


def _sign(machine):
    machine.somebody_signs_it_or_sends_it_back(SECOND, True)


def _return(machine):
    machine.somebody_answers_it(Kind.REVIEW, FIRST, Verdict.RETURNED, Outcome.at(3))
    machine.work()


def _rate_afresh(machine):
    machine.somebody_takes_it(Kind.FRESH, SECOND)
    machine.both_raters_rate_and_the_couriers_work(case=1, pair=(Outcome.at(2), Outcome.at(2)))


def _conclude(machine):
    machine.somebody_answers_it(Kind.FRESH, SECOND, Verdict.VARIED, Outcome.at(2))


def _check(machine):
    machine.work()
    machine.a_rater_rates(0, 4, Outcome.at(1), True)
    machine.work()
    assert machine.build.read(finding_of, machine.cases[0]) is not None


def _open(machine):
    for lead in (FIRST, THIRD):
        machine.somebody_opens_the_check(lead)
        assert machine.build.read(has_opened, machine.cases[0], machine.who(lead))


def _be_refused(machine):
    for lead in (FIRST, THIRD):
        machine.somebody_takes_it(Kind.REVIEW, lead)
    assert machine.recourses()[Kind.REVIEW].stand == Stand.ASKED


def _feedback(machine):
    machine.the_candidate_asks(Kind.FEEDBACK)
    machine.somebody_takes_it(Kind.FEEDBACK, THIRD)
    machine.somebody_answers_it(Kind.FEEDBACK, THIRD, Verdict.GIVEN, Outcome.at(2))


STARTS = {
    "released": ((), set()),
    "feedback": ((_feedback,), {(Kind.FEEDBACK, Stand.CONCLUDED)}),
    "heard": ((_ask, _hear), {(Kind.REVIEW, stand) for stand in (Stand.ASKED, Stand.TAKEN, Stand.DISCLOSED, Stand.MET)}),
    "varied": ((_ask, _hear, _vary), {(Kind.REVIEW, Stand.COUNTERSIGN)}),
    "signed": ((_ask, _hear, _vary, _sign), {(Kind.REVIEW, Stand.CONCLUDED)}),
    "returned": ((_ask, _hear, _return), {(Kind.FRESH, Stand.ASKED)}),
    "rated afresh": ((_ask, _hear, _return, _rate_afresh), {(Kind.FRESH, Stand.TAKEN)}),
    "checked": ((_check, _open, _ask, _be_refused), {(Kind.REVIEW, Stand.ASKED)}),
    "concluded": ((_ask, _hear, _return, _rate_afresh, _conclude), {(Kind.FRESH, Stand.CONCLUDED)}),
}
"""How an example begins once the result is released, and the stands that it surely passes."""


def way_of(name):
    """Return the whole way of such an example from its beginning, and the stands that it surely passes."""
    acts, passes = STARTS[name]
    released = WAYS["released"]
    if name == "checked":  # what was disputed is not
        return Way((*WAYS["alike"].acts, released.acts[-1], *acts), frozenset(), {"confirm_agreement": False}), passes
    return Way((*released.acts, *acts), released.passes, released.policy), passes
