"""What the solver is given: arrays checked one by one, in one order, with a digest. What does not fit is refused."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Shape = tuple[int | None, ...]

EMPTY = -1
MOST = 2**53  # whole numbers up to here are exact in every step


class ArraysRefused(ValueError):
    """The arrays do not describe an assignment; the text says which one and why."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Eligible pairs sorted by case and assessor; fixed seats; per assessor its capacity, load and group.

    A group holds the assessors tied by never-together pairs, directly or through others; a case takes one of them.
    Pairs that a fixed seat of their case already rules out are left out.
    """

    case: Ints
    assessor: Ints
    fit: Floats
    fixed: Ints
    capacity: Ints
    load: Ints
    group: Ints
    balance: Floats

    def digest(self) -> str:
        """Return the SHA-256 (hex) of every array with its name, kind and shape."""
        taken = hashlib.sha256()
        for name, array in vars(self).items():
            array = array.astype(array.dtype.newbyteorder("<"))
            taken.update(f"{name} {array.dtype.kind} {array.shape} ".encode() + array.tobytes())
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
    fixed: ArrayLike | None,
    load: ArrayLike | None,
    never_together: ArrayLike | None,
    balance: float,
) -> Instance:
    """Return the checked instance; `solver.solve` says what each argument is. Raises ArraysRefused."""
    for name, number in (("n_cases", n_cases), ("n_assessors", n_assessors), ("seats", seats)):
        whole(name, number, ())
    case = whole("case", case, (None,), below=n_cases)
    assessor = whole("assessor", assessor, case.shape, below=n_assessors)
    fit = _real("fit", fit, case.shape)
    if len(np.unique(case * n_assessors + assessor)) < len(case):
        raise ArraysRefused("case, assessor: a pair is named twice")
    places = (n_cases, seats)
    fixed = np.full(places, EMPTY) if fixed is None else whole("fixed", fixed, places, EMPTY, n_assessors)
    in_order = np.sort(fixed, axis=1)
    if ((in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] != EMPTY)).any():
        raise ArraysRefused("fixed: an assessor has two seats on one case")
    never = np.empty((0, 2)) if never_together is None else never_together
    group = _groups(whole("never_together", never, (None, 2), below=n_assessors), n_assessors)

    taken = np.append(group, EMPTY)[fixed]  # the group in each seat; EMPTY is also the index of the last one
    free = np.flatnonzero(~(taken[case] == group[assessor][:, None]).any(axis=1))
    order = free[np.lexsort((assessor[free], case[free]))]
    return Instance(
        case=case[order],
        assessor=assessor[order],
        fit=fit[order] + 0.0,
        fixed=fixed,
        capacity=whole("capacity", capacity, (n_assessors,)),
        load=np.zeros(n_assessors, np.int64) if load is None else whole("load", load, (n_assessors,)),
        group=group,
        balance=_real("balance", balance, (), low=0.0),
    )


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


def _groups(never: Ints, n_assessors: int) -> Ints:
    group = np.arange(n_assessors)
    for pair in never:
        if pair[0] == pair[1]:
            raise ArraysRefused(f"never_together: assessor {pair[0]} is paired with itself")
        group[np.isin(group, group[pair])] = group[pair].min()
    return group
