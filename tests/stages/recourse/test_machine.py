"""Anyone tries anything about a result, while a fresh pair's case goes its own way beside it: every promise holds.

The second case of the machine is the one that is rated afresh, as soon as there is one.
"""

from datetime import timedelta
from typing import ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.part import ANSWERED, DECIDED
from reviewboard.stages.recourse.people import waits_for
from reviewboard.stages.recourse.queries import records_of, recourses_of
from reviewboard.stages.recourse.refusals import CannotAnswer
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.step import require_who
from reviewboard.stages.recourse.steps import HANDLED, OVER, STEPS, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse, RecourseHandler
from reviewboard.stages.recourse.unanswerable import WAITS, unanswerable
from reviewboard.stages.submission.tables import Case
from tests import lengths
from tests.stages.machine import WayOfACase, anyone, outcomes
from tests.stages.once import once
from tests.stages.recourse.hearing import GROUND_TEXT, LONG, NOTES
from tests.stages.ways import WAYS

kinds = st.sampled_from(list(Kind))
any_lead = st.integers(5, 9)  # everyone: five assessors, five leads, two candidates, a coordinator
verdicts = st.sampled_from(list(Verdict))
CANDIDATE, COORDINATOR = 10, 12
FIRST, SECOND, THIRD = 6, 7, 8  # leads who took no part in the first round


def answered(case_id):
    """Return who answered, decided, signed or sent back a recourse of a case."""
    of_it = select(Recourse.id).where(Recourse.case_id == case_id)
    rows = [db.session.execute(select(column).where(table.recourse_id.in_(of_it))).scalars() for table, column in ANSWERED]
    return {who for found in rows for who in found} - {None}


def took_part(*case_ids):
    """Return who had a seat on one of these cases, or decided something there."""
    where = [select(column).where(table.case_id.in_(case_ids)) for table, column in ((Seat, Seat.assessor_id), *DECIDED)]
    return {who for rows in where for who in db.session.execute(rows).scalars()} - {None}


