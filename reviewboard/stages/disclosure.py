"""Counts are told only where nobody can be made out in them: five or more, and no rest that gives a small one away."""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5

Key = TypeVar("Key")


def told(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return counts with None in place of each that may not be told.

    Where the untold ones together are fewer than FEWEST, whoever knows the total could work them out: then the
    smallest told one is left out too. Source: the product's table "Who may read what" (statistics, auditor).
    """
    hidden = {key for key, count in counts.items() if count < FEWEST}
    while hidden and len(hidden) < len(counts) and sum(counts[key] for key in hidden) < FEWEST:
        hidden.add(min((key for key in counts if key not in hidden), key=lambda key: counts[key]))
    return {key: None if key in hidden else count for key, count in counts.items()}
