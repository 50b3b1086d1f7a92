"""Fifty people or windows do the same deciding thing at the same moment: it happens once, and the others are told why."""

from collections import Counter
from functools import partial
from itertools import cycle, islice

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation import refusals
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment import refusals as of_assignment
from reviewboard.stages.assignment.actions import free_seat, recuse
from reviewboard.stages.consensus import refusals as of_consensus
from reviewboard.stages.consensus.actions import (
    call_third,
    compare,
    confirm,
    countersign,
    decline,
    escalate,
    move,
    refuse,
    resolve,
)
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.discussing import Wish
from reviewboard.stages.rating import refusals as of_rating
from reviewboard.stages.rating.actions import seal_rating
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record import refusals as of_record
from reviewboard.stages.record.actions import release, write
from reviewboard.stages.submission import refusals as of_submission
from reviewboard.stages.submission.actions import submit_case, withdraw_case
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.consensus.staging import NOT_ABOVE, per_dimension
from tests.together import together
from tests.walking import REASONS, candidate_of, drafted, level, panel, rate, rated, seated, seats_of, settle

TIMES = 50
LONG = f"{REASONS} Both ratings read the same passages; neither weighed how long the relation was kept up after the task."
WHY = "We do not see the same thing in this text, and no passage decides between us."
KIND = {
    name
    for module in (refusals, of_assignment, of_consensus, of_rating, of_record, of_submission)
    for name, one in vars(module).items()
    if isinstance(one, type) and issubclass(one, refusals.Refusal)
}


