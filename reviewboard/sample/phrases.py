"""What people write around an example: messages, changes of mind, decisions, conflicts, withdrawals."""

from functools import cache
from random import Random
from typing import Any

import yaml

from reviewboard.sample.examples import SampleExample
from reviewboard.sample.texts import FOLDER
from reviewboard.stages.rating.rules import Outcome, OutcomeKind

ABOUT = ("effort", "benefit", "scope")
CONFLICTS = ("declared", "kin", "dispute")


@cache
def phrases(language: str) -> dict[str, Any]:
    """Return all phrases of a language, by what they are for."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"phrases.{language}.yaml").read_text(encoding="utf-8"))
    return loaded


def outcome_words(language: str, outcome: Outcome) -> str:
    """Return an outcome as people name it in the middle of a sentence."""
    words: str = phrases(language)["outcomes"][outcome.kind.value]
    return words.format(level=outcome.level)


def competency_words(language: str, outcome: Outcome) -> str:
    """Return the name of the other competency that an outcome names, or nothing."""
    if outcome.kind != OutcomeKind.OTHER_COMPETENCY:
        return ""
    name: str = phrases(language)["competencies"][outcome.competency]
    return name


def a_quote(sample: SampleExample, rng: Random, dimension: str | None = None) -> str:
    """Return one passage of the example, of this dimension if there is one, without the full stop that ends it."""
    of_dimension = [passage for passage in sample.passages if dimension and passage.dimension == dimension]
    return rng.choice(of_dimension or sample.passages).quote.rstrip(".")


def discussion_message(sample: SampleExample, about: str, own: Outcome, other: Outcome, rng: Random) -> str:
    """Return what an assessor who holds `own` says to one who holds `other`; `about` is one of ABOUT."""
    language = sample.language
    return _say(
        phrases(language)["discussion"][about],
        rng,
        own=outcome_words(language, own),
        other=outcome_words(language, other),
        quote=a_quote(sample, rng, about),
    )


def move_reason(sample: SampleExample, before: Outcome, after: Outcome, rng: Random) -> str:
    """Return why an assessor now holds `after`."""
    language = sample.language
    return _say(
        phrases(language)["move"],
        rng,
        before=outcome_words(language, before),
        after=outcome_words(language, after),
        quote=a_quote(sample, rng),
    )


def resolution_reason(sample: SampleExample, outcome: Outcome, first: Outcome, second: Outcome, rng: Random) -> str:
    """Return why a panel lead resolves a dispute of two ratings with this outcome: long enough for any outcome."""
    language = sample.language
    return _say(
        phrases(language)["resolution"],
        rng,
        outcome=outcome_words(language, outcome),
        first=outcome_words(language, first),
        second=outcome_words(language, second),
        quote=a_quote(sample, rng),
    )


def conflict_note(language: str, kind: str, rng: Random) -> str:
    """Return what an assessor says of a conflict of interest; `kind` is one of CONFLICTS."""
    return _say(phrases(language)["conflict"][kind], rng)


def withdraw_reason(language: str, rng: Random) -> str:
    """Return why a candidate withdraws."""
    return _say(phrases(language)["withdraw"], rng)


def _say(choices: list[str], rng: Random, **words: str) -> str:
    return rng.choice(choices).format_map(words)
