"""Invented people of an invented tax administration: names of French and English Canada, units, teams, supervisors.

A generator with the same seed gives the same people; more of them begin with the same ones.
Every address is under example.org.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any

import yaml

from reviewboard.sample.texts import FOLDER, LANGUAGES

TEAM_SIZE = 6
TEAMS_IN_UNIT = 3
UNIT_LANGUAGE_SHARE = 0.8  # of a unit's people have the language of the unit
BILINGUAL_SHARE = 0.4  # of all people can read both


@dataclass(frozen=True)
class SamplePerson:
    """A person. `supervisor_email` is None for the head of a unit; a supervisor always comes before their people."""

    name: str
    email: str
    language: str
    languages: tuple[str, ...]
    unit: str
    team: str
    supervisor_email: str | None


def people(number: int, rng: Random) -> tuple[SamplePerson, ...]:
    """Return so many people, each with an address of their own, in units that work in French and English by turns."""
    return tuple(islice(_everyone(rng), number))


def confirmer(language: str, rng: Random) -> tuple[str, str]:
    """Return name and address of somebody outside the organization who can confirm an example."""
    given, family = _name(language, rng)
    return f"{given} {family}", f"{_local_part(given, family)}@partners.example.org"


def _everyone(rng: Random) -> Iterator[SamplePerson]:
    namesakes: Counter[str] = Counter()
    for unit_number in count():
        of_unit = LANGUAGES[unit_number % len(LANGUAGES)]
        unit = _unit(of_unit, unit_number // len(LANGUAGES))
        head = leader = None
        for position in range(TEAM_SIZE * TEAMS_IN_UNIT):
            leads = position % TEAM_SIZE == 0
            language = of_unit if rng.random() < UNIT_LANGUAGE_SHARE else _other(of_unit)
            given, family = _name(language, rng)
            email = _email(given, family, namesakes)
            yield SamplePerson(
                name=f"{given} {family}",
                email=email,
                language=language,
                languages=LANGUAGES if rng.random() < BILINGUAL_SHARE else (language,),
                unit=unit,
                team=f"{_names(of_unit)['team']} {position // TEAM_SIZE + 1}",
                supervisor_email=head if leads else leader,
            )
            if leads:
                leader = email
                head = head or email


def _unit(language: str, number: int) -> str:
    """The unit's name: every service in every place once, then the same again with a number."""
    services, places = _names(language)["services"], _names(language)["places"]
    again, number = divmod(number, len(services) * len(places))
    place = places[(number // len(services) + 3 * number) % len(places)]
    name = f"{services[number % len(services)]}, {place}"
    return f"{name} {again + 1}" if again else name


def _name(language: str, rng: Random) -> tuple[str, str]:
    names = _names(language)
    return rng.choice(names["given"]), rng.choice(names["family"])


def _other(language: str) -> str:
    return "en" if language == "fr" else "fr"


def _email(given: str, family: str, namesakes: Counter[str]) -> str:
    local = _local_part(given, family)
    namesakes[local] += 1
    number = namesakes[local] if namesakes[local] > 1 else ""
    return f"{local}{number}@example.org"


def _local_part(given: str, family: str) -> str:
    """Given and family name in lower case, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", f"{given}.{family}").casefold()
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter in ".-"))


def _names(language: str) -> dict[str, Any]:
    names: dict[str, Any] = _file()[language]
    return names


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf-8"))
    return loaded
