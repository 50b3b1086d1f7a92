"""The rules of an assignment, checked on an answer without any of the solver's code."""

from collections import Counter
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def broken(case: Ints, assessor: Ints, chosen: Ints, capacity: int) -> list[str]:
    """Return the rules an answer (cases × seats, -1 where empty) breaks, for eligible pairs and one capacity for all."""
    eligible = set(zip(case.tolist(), assessor.tolist(), strict=True))
    load: Counter[int] = Counter()
    found = []
    for row, people in enumerate(chosen.tolist()):
        there = [who for who in people if who >= 0]
        load.update(there)
        if len(set(there)) < len(there):
            found.append(f"case {row}: the same person twice")
        found += [f"case {row}: {who} is not eligible" for who in there if (row, who) not in eligible]
    return found + [f"assessor {who}: {held} seats" for who, held in load.items() if held > capacity]


def most_repeated(chosen: Ints) -> int:
    """Return how many cases the two share who share most."""
    met = Counter(pair for row in chosen.tolist() for pair in combinations(sorted(who for who in row if who >= 0), 2))
    return max(met.values(), default=0)
