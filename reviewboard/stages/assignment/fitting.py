"""How well a person fits a case: parts that add up, higher is better. Wishes only; what must hold is in `rules`."""

from datetime import date

from reviewboard.stages.assignment.rules import Person
from reviewboard.stages.assignment.shapes import OpenCase, Pool, pair

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


def fit(case: OpenCase, person: Person, pool: Pool, today: date) -> dict[str, float]:
    """Return the parts of how well this person fits the case beside those who stay on it."""
    met = [pool.met[found] for other in case.need.seated if (found := pair(person.account_id, other)) in pool.met]
    recent = any((today - one.last).days <= RECENT_DAYS for one in met)
    return {
        "other_unit": OTHER_UNIT if person.unit.casefold() != case.need.candidate.unit.casefold() else 0.0,
        "own_language": OWN_LANGUAGE if person.own_language == case.need.language else 0.0,
        "one_language": ONE_LANGUAGE if len(person.languages) == 1 else 0.0,
        "experience": EXPERIENCE * min(1.0, person.experience / EXPERIENCED),
        "repeats": REPEAT * min(MOST_REPEATS, sum(one.times for one in met)),
        "recent": RECENT if recent else 0.0,
    }
