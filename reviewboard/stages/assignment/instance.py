"""What the solver is given: arrays checked one by one, in one order, with a digest. What does not fit is refused."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reviewboard.stages.assignment.exclusions import Bools, Ints, PairedWithItself, exclusions

Floats = NDArray[np.float64]
Shape = tuple[int | None, ...]

EMPTY = -1
MOST = 2**53  # whole numbers up to here are exact in every step


class ArraysRefused(ValueError):
    """The arrays do not describe an assignment; the text says which one and why."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Eligible pairs sorted by case and assessor; fixed seats; per assessor its capacity, load, floor and group.

    People of one group exclude each other on a case where they are `gated`; `never` holds the pairs of people who
    exclude each other outside such groups. Pairs that a fixed seat of their case already rules out are left out.
    """

    case: Ints
    assessor: Ints
    fit: Floats
    fixed: Ints
    capacity: Ints
    load: Ints
    floor: Ints
    group: Ints
    gated: Bools
    never: Ints
    balance: Floats

    @cached_property
    def before(self) -> Ints:
        """Seats each assessor holds already: here, fixed, and on other cases."""
        return self.load + np.bincount(self.fixed[self.fixed != EMPTY], minlength=len(self.load))

    def digest(self) -> str:
        """Return the SHA-256 (hex) of every array with its name, kind and shape."""
        taken = hashlib.sha256()
        for name in self.__dataclass_fields__:
            array = getattr(self, name)
            array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
            taken.update(f"{name} {array.dtype.kind} {array.shape} ".encode())
            taken.update(array.data)
        return taken.hexdigest()


def instance(
    case: ArrayLike,
    assessor: ArrayLike,
    fit: ArrayLike,
    *,
    n_cases: int,
    n_assessors: int,
    seats: int,
    capacity: ArrayLike,
    floor: ArrayLike | None,
    fixed: ArrayLike | None,
    load: ArrayLike | None,
    groups: ArrayLike | None,
    never_together: ArrayLike | None,
    balance: float,
    cross_group: bool,
) -> Instance:
    """Return the checked instance; `solver.solve` says what each argument is. Raises ArraysRefused."""
    for name, number in (("n_cases", n_cases), ("n_assessors", n_assessors), ("seats", seats)):
        whole(name, number, ())
    case = whole("case", case, (None,), below=n_cases)
    assessor = whole("assessor", assessor, case.shape, below=n_assessors)
    fit = _real("fit", fit, case.shape)
    key = case * n_assessors + assessor
    if not (key[1:] > key[:-1]).all():
        order = np.argsort(key, kind="stable")
        case, assessor, fit, key = case[order], assessor[order], fit[order], key[order]
        if (key[1:] == key[:-1]).any():
            raise ArraysRefused("case, assessor: a pair is named twice")
    places = (n_cases, seats)
    fixed = np.full(places, EMPTY) if fixed is None else whole("fixed", fixed, places, EMPTY, n_assessors)
    in_order = np.sort(fixed, axis=1)
    if ((in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] != EMPTY)).any():
        raise ArraysRefused("fixed: an assessor has two seats on one case")
    if cross_group and groups is None:
        raise ArraysRefused("groups: cross_group needs the group of every assessor")
    units = None if groups is None else whole("groups", groups, (n_assessors,))
    pairs = np.empty((0, 2)) if never_together is None else never_together
    never = whole("never_together", pairs, (None, 2), below=n_assessors)
    try:
        group, gated, never = exclusions(never, units if cross_group else None, n_assessors)
    except PairedWithItself as error:
        raise ArraysRefused(f"never_together: {error}") from error

    free = _free(case, assessor, fixed, group, gated, never)
    if not free.all():
        case, assessor, fit = case[free], assessor[free], fit[free]
    return Instance(
        case=case,
        assessor=assessor,
        fit=fit + 0.0,
        fixed=fixed,
        capacity=_each("capacity", capacity, n_assessors),
        load=np.zeros(n_assessors, np.int64) if load is None else whole("load", load, (n_assessors,)),
        floor=np.zeros(n_assessors, np.int64) if floor is None else _each("floor", floor, n_assessors),
        group=group,
        gated=gated,
        never=never,
        balance=_real("balance", balance, (), low=0.0),
    )


def _free(case: Ints, assessor: Ints, fixed: Ints, group: Ints, gated: Bools, never: Ints) -> Bools:
    """Return which pairs no fixed seat of their case rules out."""
    free = np.ones(len(case), bool)
    there = np.flatnonzero((fixed != EMPTY).any(axis=1)[case])
    excluding = {(int(one), int(other)) for pair in never for one, other in (pair, pair[::-1])}
    for column in fixed.T:
        held = column[case[there]]
        seated = held != EMPTY
        who, other = assessor[there][seated], held[seated]
        out = (who == other) | (gated[who] & gated[other] & (group[who] == group[other]))
        if excluding:
            out |= np.array([pair in excluding for pair in zip(who.tolist(), other.tolist(), strict=True)], bool)
        free[there[seated][out]] = False
    return free


def whole(name: str, values: Any, shape: Shape, low: int = 0, below: int = MOST) -> Ints:
    """Return the values as whole numbers of this shape, from `low` to just under `below`. Raises ArraysRefused."""
    array = _array(name, values, shape, "iu")
    if array.size and not (low <= array.min() and array.max() < below):
        raise ArraysRefused(f"{name}: from {low} to {below - 1} is possible, not {array.min()} to {array.max()}")
    return array.astype(np.int64)


def _real(name: str, values: Any, shape: Shape, low: float = -np.inf) -> Floats:
    array = _array(name, values, shape, "fiu").astype(np.float64)
    if not (np.isfinite(array) & (array >= low)).all():
        raise ArraysRefused(f"{name}: a number is missing, endless or below {low}")
    return array


def _array(name: str, values: Any, shape: Shape, kinds: str) -> NDArray[Any]:
    """Return the values as an array; None in `shape` is any length, and nothing at all has the shape of nothing."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ArraysRefused(f"{name}: its rows differ in length") from error
    if not array.size and (0 in shape or None in shape):
        return np.empty([length or 0 for length in shape])
    if array.ndim != len(shape) or any(want not in (None, has) for want, has in zip(shape, array.shape, strict=True)):
        raise ArraysRefused(f"{name}: the shape is {array.shape}, not {shape}")
    if array.dtype.kind not in kinds:
        raise ArraysRefused(f"{name}: these are not numbers of the right kind")
    return array


def _each(name: str, values: ArrayLike, n_assessors: int) -> Ints:
    """Return one whole number for each assessor; a single number is everybody's."""
    return whole(name, np.broadcast_to(values, n_assessors) if np.ndim(values) == 0 else values, (n_assessors,))
