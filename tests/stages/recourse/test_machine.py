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
from reviewboard.quality.actions import open_check
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.own_work import Doing, own_work
from reviewboard.stages.recourse.part import ANSWERED, DECIDED
from reviewboard.stages.recourse.people import waits_for
from reviewboard.stages.recourse.queries import led_under_way, records_of, recourses_of
from reviewboard.stages.recourse.refusals import CannotAnswer
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.step import require_who
from reviewboard.stages.recourse.steps import HANDLED, OVER, STEPS, Kind, Stand, find_step
from reviewboard.stages.recourse.tables import CheckOpening, Recourse, RecourseHandler
from reviewboard.stages.recourse.unanswerable import WAITS, unanswerable
from reviewboard.stages.submission.tables import Case
from tests import lengths
from tests.stages.machine import WayOfACase, anyone, outcomes
from tests.stages.once import once
from tests.stages.recourse.hearing import GROUND_TEXT, LONG, NOTES
from tests.stages.recourse.starts import FIRST, STARTS, way_of

kinds = st.sampled_from(list(Kind))
any_lead = st.integers(5, 9)  # everyone: five assessors, five leads, two candidates, a coordinator
verdicts = st.sampled_from(list(Verdict))
CANDIDATE, COORDINATOR = 10, 12


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
        self.of(actions.note_meeting, who, met_on=self.build.today, attended="Both", notes=NOTES)

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

    @rule(who=any_lead)
    def somebody_opens_the_check(self, who):
        self.of(open_check, who)

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
        def look():
            case = self.cases[0]
            part = took_part(case)
            by_kind = {kind: {who for (who,) in db.session.query(RecourseHandler.account_id).filter_by(recourse_id=one.id)}
                       for kind, one in recourses_of(case).items()}  # fmt: skip
            read = set(db.session.scalars(select(CheckOpening.lead_id).where(CheckOpening.case_id == case)))
            fresh = self.cases[1:] if db.session.get_one(Case, self.cases[1]).fresh_of else []
            return part, by_kind, took_part(*fresh) & (part | answered(case)), answered(case) & read

        part, by_kind, twice, after = self.build.read(look)
        assert (twice, after) == (set(), set())
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

    @once("what_a_lead_is_told_to_take_or_sign_they_may")
    @invariant()
    def what_a_lead_is_told_to_take_or_sign_they_may(self):
        """A list says nothing else than the door: a lead is told of a recourse to take or sign just where they may."""

        def look():
            case = db.session.get_one(Case, self.cases[0])
            waiting = [(find_step(kind, Stand(one.stand), "take" if one.stand == Stand.ASKED else "countersign"), one)
                       for kind, one in recourses_of(case.id).items() if one.stand in WAITS]  # fmt: skip
            told, may = set(), set()
            for person in self.everyone[5:10] if waiting else ():
                work = own_work(led_under_way(case.cycle_id, person, limit=9), person)
                told |= {(one, person) for one, doing in work.items() if doing in (Doing.TAKE, Doing.SIGN)}
                may |= {(one.id, person) for step, one in waiting if self._may_take(step, case, one, person)}
            return told ^ may

        assert self.build.read(look) == set()

    def _may(self, step, one):
        case = db.session.get_one(Case, self.cases[0])
        return any(self._may_take(step, case, one, person) for person in self.everyone)

    def _may_take(self, step, case, one, person):
        try:
            require_who(step, case, one, person)
        except (NotYours, CannotAnswer):
            return False
        return True


@lengths.once_unless_long
@pytest.mark.parametrize("name", STARTS)
def test_anyone_tries_anything_about_a_result(build, empty_the_board, starts, name):
    way, passes = way_of(name)
    machine = type("Machine", (WayOfARecourse,), {"reached": set(), "stands": set()})
    machine.build, machine.reset, machine.starts, machine.way = build, staticmethod(empty_the_board), starts, way
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lengths.length(usual=8, long=145) if starts.lasting else 2,
            stateful_step_count=lengths.length(usual=30, long=50), derandomize=not lengths.LONG, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert {(kind, Stand(stand)) for kind, stand in machine.stands} >= passes
