"""One case of the demo as a story: its scenes by working days before today and the time of day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from reviewboard.demo.acts import DemoCase
from reviewboard.demo.calendar import moment
from reviewboard.demo.cycles import Cycles
from reviewboard.demo.people import CANDIDATES
from reviewboard.sample.texts import library
from reviewboard.stages.rating.rules import Outcome

APART = timedelta(minutes=1, seconds=3.7)  # so that no two cases go through the same act at the same moment
ONE, TWO, THREE, FOUR = (Outcome.at(level) for level in range(1, 5))


@dataclass(frozen=True)
class Scene:
    """Something that somebody does at one moment."""

    at: datetime
    act: Callable[..., Any]


class Story:
    """One case and its scenes, written down in the order in which they happen."""

    def __init__(self, candidate: str, sample: str, cycles: Cycles, now: datetime) -> None:
        person = next(person for person in CANDIDATES if person.key == candidate)
        self.lag = CANDIDATES.index(person) * APART
        example = next(one for one in library(person.language) if one.key == sample)
        self.case = DemoCase(person, example, cycles, Random(sample))  # noqa: S311
        self.now = now
        self.scenes: list[Scene] = []

    def at(self, days: int, clock: str, act: Callable[..., Any], *arguments: Any, **more: Any) -> "Story":
        """Add a scene."""
        self.scenes.append(Scene(moment(self.now, days, clock) + self.lag, partial(act, *arguments, **more)))
        return self

    def submitted(self, days: int, *, kinds: tuple[str, ...] = (), **more: Any) -> "Story":
        """Add the scenes of writing an example within three days and handing it in so many days ago."""
        case = self.case
        self.at(days + 2, "09:30", case.begin).at(days + 1, "13:10", case.write, **more)
        for number, kind in enumerate(kinds):
            self.at(days + 1, f"14:{20 + 9 * number}", case.attach, kind)
        return self.at(days, "11:45", case.submit)

    def sealed(self, place: int, outcome: Outcome, days: tuple[int, int, int], clock: str) -> "Story":
        """Add the scenes of one rating: declared, written and sealed so many days ago, at this time of day."""
        declared, written, done = days
        return (
            self.at(declared, clock, self.case.clear, place)
            .at(written, clock[:-1] + "3", self.case.rate, place, outcome)
            .at(done, clock[:-1] + "7", self.case.seal, place)
        )
