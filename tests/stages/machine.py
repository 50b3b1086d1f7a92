"""A machine whose people try anything in any order, and that looks at every promise of the board as it goes."""

from copy import deepcopy
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.queries import anchor
from reviewboard.foundation.refusals import Refusal
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.actions import ConflictKind, declare, free_seat, recuse
from reviewboard.stages.consensus.actions import (
    add_nothing,
    ask,
    call_third,
    confirm,
    countersign,
    decline,
    escalate,
    extend,
    hand_in_answer,
    move,
    refuse,
    resolve,
    say,
)  # fmt: skip
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.discussing import Wish
from reviewboard.stages.consensus.tables import Move
from reviewboard.stages.rating.actions import add_citation, save_draft, seal_rating
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.actions import release
from reviewboard.stages.submission.actions import submit_case, withdraw_case
from reviewboard.stages.submission.tables import Case, Example
from tests.building import Builder
from tests.walking import QUOTE, REASONS, draft_of, drafted, panel, seats_of, settle, state_of

PATIENCE = 48  # entries of the journal
BESIDES = (OutcomeKind.NOT_DEMONSTRATED, OutcomeKind.INSUFFICIENT_EVIDENCE)
OUTCOMES = (*map(Outcome.at, (1, 2, 3, 4)), *map(Outcome, BESIDES))
LONG = f"{REASONS} Both ratings read the same passages; neither weighed how long the relation was kept up after the task."
outcomes = st.sampled_from(OUTCOMES)
near = st.integers(1, 3).map(lambda level: (Outcome.at(level), Outcome.at(level + 1)))
same = outcomes.map(lambda outcome: (outcome, outcome))
pairs = st.one_of(near, same, st.tuples(outcomes, outcomes))
anyone = st.integers(0, 20)
any_case = st.integers(0, 1)
any_place = st.sampled_from((1, 2, 3, 4))


