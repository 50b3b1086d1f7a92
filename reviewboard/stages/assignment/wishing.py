"""A coordinator's wishes for a round are kept, or refused by name: none is dropped silently."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reviewboard.stages.assignment.refusals import WishRefused
from reviewboard.stages.assignment.rules import Bar, unit_of
from reviewboard.stages.assignment.shapes import OpenCase, Pool, Wishes


def check_wishes(
    cases: Sequence[OpenCase], pool: Pool, barring: Mapping[str, Sequence[tuple[Bar, ...]]], wishes: Wishes,
    *, cross_units: bool = False,
) -> None:
    """Raise WishRefused for the first wish that names nobody, contradicts another, or breaks a hard rule."""
    by_id = {case.need.case_id: case for case in cases}
    for case_id, who in sorted(wishes.pinned | wishes.excluded):
        case = by_id.get(case_id)
        people = [person.account_id for person in pool.people[case.scale_version_id]] if case else []
        if case is None or who not in people:
            raise WishRefused(case_id, who, "unknown")
        if (case_id, who) in wishes.pinned & wishes.excluded:
            raise WishRefused(case_id, who, "contradiction")
        if (case_id, who) in wishes.pinned and (bars := barring[case_id][people.index(who)]):
            raise WishRefused(case_id, who, bars[0].value)
    pins = Counter(case_id for case_id, _who in wishes.pinned)
    wanted = Counter(who for _case_id, who in wishes.pinned)
    people_by_id = {person.account_id: person for known in pool.people.values() for person in known}
    for case_id, who in sorted(wishes.pinned):
        case, person = by_id[case_id], people_by_id[who]
        if pins[case_id] > len(case.free) + len(case.movable):
            raise WishRefused(case_id, who, "too_many")
        if wanted[who] > person.capacity - person.load:
            raise WishRefused(case_id, who, Bar.CAPACITY.value)
        if any((case_id, other) in wishes.pinned for other in person.never_with):
            raise WishRefused(case_id, who, Bar.NEVER_TOGETHER.value)
        beside = [people_by_id[other] for wished, other in wishes.pinned if wished == case_id and other != who]
        if cross_units and unit_of(person) and unit_of(person) in map(unit_of, beside):
            raise WishRefused(case_id, who, Bar.UNIT.value)
