"""What a plan would change: the seats of each person, how often each two would meet, and who is linked to whom."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from reviewboard.stages.assignment.asking import everybody
from reviewboard.stages.assignment.shapes import Chosen, OpenCase, PairOfIds, Pool, pair

PAIRS = 12  # of those who would meet most often


def loads(seats: Sequence[Chosen], pool: Pool) -> dict[str, tuple[int, int]]:
    """Return the live seats of each person of the pool now and after these, by account id."""
    after = Counter(pool.taken)
    for seat in seats:
        after[seat.assessor_id] += 1
        if seat.instead_of:
            after[seat.instead_of] -= 1
    ids = [person.account_id for person in everybody(pool) if person.here]
    return {who: (pool.taken.get(who, 0), after[who]) for who in ids}


def shared(seats: Sequence[Chosen], cases: Sequence[OpenCase], pool: Pool) -> Counter[PairOfIds]:
    """Return how many cases each two would share after these seats, at least one."""
    after: Counter[PairOfIds] = Counter({two: met.times for two, met in pool.met.items()})
    by_case: dict[str, list[Chosen]] = {}
    for seat in seats:
        by_case.setdefault(seat.case_id, []).append(seat)
    for case in cases:
        new = by_case.get(case.need.case_id)
        if not new:
            continue
        now = {*case.need.seated, *case.movable.values()}
        then = (now - {seat.instead_of for seat in new}) | {seat.assessor_id for seat in new}
        after.subtract(pair(*two) for two in combinations(now, 2))
        after.update(pair(*two) for two in combinations(then, 2))
    return +after


def pairs(after: Mapping[PairOfIds, int], pool: Pool) -> tuple[tuple[str, str, int, int], ...]:
    """Return (account, account, cases shared now, and then) for those who would meet most often."""
    most = sorted((-times, two) for two, times in after.items())[:PAIRS]
    return tuple((*two, pool.met[two].times if two in pool.met else 0, -times) for times, two in most)


def groups(after: Mapping[PairOfIds, int]) -> int:
    """Return how many groups of people there are that no shared case links: across them nobody can be compared."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in after:
        beside[one].add(other)
        beside[other].add(one)
    found, left = 0, set(beside)
    while left:
        found += 1
        edge = {left.pop()}
        while edge:
            edge = {other for one in edge for other in beside[one]} & left
            left -= edge
    return found