class WayOfARecourse(WayOfACase):
    """A released case whose dispute the first lead decided; five leads."""

    leads = 5
    stands: ClassVar[set[tuple[str, str]]] = set()

    def look(self):
        super().look()
        self.stands.update((kind, one.stand) for kind, one in self.recourses().items())
        fresh = self.build.read(lambda: db.session.scalar(select(Case.id).where(Case.fresh_of == self.cases[0])))
        if fresh:
            self.cases[1], self.people.candidates[1] = fresh, self.people.candidates[0]

    def recourses(self):
        def read():
            found = recourses_of(self.cases[0])
            db.session.expunge_all()
            return found

        return self.build.read(read)

    def of(self, action, who, **arguments):
        """Take an act about the result, by one of everyone."""
        self.act(action, case_id=self.cases[0], actor=self.who(who), **arguments)

    def version(self, kind):
        found = self.recourses().get(kind)
        return found.version if found else 0

    @rule(kind=kinds, who=anyone)
    def somebody_asks(self, kind, who):
        grounds = {} if kind is Kind.FEEDBACK else {Ground.ANCHOR: GROUND_TEXT}
        self.of(actions.keep_ask, who, kind=kind, request="Why?", grounds=grounds, version=self.version(kind))
        self.of(actions.ask, who, kind=kind, version=self.version(kind))

    @rule(kind=kinds)
    def the_candidate_asks(self, kind):
        self.somebody_asks(kind, CANDIDATE)

    @rule(kind=kinds, who=anyone, earnest=st.integers(0, 5))
    def somebody_takes_it_back(self, kind, who, earnest):
        candidate = self.who(who).account_id == self.people.candidates[0]
        if not candidate or earnest == 5:
            self.given_up[1] = self.given_up[1] or candidate
            self.of(actions.withdraw, who, kind=kind)

    @rule(kind=kinds, who=anyone)
    def somebody_takes_it(self, kind, who):
        self.of(actions.take, who, kind=kind)

    @rule(kind=kinds, who=st.sampled_from((COORDINATOR, FIRST, CANDIDATE)), lead=anyone)
    def somebody_names_who_answers(self, kind, who, lead):
        self.of(actions.name_handler, who, kind=kind, account_id=self.who(lead).account_id, reason=LONG,
                version=self.version(kind))  # fmt: skip

    @rule(kind=kinds, who=any_lead)
    def somebody_gives_it_back(self, kind, who):
        self.of(actions.hand_over, who, kind=kind, reason=LONG)

    @rule(who=anyone)
    def somebody_opens_the_file(self, who):
        self.of(actions.disclose, who)

    @rule(who=anyone, waive=st.booleans())
    def somebody_is_ready_or_wants_no_meeting(self, who, waive):
        self.of(actions.waive_meeting if waive else actions.say_ready, who)

    @rule(who=anyone)
    def somebody_notes_a_meeting(self, who):
        self.of(actions.note_meeting, who, met_on=self.build.now.date(), attended="Both", notes=NOTES)

    @rule(kind=kinds, who=any_lead, verdict=verdicts, outcome=outcomes)
    def somebody_answers_it(self, kind, who, verdict, outcome):
        varies = verdict is Verdict.VARIED and kind is Kind.REVIEW
        texts = {"effort": LONG, "benefit": LONG} if varies else {}
        grounds = {} if kind is Kind.FEEDBACK else {Ground.ANCHOR.value: LONG}
        answer = actions.Answer(verdict, LONG + " In all.", grounds, outcome if varies else None, texts, LONG if varies else "")
        self.of(actions.decide, who, kind=kind, answer=answer, version=self.version(kind))

    @rule(who=anyone, signs=st.booleans())
    def somebody_signs_it_or_sends_it_back(self, who, signs):
        if signs:
            self.of(actions.countersign, who, version=self.version(Kind.REVIEW))
        else:
            self.of(actions.decline, who, reason=LONG, version=self.version(Kind.REVIEW))

    @rule(kind=kinds, lead=any_lead, outcome=outcomes)
    def the_right_person_goes_on_with_it(self, kind, lead, outcome):
        one = self.recourses().get(kind)
        stand = one.stand if one else Stand.DRAFT
        handler = next((n for n in range(5, 10) if one and self.who(n).account_id == one.handler_id), lead)
        match stand:
            case Stand.DRAFT:
                self.the_candidate_asks(kind)
            case Stand.ASKED:
                self.somebody_takes_it(kind, lead)
            case Stand.DISCLOSED:
                self.somebody_is_ready_or_wants_no_meeting(CANDIDATE, True)
            case Stand.COUNTERSIGN:
                self.somebody_signs_it_or_sends_it_back(lead, True)
            case Stand.TAKEN if kind is Kind.REVIEW:
                self.somebody_opens_the_file(handler)
            case Stand.TAKEN | Stand.MET:
                self.somebody_answers_it(kind, handler, Verdict.VARIED, outcome)
        self.work()

    @rule(days=st.sampled_from((1, 2, 16, 31)))
    def days_pass(self, days):
        self.later(days=days)

    def later(self, **more):
        self.build.now += timedelta(**more)
        with self.build.app.app_context():
            actions.sweep_windows(self.build.now)
            actions.sweep_due(self.build.now)
        self.look()

    @once("no_record_is_superseded_without_its_basis")
    @invariant()
    def no_record_is_superseded_without_its_basis(self):
        def read():
            found = records_of(self.cases[0])
            bases = [one.review_id or one.agreement_id or one.resolution_id for one in found]
            rows = [(one.id, one.supersedes_id, one.superseded_at is None) for one in found]
            return [(*row, basis) for row, basis in zip(rows, bases, strict=True)]

        records = self.build.read(read)
        assert [in_force for _id, _supersedes, in_force, _basis in records] == [False] * (len(records) - 1) + [True]
        assert [supersedes for _id, supersedes, _in_force, _basis in records] == [None, *(one[0] for one in records[:-1])]
        assert all(basis for *_rest, basis in records)

    @once("nobody_answers_what_they_took_part_in")
    @invariant()
    def nobody_answers_what_they_took_part_in(self):
        def read():
            case = self.cases[0]
            part = took_part(case)
            by_kind = {kind: {who for (who,) in db.session.query(RecourseHandler.account_id).filter_by(recourse_id=one.id)}
                       for kind, one in recourses_of(case).items()}  # fmt: skip
            fresh = self.cases[1:] if db.session.get_one(Case, self.cases[1]).fresh_of else []
            return part, by_kind, took_part(*fresh) & (part | answered(case))

        part, by_kind, twice = self.build.read(read)
        assert twice == set()
        assert {kind: who & part for kind, who in by_kind.items() if kind is not Kind.FEEDBACK and who & part} == {}
        kinds_there = list(by_kind)
        assert not any(by_kind[one] & by_kind[other] for one in kinds_there for other in kinds_there if one is not other)

    @once("somebody_can_go_on")
    @invariant()
    def somebody_can_go_on(self):
        """Its candidate takes it back, or a lead signs, whom the coordinator adds where none is left; nothing holds it up."""
        for kind, one in self.recourses().items():
            if one.stand in OVER or one.stand == Stand.COUNTERSIGN:
                continue
            steps = [step for step in STEPS if (step.kind, step.start) == (kind, one.stand) and step.end is not step.start]
            assert any(self.build.read(self._may, step, one) for step in steps) or one.stand == Stand.DRAFT
            assert one.stand not in HANDLED or one.handler_id is not None

    @once("the_list_of_what_nobody_may_answer_says_what_is_said_of_each")
    @invariant()
    def the_list_of_what_nobody_may_answer_says_what_is_said_of_each(self):
        def read():
            case = db.session.get_one(Case, self.cases[0])
            alone = {one.kind for one in recourses_of(case.id).values() if one.stand in WAITS and not waits_for(one)}
            return alone ^ {row.kind for row in unanswerable(case.cycle_id, limit=9)}

        assert self.build.read(read) == set()

    def _may(self, step, one):
        case = db.session.get_one(Case, self.cases[0])
        for person in self.everyone:
            try:
                require_who(step, case, one, person)
            except (NotYours, CannotAnswer):
                continue
            return True
        return False


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
    "concluded": ((_ask, _hear, _return, _rate_afresh, _conclude), {(Kind.FRESH, Stand.CONCLUDED)}),
}
"""How an example begins once the result is released, and the stands that it surely passes."""


@lengths.once_unless_long
@pytest.mark.parametrize("name", STARTS)
def test_anyone_tries_anything_about_a_result(build, empty_the_board, starts, name):
    acts, passes = STARTS[name]
    released = WAYS["released"]
    way = type(released)((*released.acts, *acts), released.passes, released.policy)
    machine = type("Machine", (WayOfARecourse,), {"reached": set(), "stands": set()})
    machine.build, machine.reset, machine.starts, machine.way = build, staticmethod(empty_the_board), starts, way
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lengths.length(usual=13, long=130) if starts.lasting else 2,
            stateful_step_count=lengths.length(usual=30, long=50), derandomize=not lengths.LONG, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert {(kind, Stand(stand)) for kind, stand in machine.stands} >= passes
