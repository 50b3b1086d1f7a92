"""The seats of a plan, each with its reasons as data: what the round weighed, true when it is read and kept for ever."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from reviewboard.stages.assignment.asking import pinned
from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.fitting import Fitting
from reviewboard.stages.assignment.shapes import Chosen, Met, OpenCase, Pool, Wishes, pair


def seats_of(
    case: OpenCase, new: Mapping[str, Sequence[str]], pool: Pool, taken: Mapping[str, int], barring: Barring, fitting: Fitting,
    wishes: Wishes,
) -> list[Chosen]:  # fmt: skip
    """Return the seats to be written: whoever held a place and is still wanted keeps it, the others take what is left.

    `taken`: seats of each person now, those that may move included. The explanation: `fit`, the parts of this one's;
    `eligible`, how many could sit; `better`, how many of those who could and do not sit here fit better; `seats_before`;
    `shared`, cases with each who sits here; `barred`, how many each bar keeps out; `pinned`, by wish.
    """
    here = new.get(case.need.case_id, [])
    leaving = sorted(place for place, who in case.movable.items() if who not in here)
    coming = [who for who in here if who not in case.movable.values()]
    if not coming:
        return []
    together = [*case.need.seated, *here]
    able, parts, worth = barring.able(case), fitting.parts(case), fitting.worth(case)
    others = able.copy()
    others[[fitting.index[who] for who in together]] = False
    weighed: dict[str, Any] = {
        "eligible": int(able.sum()),
        "barred": {bar.value: count for bar, count in barring.counts(case).items()},
    }
    wished = pinned(case, wishes)
    found = []
    for place, who in zip([*leaving, *case.free], coming, strict=False):
        at = fitting.index[who]
        explanation = {
            "fit": {name: float(part[at]) for name, part in parts.items()},
            "better": int(np.sum(worth[others] > worth[at])),
            "seats_before": taken.get(who, 0),
            "shared": {other: _met(pool, who, other) for other in together if other != who},
            "pinned": who in wished,
            **weighed,
        }
        found.append(Chosen(case.need.case_id, place, who, explanation, case.movable.get(place)))
    return found


def _met(pool: Pool, one: str, other: str) -> int:
    return pool.met.get(pair(one, other), Met(0, date.min)).times
