"""Which agreed cases are drawn for a check: an even share of every stratum, and no draw that anybody can foresee.

Source: systematic sampling with a random start and a fractional interval (W. G. Cochran, Sampling Techniques, 3rd ed.,
chapter 8). The start of a stratum is drawn once, evenly over a whole interval, so every case has the same chance.
"""

from dataclasses import dataclass

PARTS = 1_000_000  # a start is so many parts of one case; a multiple of 100, so that whole percents stay exact


@dataclass(frozen=True)
class Stratum:
    """Agreed cases that are alike: the same outcome (a level's number, or the kind), the same two raters, one unit."""

    outcome: str
    pair: str
    unit: str


def is_drawn(number: int, percent: int, start: int) -> bool:
    """Return whether the case that is `number` (from 1) in its stratum is drawn.

    `percent`: so many of a hundred, 0 to 100; `start`: of the stratum, 0 to PARTS - 1. Of the first n cases, floor(n · rate
    + start) are drawn, which is n · rate within one.
    """
    return _share(number, percent, start) > _share(number - 1, percent, start)


def _share(count: int, percent: int, start: int) -> int:
    return (count * percent * (PARTS // 100) + start) // PARTS
