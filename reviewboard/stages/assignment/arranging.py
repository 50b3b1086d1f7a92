"""Who newly sits where: as many cases as can be, none by halves, and no more unopened seats moved than allowed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reviewboard.stages.assignment.asking import Answer, Asking
from reviewboard.stages.assignment.exclusions import Ints

STAY = (1.0, 64.0)  # what it is worth, at least and at most, that an unopened seat stays
HALVES = 10  # times the space between them is halved
TRIES = (12, 200)  # at least and at most: questions asked to take left-out cases back …
PAIRS_A_TRY = 400_000  # … the fewer, the more pairs each holds


@dataclass(frozen=True, eq=False)
class Arranged:
    """An answer by account ids: who newly takes places of each case (in places that were free or movable)."""

    new: dict[str, list[str]]
    objective: float
    limit_price: float
    over_limit: tuple[tuple[str, str, int], ...]


def arrange(asking: Asking, *, moves: int) -> Arranged | None:
    """Return the best seats that move at most so many and leave no case with fewer people, or None where none was found.

    The more it is worth that seats stay, the fewer move: the least worth that does is looked for by halves.
    """
    if not any(case.movable for case in asking.cases):
        return _told(asking, _taken_back(asking, *_whole(asking, 0.0), 0.0))

    def at(stay: float) -> tuple[float, Answer, Ints] | None:
        answer, out = _whole(asking, stay)
        return (stay, answer, out) if _is_allowed(asking, answer, moves) else None

    low, high = STAY
    best = at(low)
    if best is None and (best := at(high)):
        for _ in range(HALVES):
            middle = (low * high) ** 0.5
            found = at(middle)
            best, low, high = (found, low, middle) if found else (best, middle, high)
    if best is None:
        return None
    stay, answer, out = best
    more = _taken_back(asking, answer, out, stay)
    return _told(asking, more if _is_allowed(asking, more, moves) else answer)


def _whole(asking: Asking, stay: float) -> tuple[Answer, Ints]:
    """Return seats in which no whole case is half filled, and the numbers of the cases left out for it.

    A whole case that has too few people of its own is left out from the start. As long as others are half filled, the
    younger half of them is left out and everything is solved again.
    """
    wants = np.array([len(case.free) if case.whole else 0 for case in asking.cases], np.int64)
    some = np.flatnonzero(asking.able >= wants)
    out: list[Ints] = []
    answer = asking.ask(some, stay)
    while len(halves := _halves(asking, answer)):
        out.append(halves[len(halves) // 2 :])
        some = np.setdiff1d(some, out[-1])
        answer = asking.ask(some, stay)
    return answer, np.sort(np.concatenate(out)) if out else np.empty(0, np.int64)


def _halves(asking: Asking, answer: Answer) -> Ints:
    """Return the numbers of whole cases that got some places and not all."""
    return np.array([
        case for case, taken in answer.new.items()
        if asking.cases[case].whole and 0 < len(taken) < len(asking.cases[case].free)
    ], np.int64)  # fmt: skip


def _taken_back(asking: Asking, answer: Answer, out: Ints, stay: float) -> Answer:
    """Return an answer with more of the cases left out in it, oldest first: a block at a time, or half of it."""
    tries = int(np.clip(PAIRS_A_TRY // max(1, len(asking.row)), *TRIES))
    blocks = [out] if len(out) else []
    while blocks and tries:
        block, tries = blocks.pop(0), tries - 1
        more = asking.ask(np.union1d(answer.some, block), stay)
        if not len(_halves(asking, more)):
            answer = more
        elif len(block) > 1:
            blocks[:0] = [block[: len(block) // 2], block[len(block) // 2 :]]
    return answer


def _is_allowed(asking: Asking, answer: Answer, moves: int) -> bool:
    """Whether at most so many unopened seats change hands and no case has fewer people than it has now."""
    moved = 0
    for number, case in enumerate(asking.cases):
        new = answer.new.get(number, ())
        if len(new) < len(case.movable):
            return False
        moved += len({asking.index[who] for who in case.movable.values()} - set(new))
    return moved <= moves


def _told(asking: Asking, answer: Answer) -> Arranged:
    ids: Sequence[str] = [person.account_id for person in asking.people]
    return Arranged(
        new={asking.cases[case].need.case_id: [ids[who] for who in taken] for case, taken in answer.new.items()},
        objective=answer.objective,
        limit_price=answer.solution.limit_price,
        over_limit=tuple((ids[one], ids[other], times) for one, other, times in answer.solution.over_limit),
    )
