"""A coordinator's wishes for a round are kept, or refused by name: none is dropped silently."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.rules import Bar, Person, unit_of
from reviewboard.stages.assignment.shapes import OpenCase, PairOfIds, Pool, Wishes

UNKNOWN, CONTRADICTION, TOO_MANY, ALONE = "unknown", "contradiction", "too_many", "alone"
"""Why a wish is refused where no bar says it: not part of the round; both wanted and left out; more than there are
places; nobody was found for the case's other place."""


def refused_wishes(
    cases: Sequence[OpenCase], pool: Pool, barring: Barring, wishes: Wishes, *, cross_units: bool
) -> dict[PairOfIds, str]:
    """Return why, for each wish that names nobody, contradicts another, or breaks a hard rule: a bar's name or one above."""
    by_id = {case.need.case_id: case for case in cases}
    people = {person.account_id: person for known in pool.people.values() for person in known}
    pins = Counter(case_id for case_id, _who in wishes.pinned)
    wanted = Counter(who for _case_id, who in wishes.pinned)
    found: dict[PairOfIds, str] = {}
    for case_id, who in sorted(wishes.pinned | wishes.excluded):
        case, person = by_id.get(case_id), people.get(who)
        if case is None or person is None or not person.here:
            found[case_id, who] = UNKNOWN
        elif (case_id, who) in wishes.pinned & wishes.excluded:
            found[case_id, who] = CONTRADICTION
        elif (case_id, who) in wishes.pinned:
            beside = [people[one] for other, one in wishes.pinned if other == case_id and one != who and one in people]
            if pins[case_id] > len(case.free) + len(case.movable):
                found[case_id, who] = TOO_MANY
            elif why := _barred(case, person, barring, wanted[who], beside, cross_units):
                found[case_id, who] = why.value
    return found


def _barred(
    case: OpenCase, person: Person, barring: Barring, wanted: int, beside: Sequence[Person], cross_units: bool
) -> Bar | None:
    """Return what keeps a person from the case beside the others who are wished onto it."""
    if bars := barring.of(case, person.account_id):
        return bars[0]
    if wanted > person.capacity - person.load:
        return Bar.CAPACITY
    if any(other.account_id in person.never_with for other in beside):
        return Bar.NEVER_TOGETHER
    if cross_units and unit_of(person) and unit_of(person) in map(unit_of, beside):
        return Bar.UNIT
    return None


def without(wishes: Wishes, refused: Mapping[PairOfIds, str]) -> Wishes:
    """Return the wishes that were not refused."""
    return Wishes(*(frozenset(wish for wish in kind if wish not in refused) for kind in (wishes.pinned, wishes.excluded)))
