"""The keys of the rating desk that depend on the scale: a letter for each dimension, and where a chosen level leads on to.

Source: the product's "assessor's desk is fast by keyboard"; WCAG 2.2, 2.1.4: they can be turned off (`shortcuts.js`).
"""

from collections.abc import Sequence
from typing import Any

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.rating.rules import OutcomeKind
from reviewboard.stages.rating.words import dimension_word
from reviewboard.web.outcomes import outcome_options
from reviewboard.web.wording import gettext as _

Values = dict[str, Any]
TAKEN = frozenset("cdgjkmnoprswy")  # letters that `assessor/rate.html` and the lists use
OUTCOMES = "#outcomes"
RULE = "evidence_rule_noted"


def letters_of(names: Sequence[str]) -> list[str]:
    """Return a key for each name: its first letter that is no other key of the desk, or "" where every one is taken."""
    taken = set(TAKEN)
    letters = []
    for name in names:
        letter = next((each for each in name.lower() if each.isascii() and each.isalpha() and each not in taken), "")
        taken.add(letter)
        letters.append(letter)
    return letters


def dimension_groups(scale: ScaleView) -> Values:
    """Return `dimensions` as groups of levels, each leading on to the next and the last to the outcome, and their keys."""
    letters = letters_of([one.key for one in scale.dimensions])
    groups = [f"#levels-{one.key}" for one in scale.dimensions]
    words = [dimension_word(one.key, scale) for one in scale.dimensions]
    return {
        "dimensions": [
            {"key": one.key, "name": one.name, "word": word, "letter": letter, "group": group, "then": then}
            for one, word, letter, group, then in zip(
                scale.dimensions, words, letters, groups, [*groups[1:], OUTCOMES], strict=True
            )
        ],
        "dimension_keys": [
            {"key": letter, "does": _key_does(word)} for word, letter in zip(words, letters, strict=True) if letter
        ],
    }  # fmt: skip


def _key_does(word: str) -> str:
    return _("cite the selected words for: %(dimension)s; with none selected, to its levels", dimension=word)


def outcomes_with_keys(scale: ScaleView) -> list[Values]:
    """Return the outcomes as choices with where each leads on to, and the digit of each that is no level.

    A level with an evidence rule leads on to the tick that the rule was weighed, another competency to which one it is.
    """
    ruled = [f"level:{level.number}" for level in scale.levels if level.rules]
    places = {value: f"#{RULE}" if n == 0 else f"#{RULE}-{value.partition(':')[2]}" for n, value in enumerate(ruled)}
    places[OutcomeKind.OTHER_COMPETENCY] = "#competency"
    digits = digits_besides(scale)
    return [
        {**option, "attrs": {
            **({"data-then": places[option["value"]]} if option["value"] in places else {}),
            **({"data-digit": digits[option["value"]]} if option["value"] in digits else {}),
        }}
        for option in outcome_options(scale)
    ]  # fmt: skip


def digits_besides(scale: ScaleView) -> dict[str, str]:
    """Return by kind the digit of each outcome that is no level: the digits after the highest level's, while there are any."""
    after = range(max(level.number for level in scale.levels) + 1, 10)
    return {kind: str(digit) for digit, (kind, _name, _meaning) in zip(after, scale.outcomes, strict=False)}


def outcome_keys(scale: ScaleView) -> list[Values]:
    """Return the keys of the outcomes that are no level, for the list of keys."""
    digits = digits_besides(scale)
    return [
        {"key": digits[kind], "does": _("at the outcome: %(outcome)s", outcome=name)}
        for kind, name, _meaning in scale.outcomes if kind in digits
    ]  # fmt: skip