class WayOfACase(RuleBasedStateMachine):
    """Two cases, five assessors, two leads, a coordinator; every act by anyone, at any time."""

    leads = 2
    build = None  # set by the test, as are the next three
    reset = None
    starts = None
    way = None
    reached: ClassVar[set[str]] = set()

    def __init__(self):
        super().__init__()
        self.looked = {}

    @initialize(confirm=st.booleans(), across=st.sampled_from(("discuss", "dispute")))
    def open_cycle(self, confirm, across):
        kept = ("everyone", "people", "cases", "sealed", "given_up", "looked_at", "end", "build")
        started = self.starts.find((confirm, across))
        if started is not None:
            now, values = started
            vars(self).update(zip(kept, deepcopy(values[:-1]) + values[-1:], strict=True))
            self.build.now = now
            return
        self._open(confirm, across)
        values = [getattr(self, name) for name in kept]
        self.starts.keep((confirm, across), (self.build.now, deepcopy(values[:-1]) + values[-1:]))

    def _open(self, confirm, across):
        type(self).reset()
        self.build = Builder(self.build.app)
        policy = {"confirm_agreement": confirm, "across_required": across, "sampling_percent": 100} | self.way.policy
        self.people = panel(self.build, assessors=5, leads=self.leads, policy=policy)
        self.cases = [drafted(self.build, self.people) for _ in range(2)]
        ids = [*self.people.assessors, *self.people.leads, *self.people.candidates, self.people.coordinator]
        self.everyone = [self.build.principal(account_id) for account_id in ids]
        self.sealed, self.given_up, self.looked_at = {}, [False, False], 0
        self.look()
        for go_on in self.way.acts:
            go_on(self)

    def act(self, action, **arguments):
        """Take an act, or be refused and see that nothing, the journal least of all, has changed."""
        try:
            self.build.do(action, now=self.build.now, **arguments)
        except Refusal:
            assert self.build.read(anchor) == self.end
        else:
            self.look()

    def look(self):
        """Note the journal's end, and which states were seen, so that the test can say it saw all of them."""
        states = select(Case.state).where(Case.id.in_(self.cases))
        self.end, seen = self.build.read(lambda: (anchor(), db.session.execute(states).scalars().all()))
        self.reached.update(seen)

    def work(self):
        """Let the couriers do all that is owed."""
        settle(self.build)
        self.look()

    def who(self, number):
        """Return one of everyone, so that any number names somebody."""
        return self.everyone[number % len(self.everyone)]

    def seat(self, case, place):
        return seats_of(self.build, self.cases[case]).get(place)

    def sitter(self, found):
        return next(person for person in self.everyone if person.account_id == found[1])

    @rule(case=any_case, who=anyone)
    def somebody_submits(self, case, who):
        self.act(submit_case, case_id=self.cases[case], actor=self.who(who))

    @rule(case=any_case)
    def the_candidate_submits(self, case):
        self.act(submit_case, case_id=self.cases[case], actor=self.build.principal(self.people.candidates[case]))

    @rule(case=any_case, who=anyone)
    def somebody_withdraws(self, case, who):
        candidate = self.people.candidates[case]
        if self.who(who).account_id != candidate:
            self.act(withdraw_case, case_id=self.cases[case], actor=self.who(who))
            assert state_of(self.build, self.cases[case]) != "withdrawn" or self.given_up[case]

    @rule(case=any_case, earnest=st.integers(0, 7))
    def the_candidate_withdraws(self, case, earnest):
        if earnest == 7:
            self.given_up[case] = True
            self.act(withdraw_case, case_id=self.cases[case], actor=self.build.principal(self.people.candidates[case]))

    @rule()
    def couriers_work(self):
        self.work()

    @rule(case=any_case, place=any_place, outcome=outcomes, seal=st.booleans())
    def a_rater_rates(self, case, place, outcome, seal):
        found = self.seat(case, place)
        if found is None:
            return
        seat_id, actor = found[0], self.sitter(found)
        self.act(declare, seat_id=seat_id, conflict=False, actor=actor)
        version = self._version(seat_id)
        self.act(save_draft, seat_id=seat_id, version=version, typed=draft_of(outcome), actor=actor)
        its_example = select(Example.id).where(Example.case_id == self.cases[case])
        example = self.build.read(lambda: db.session.execute(its_example).scalar_one())
        self.act(add_citation, seat_id=seat_id, example_id=example, field="actions", quote=QUOTE, actor=actor)
        if seal:
            self.act(seal_rating, seat_id=seat_id, version=self._version(seat_id), actor=actor)

    def _version(self, seat_id):
        query = select(Rating.version).where(Rating.seat_id == seat_id)
        return self.build.read(lambda: db.session.execute(query).scalar() or 0)

    @rule(case=any_case, pair=pairs)
    def both_raters_rate_and_the_couriers_work(self, case, pair):
        self.the_candidate_submits(case)
        self.work()
        for place, outcome in enumerate(pair, start=1):
            self.a_rater_rates(case, place, outcome, True)
        self.work()

    @rule(case=any_case, outcome=outcomes, lead=st.integers(5, 6))
    def the_right_person_goes_on(self, case, outcome, lead):
        match state_of(self.build, self.cases[case]):
            case "confirmation":
                self.somebody_confirms(case, lead, True)
            case "discussion":
                self.somebody_speaks_or_escalates(case, self.everyone.index(self.sitter(self.seat(case, 1))))
            case "dispute":
                if outcome.kind is OutcomeKind.NOT_DEMONSTRATED:
                    self.somebody_asks_for_a_third_rating(case, lead)
                else:
                    self.a_lead_decides(case, lead, outcome)
            case "asked":
                self.somebody_answers(case, 7 + case, lead == 5)
            case "third_rating":
                self.work()
                self.a_rater_rates(case, 3, outcome, True)
            case "countersign":
                self.somebody_countersigns(case, lead, True)
            case "recorded":
                self.somebody_releases(case, lead)
        self.work()

    @rule(case=any_case, place=any_place, who=anyone, outcome=outcomes)
    def somebody_else_writes_at_a_seat(self, case, place, who, outcome):
        found = self.seat(case, place)
        if found and self.who(who).account_id != found[1]:
            before = self._version(found[0])
            self.act(save_draft, seat_id=found[0], version=before, typed=draft_of(outcome), actor=self.who(who))
            assert self._version(found[0]) == before

    @rule(case=any_case, place=any_place, conflict=st.booleans())
    def a_rater_stands_aside(self, case, place, conflict):
        found = self.seat(case, place)
        if found is None:
            return
        if conflict:
            self.act(declare, seat_id=found[0], conflict=True, kind=ConflictKind.KIN, actor=self.sitter(found))
        else:
            self.act(recuse, seat_id=found[0], reason="I know the people in this example.", actor=self.sitter(found))

    @rule(case=any_case, place=any_place, who=anyone)
    def somebody_frees_a_seat(self, case, place, who):
        if found := self.seat(case, place):
            self.act(free_seat, seat_id=found[0], reason="On leave from today.", actor=self.who(who))

    @rule(case=any_case, who=anyone, outcome=outcomes, confirmed=st.booleans())
    def somebody_moves(self, case, who, outcome, confirmed):
        version = self.build.read(lambda: db.session.query(Move).count())
        wish = Wish(topic="outcome", to=outcome, reason=REASONS)
        self.act(move, case_id=self.cases[case], wish=wish, version=version, confirmed=confirmed, actor=self.who(who))

    @rule(case=any_case, who=anyone)
    def somebody_speaks_or_escalates(self, case, who):
        self.act(say, case_id=self.cases[case], body="Which passage do you rest on?", actor=self.who(who))
        self.act(escalate, case_id=self.cases[case], reason=REASONS, actor=self.who(who))

    @rule(case=any_case, who=anyone)
    def somebody_extends(self, case, who):
        self.act(extend, case_id=self.cases[case], hours=24, reason=REASONS, actor=self.who(who))

    @rule(case=any_case, who=anyone, agrees=st.booleans())
    def somebody_confirms(self, case, who, agrees):
        more = {} if agrees else {"reason": REASONS}
        self.act(confirm if agrees else refuse, case_id=self.cases[case], actor=self.who(who), **more)

    def _case_version(self, case):
        return self.build.read(lambda: db.session.get_one(Case, self.cases[case]).version)

    @rule(case=any_case, who=st.integers(5, 6), outcome=outcomes)
    def a_lead_decides(self, case, who, outcome):
        decision = Decision(outcome, LONG, {"effort": f"Effort: {LONG}", "benefit": f"Benefit: {LONG}"}, REASONS)
        self.act(resolve, case_id=self.cases[case], decision=decision, version=self._case_version(case),
                 actor=self.who(who))  # fmt: skip

    @rule(case=any_case, who=anyone)
    def somebody_asks_for_a_third_rating(self, case, who):
        version = self._case_version(case)
        self.act(call_third, case_id=self.cases[case], reason=REASONS, version=version, actor=self.who(who))

    @rule(case=any_case, who=anyone)
    def somebody_asks_the_candidate(self, case, who):
        self.act(ask, case_id=self.cases[case], question=REASONS, version=self._case_version(case), actor=self.who(who))

    @rule(case=any_case, who=anyone, in_words=st.booleans())
    def somebody_answers(self, case, who, in_words):
        more = {"answer": REASONS, "version": 0} if in_words else {}
        self.act(hand_in_answer if in_words else add_nothing, case_id=self.cases[case], actor=self.who(who), **more)

    @rule(case=any_case, who=anyone, signs=st.booleans())
    def somebody_countersigns(self, case, who, signs):
        version, actor = self._case_version(case), self.who(who)
        if signs:
            self.act(countersign, case_id=self.cases[case], version=version, actor=actor)
        else:
            self.act(decline, case_id=self.cases[case], reason=REASONS, version=version, actor=actor)

    @rule(case=any_case, who=anyone)
    def somebody_releases(self, case, who):
        self.act(release, case_ids=[self.cases[case]], actor=self.who(who))

    @invariant()
    def every_promise_holds(self):
        """Looked at after every few entries, and at the end: what is broken stays so, what was refused changed nothing."""
        if hasattr(self, "cases") and self.end.number >= self.looked_at + PATIENCE:
            self.look_closely()

    def look_closely(self):
        """Look whether anything at all is broken."""
        self.looked_at = self.end.number
        assert {name: rows for name, rows in self.build.read(all_breaches).items() if rows} == {}
        self._what_was_sealed_stays()

    def _what_was_sealed_stays(self):
        now = dict(self.build.read(lambda: db.session.execute(
            select(Rating.id, Rating.digest).where(Rating.state == "sealed")).all()))  # fmt: skip
        assert {key: now.get(key) for key in self.sealed} == self.sealed
        self.sealed = now

    def teardown(self):
        if hasattr(self, "cases"):
            self.work()
            self.look_closely()
            assert {state_of(self.build, case) for case in self.cases} & {"decided"} == set()
