"""Rights read aloud: each predicate says one thing of a person and a subject, and they combine."""

from collections.abc import Callable
from typing import Any

from reviewboard.foundation.people.roles import Principal, Role

LEFT_BY_TIME = frozenset({"overdue", "away"})
"""Ends of a seat that leave its assessor their own words: nothing but time took it from them."""

RATED_IN: dict[int, tuple[str, ...]] = {
    1: ("rating",), 2: ("rating",), 3: ("third_rating",), 4: ("recorded", "released"),
}  # fmt: skip
"""By the place of a seat: in which states of its case the rating is asked for."""

Predicate = Callable[[Principal, Any], bool]


def all_of(*predicates: Predicate) -> Predicate:
    """A predicate that holds where every one of predicates holds."""
    return lambda person, subject: all(predicate(person, subject) for predicate in predicates)


def any_of(*predicates: Predicate) -> Predicate:
    """A predicate that holds where at least one of predicates holds."""
    return lambda person, subject: any(predicate(person, subject) for predicate in predicates)


def not_(predicate: Predicate) -> Predicate:
    """A predicate that holds where predicate does not."""
    return lambda person, subject: not predicate(person, subject)


def signed_in(person: Principal, _subject: Any) -> bool:
    """The person is known."""
    return person.account_id is not None


def administrator(person: Principal, _subject: Any) -> bool:
    """The person looks after accounts and settings."""
    return person.administrator


def auditor(person: Principal, _subject: Any) -> bool:
    """The person reads history and verifies it: who takes part in a cycle, or looks after accounts, does not audit."""
    return person.auditor and not person.memberships and not person.administrator


def board(person: Principal, _subject: Any) -> bool:
    """The board itself acts."""
    return person.is_system


def somewhere(role: Role) -> Predicate:
    """A predicate: the person holds role in some cycle."""
    return lambda person, _subject: bool(person.cycles_as(role))


def in_cycle(role: Role) -> Predicate:
    """A predicate: the person holds role in the subject's cycle."""
    return lambda person, subject: person.is_in(subject.cycle_id, role)


def is_candidate(person: Principal, case: Any) -> bool:
    """The person is the case's candidate, whether or not they see it as a case."""
    return person.account_id is not None and case.candidate_id == person.account_id


def own_case(person: Principal, case: Any) -> bool:
    """The person is the case's candidate, and sees it: a case rated afresh is none of theirs to see."""
    return is_candidate(person, case) and not case.fresh


def answers_recourse(person: Principal, case: Any) -> bool:
    """The person answers a recourse of the case, or countersigns what was decided on one."""
    return person.account_id in case.answered_by


def no_conflict(person: Principal, case: Any) -> bool:
    """The person is not the candidate and has no conflict of interest with them."""
    return person.account_id != case.candidate_id and person.account_id not in case.conflicted


def holds_seat(person: Principal, case: Any) -> bool:
    """The person sits on the case now, without a conflict, and the case is not withdrawn."""
    return case.live_seat_of(person.account_id) is not None and no_conflict(person, case) and not case.withdrawn


def cleared(person: Principal, case: Any) -> bool:
    """The person holds a seat here and declared no conflict, so the text may open."""
    seat = case.live_seat_of(person.account_id)
    return seat is not None and seat.cleared


def owes_own_level(person: Principal, case: Any) -> bool:
    """The ratings of the case do not open to the person before they noted a level of their own."""
    return person.account_id in case.level_owed_by


def first_rater(person: Principal, case: Any) -> bool:
    """The person holds seat 1 or 2."""
    seat = case.live_seat_of(person.account_id)
    return seat is not None and seat.place in (1, 2)


def third_rater(person: Principal, case: Any) -> bool:
    """The person holds seat 3."""
    seat = case.live_seat_of(person.account_id)
    return seat is not None and seat.place == 3


def check_rater(person: Principal, case: Any) -> bool:
    """The person holds seat 4: they check a recorded case, and do not know it."""
    seat = case.live_seat_of(person.account_id)
    return seat is not None and seat.place == 4


def own_rating_open(person: Principal, case: Any) -> bool:
    """The person's rating here is not sealed, and it is time to rate at their place."""
    seat = case.live_seat_of(person.account_id)
    return seat is not None and not seat.sealed and case.state in RATED_IN[seat.place]


def left_by_time(person: Principal, case: Any) -> bool:
    """The person held a seat here that was freed because it was late or they were away."""
    return any(seat.assessor_id == person.account_id and seat.ended_why in LEFT_BY_TIME for seat in case.seats)


def took_no_part(person: Principal, case: Any) -> bool:
    """The person never held a seat on the case."""
    return not case.was_seated(person.account_id)


def not_the_decider(person: Principal, case: Any) -> bool:
    """The person is not the lead whose decision waits for a second one."""
    return case.decided_by != person.account_id


def state_is(*states: str) -> Predicate:
    """A predicate: the case is in one of states."""
    return lambda _person, case: case.state in states


def submitted(_person: Principal, case: Any) -> bool:
    """The case was submitted and not withdrawn."""
    return bool(case.submitted and not case.withdrawn)


def both_sealed(_person: Principal, case: Any) -> bool:
    """Both first ratings are sealed."""
    return bool(case.both_sealed)


def handed_in(_person: Principal, case: Any) -> bool:
    """The case was submitted, whatever became of it since: a draft is its candidate's alone."""
    return bool(case.submitted)


def disputed(_person: Principal, case: Any) -> bool:
    """The case came to a dispute."""
    return bool(case.disputed)


def recorded(_person: Principal, case: Any) -> bool:
    """A final level is recorded."""
    return bool(case.recorded)


def check_open(_person: Principal, case: Any) -> bool:
    """Somebody sits on the case for a check that is not sealed."""
    return any(seat.place == 4 and seat.live and not seat.sealed for seat in case.seats)


def checked(_person: Principal, case: Any) -> bool:
    """The case was drawn for a check, and its rating is sealed."""
    return any(seat.place == 4 and seat.live and seat.sealed for seat in case.seats)


def released(_person: Principal, case: Any) -> bool:
    """The result was released to the candidate."""
    return bool(case.released)


def withdrawn(_person: Principal, case: Any) -> bool:
    """The candidate withdrew the case."""
    return bool(case.withdrawn)