class Race:
    """A case where something is about to be decided, and the people who may."""

    def __init__(self, build: Builder, **policy: object) -> None:
        self.build, self.now = build, build.now
        self.people = panel(build, leads=3, policy=policy)
        self.leads = [build.principal(lead) for lead in self.people.leads]
        self.case_id = ""
        self.share = 1

    def at(self, first: int, second: int) -> "Race":
        """Come to where these two sealed levels lead."""
        self.case_id = rated(self.build, self.people, level(first), level(second))
        return self

    def by(self, action, *actors, **arguments):
        """Return the same act as fifty works, by these people in turn."""
        turns = islice(cycle(actors), TIMES // self.share)
        return [partial(action, actor=actor, now=self.now, **arguments) for actor in turns]

    def half(self) -> "Race":
        """From here on an act is half of the race."""
        self.share = 2
        return self

    @property
    def version(self) -> int:
        return self.build.read(lambda: db.session.get_one(Case, self.case_id).version)

    @property
    def candidate(self):
        return self.build.principal(candidate_of(self.build, self.case_id))

    def raters(self):
        return [self.build.principal(account) for _, account in seats_of(self.build, self.case_id).values()]

    def seat(self, place: int):
        seat_id, account = seats_of(self.build, self.case_id)[place]
        return seat_id, self.build.principal(account)

    def decision(self, number: int) -> Decision:
        return Decision(level(number), LONG, per_dimension(LONG), NOT_ABOVE)


def a_seal(build):
    race = Race(build)
    race.case_id = seated(build, race.people)
    seat_id = rate(build, race.case_id, 1, level(3), seal=False)
    version = build.read(lambda: db.session.execute(select(Rating.version).where(Rating.seat_id == seat_id)).scalar_one())
    return race, seat_id, version, race.seat(1)[1]


def sealing(build):
    race, seat_id, version, rater = a_seal(build)
    return race, race.by(seal_rating, rater, seat_id=seat_id, version=version)


def sealing_and_recusing(build):
    race, seat_id, version, rater = a_seal(build)
    race.half()
    return race, [*race.by(seal_rating, rater, seat_id=seat_id, version=version),
                  *race.by(recuse, rater, seat_id=seat_id, reason=WHY)]  # fmt: skip


def sealing_and_being_freed(build):
    race, seat_id, version, rater = a_seal(build)
    race.half()
    coordinator = build.principal(race.people.coordinator)
    return race, [*race.by(seal_rating, rater, seat_id=seat_id, version=version),
                  *race.by(free_seat, coordinator, seat_id=seat_id, reason=WHY)]  # fmt: skip


def submitting(build):
    race = Race(build)
    race.case_id = drafted(build, race.people)
    return race, race.by(submit_case, race.candidate, case_id=race.case_id)


def submitting_and_withdrawing(build):
    race = Race(build)
    race.case_id = drafted(build, race.people)
    return race.half(), [*race.by(submit_case, race.candidate, case_id=race.case_id, version=race.version),
                         *race.by(withdraw_case, race.candidate, case_id=race.case_id)]  # fmt: skip


def moving(build):
    race = Race(build).at(2, 3)
    wish = Wish(topic="outcome", to=level(3), reason=REASONS)
    return race, race.by(move, race.raters()[0], case_id=race.case_id, wish=wish, version=0, confirmed=True)


def moving_past_each_other(build):
    race = Race(build).at(2, 3).half()
    first, second = race.raters()
    up, down = (Wish(topic="outcome", to=level(number), reason=REASONS) for number in (3, 2))
    return race, [*race.by(move, first, case_id=race.case_id, wish=up, version=0, confirmed=True),
                  *race.by(move, second, case_id=race.case_id, wish=down, version=0, confirmed=True)]  # fmt: skip


def escalating(build):
    race = Race(build).at(2, 3)
    return race, race.by(escalate, *race.raters(), case_id=race.case_id, reason=WHY)


def confirming(build):
    race = Race(build, confirm_agreement=True).at(3, 3)
    return race, race.by(confirm, *race.leads, case_id=race.case_id)


def confirming_and_refusing(build):
    race = Race(build, confirm_agreement=True).at(3, 3).half()
    return race, [*race.by(confirm, *race.leads, case_id=race.case_id),
                  *race.by(refuse, *race.leads, case_id=race.case_id, reason=WHY)]  # fmt: skip


def resolving(build):
    race = Race(build).at(1, 4)
    return race, race.by(resolve, *race.leads, case_id=race.case_id, decision=race.decision(4), version=race.version)


def resolving_two_ways(build):
    race = Race(build).at(1, 4).half()
    return race, [*race.by(resolve, race.leads[0], case_id=race.case_id, decision=race.decision(4), version=race.version),
                  *race.by(resolve, race.leads[1], case_id=race.case_id, decision=race.decision(2),
                           version=race.version)]  # fmt: skip


def resolving_and_calling_a_third(build):
    race = Race(build).at(1, 4).half()
    return race, [*race.by(resolve, *race.leads, case_id=race.case_id, decision=race.decision(1), version=race.version),
                  *race.by(call_third, *race.leads, case_id=race.case_id, reason=WHY, version=race.version)]  # fmt: skip


def resolving_and_withdrawing(build):
    race = Race(build).at(1, 4).half()
    return race, [*race.by(resolve, *race.leads, case_id=race.case_id, decision=race.decision(1), version=race.version),
                  *race.by(withdraw_case, race.candidate, case_id=race.case_id)]  # fmt: skip


def proposed(build):
    race = Race(build).at(1, 4)
    build.do(resolve, case_id=race.case_id, decision=race.decision(3), version=race.version, actor=race.leads[0], now=race.now)
    return race


def countersigning(build):
    race = proposed(build)
    return race, race.by(countersign, *race.leads[1:], case_id=race.case_id, version=race.version)


def countersigning_and_declining(build):
    race = proposed(build).half()
    return race, [*race.by(countersign, *race.leads[1:], case_id=race.case_id, version=race.version),
                  *race.by(decline, *race.leads[1:], case_id=race.case_id, reason=WHY, version=race.version)]  # fmt: skip


def releasing(build):
    race = Race(build).at(3, 3)
    return race, race.by(release, *race.leads, case_ids=[race.case_id])


RACES = {
    work.__name__.replace("_", " "): (work, effect)
    for work, effect in (
        (submitting, {"case.submit"}),
        (submitting_and_withdrawing, {"case.submit", "case.withdraw"}),
        (sealing, {"case.seal"}),
        (sealing_and_recusing, {"case.seal", "case.recuse"}),
        (sealing_and_being_freed, {"case.seal", "case.free_seat"}),
        (moving, {"case.move"}),
        (moving_past_each_other, {"case.move"}),
        (escalating, {"case.escalate"}),
        (confirming, {"case.confirm"}),
        (confirming_and_refusing, {"case.confirm", "case.refuse"}),
        (resolving, {"case.resolve"}),
        (resolving_two_ways, {"case.resolve", "case.propose"}),
        (resolving_and_calling_a_third, {"case.resolve", "case.call_third"}),
        (resolving_and_withdrawing, {"case.resolve", "case.withdraw"}),
        (countersigning, {"case.countersign"}),
        (countersigning_and_declining, {"case.countersign", "case.decline"}),
        (releasing, {"case.release"}),
    )
}
"""Race: who runs it, and the acts of which exactly one happens."""


def acts(build, race):
    query = select(JournalEntry.action).where(JournalEntry.case_id == race.case_id)
    return Counter(build.read(lambda: db.session.execute(query).scalars().all()))


MAY_FOLLOW = {"case.withdraw"}  # whoever submitted a moment ago, or was decided on, may still withdraw


@pytest.mark.parametrize("name", RACES)
def test_a_deciding_act_happens_once(build, name):
    happens_once(build, *RACES[name])


def happens_once(build, prepare, effects):
    """Run one race and compare what happened, what everybody was told, and the promises of the board."""
    race, works = prepare(build)
    before = acts(build, race)
    told = Counter(together(build.app, *works))
    happened = {act: count for act, count in (acts(build, race) - before).items() if act in effects}
    assert set(happened.values()) == {1}
    assert len(set(happened) - MAY_FOLLOW) <= 1
    assert (told.pop("done"), told.total(), set(told) - KIND) == (len(happened), TIMES - len(happened), set())
    settle(build)
    assert {broken: rows for broken, rows in build.read(all_breaches).items() if rows} == {}


@pytest.mark.parametrize(("work", "act"), [(compare, "case.agree"), (write, "case.record")])
def test_a_courier_that_comes_fifty_times_does_it_once(build, work, act):
    race = Race(build)
    race.case_id = seated(build, race.people)
    for place in (1, 2):
        rate(build, race.case_id, place, level(3))
    if work is write:
        build.do(compare, case_id=race.case_id, now=race.now)
    works = [partial(work, case_id=race.case_id, now=race.now)] * TIMES
    assert Counter(together(build.app, *works)) == {"done": TIMES}
    assert acts(build, race)[act] == 1


def test_somebody_else_is_never_one_of_them(build):
    race = Race(build).at(1, 4)
    stranger = build.principal(build.someone(race.people.cycle, Role.ASSESSOR))
    works = race.by(resolve, stranger, *race.raters(), case_id=race.case_id, decision=race.decision(1), version=race.version)
    assert set(together(build.app, *works)) == {"NotYours"}
