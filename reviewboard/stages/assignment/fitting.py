"""How well people fit a case: parts that add up, higher is better. Wishes only; what must hold is in `rules`."""

from collections import defaultdict
from datetime import date

import numpy as np

from reviewboard.stages.assignment.instance import Floats
from reviewboard.stages.assignment.rules import unit_of
from reviewboard.stages.assignment.shapes import Met, OpenCase, Pool

OTHER_UNIT = 1.0
OWN_LANGUAGE = 0.5  # the submission is in the language the person works in
ONE_LANGUAGE = 0.5  # leaves those who read both languages to cases that are short
EXPERIENCE = 0.5  # for those who sealed EXPERIENCED ratings of the competency, less for less
EXPERIENCED = 10
REPEAT = -0.25  # for each case already shared with the one who stays
MOST_REPEATS = 4  # further ones weigh no more: no wish outweighs the age of a case
RECENT = -0.5  # the newest of these cases was given out in the last RECENT_DAYS
RECENT_DAYS = 60
WIDEST = OTHER_UNIT + OWN_LANGUAGE + ONE_LANGUAGE + EXPERIENCE - MOST_REPEATS * REPEAT - RECENT

Parts = dict[str, Floats]  # a number for each person of the pool, by the part's name


class Fitting:
    """The fit of a pool's people on one day, case by case."""

    def __init__(self, pool: Pool, today: date) -> None:
        self.today = today
        people = next(iter(pool.people.values()), ())
        self.index = {person.account_id: at for at, person in enumerate(people)}
        self._units = np.array([unit_of(person) for person in people], object)
        self._languages = np.array([person.own_language for person in people], object)
        self._one = np.array([ONE_LANGUAGE * (len(person.languages) == 1) for person in people], float)
        self._experience = {
            version: np.array([EXPERIENCE * min(1.0, person.experience / EXPERIENCED) for person in known], float)
            for version, known in pool.people.items()
        }
        self._met: dict[str, list[tuple[str, Met]]] = defaultdict(list)
        for (one, other), met in pool.met.items():
            self._met[one].append((other, met))
            self._met[other].append((one, met))

    def parts(self, case: OpenCase) -> Parts:
        """Return the parts of how well each person fits the case beside those who stay on it."""
        times, recent = np.zeros(len(self.index)), np.zeros(len(self.index), bool)
        for who in case.need.seated:
            for other, met in self._met.get(who, ()):
                if (at := self.index.get(other)) is not None:
                    times[at] += met.times
                    recent[at] |= (self.today - met.last).days <= RECENT_DAYS
        return {
            "other_unit": OTHER_UNIT * (self._units != unit_of(case.need.candidate)),
            "own_language": OWN_LANGUAGE * (self._languages == case.need.language),
            "one_language": self._one,
            "experience": self._experience[case.scale_version_id],
            "repeats": REPEAT * np.minimum(MOST_REPEATS, times),
            "recent": RECENT * recent,
        }

    def worth(self, case: OpenCase) -> Floats:
        """Return the fit of each person, all parts together."""
        return np.sum(list(self.parts(case).values()), axis=0)
