"""Instances for the solver, and who meets whom in an answer."""

from collections import Counter
from itertools import combinations

import numpy as np


def everyone(n_cases: int, n_assessors: int, **more) -> dict:
    """An instance in which everybody may sit everywhere and fits equally well."""
    return {
        "case": np.repeat(np.arange(n_cases), n_assessors),
        "assessor": np.tile(np.arange(n_assessors), n_cases),
        "fit": np.zeros(n_cases * n_assessors),
        "n_cases": n_cases,
        "n_assessors": n_assessors,
        "seats": 2,
        "capacity": [9] * n_assessors,
    } | more


def meetings(chosen) -> Counter:
    return Counter(pair for row in chosen.tolist() for pair in combinations(sorted(a for a in row if a >= 0), 2))
