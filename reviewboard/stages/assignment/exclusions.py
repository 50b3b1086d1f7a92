"""Who must not share a case: units that must differ and pairs named one by one, as groups where a group says it all."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class PairedWithItself(ValueError):
    """Nobody can be kept apart from themselves."""


def exclusions(never: Ints, units: Ints | None, n_assessors: int) -> tuple[Ints, Bools, Ints]:
    """Return the group of each assessor, whether it is gated (a case takes one of the group), and the pairs left over.

    `never`: k × 2 assessors kept apart. `units`: where given, two of one unit are kept apart as well, and are the
    groups; otherwise people who are all kept apart from each other are a group. Pairs no group covers are returned
    once each, the lower assessor first. Raises PairedWithItself.
    """
    if len(never) and (never[:, 0] == never[:, 1]).any():
        raise PairedWithItself(f"assessor {never[never[:, 0] == never[:, 1]][0, 0]} is paired with itself")
    pairs = np.unique(np.sort(never, axis=1), axis=0)
    group = _cliques(pairs, n_assessors) if units is None else units.copy()
    _, group, members = np.unique(group, return_inverse=True, return_counts=True)
    left = pairs[group[pairs[:, 0]] != group[pairs[:, 1]]]
    return group, members[group] > 1, left


def _cliques(pairs: Ints, n_assessors: int) -> Ints:
    """Return a label for each assessor: shared by those, and only those, who all exclude each other and nobody else."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs.tolist():
        near[one] |= {one, other}
        near[other] |= {one, other}
    label = np.arange(n_assessors)
    for one, others in near.items():
        if all(near[other] == others for other in others):
            label[one] = min(others)
    return label
