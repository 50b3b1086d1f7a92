"""What a sealed check says beside the record, and what a lead may note of it. Nothing here changes a record."""

from enum import StrEnum

from reviewboard.stages.rating.rules import MIN_REASONS, Outcome

MIN_NOTE = MIN_REASONS  # characters of the reasons for what follows


class Gap(StrEnum):
    """How far a check is from the record in force."""

    SAME = "same"
    ONE_APART = "one_apart"
    FURTHER = "further"
    OTHER_KIND = "other_kind"


class Follows(StrEnum):
    """What a lead says follows from a check that differs."""

    NOTHING = "nothing"
    TRAINING = "training"
    ANCHOR = "anchor"
    TOLD = "told"


def gap(recorded: Outcome, checked: Outcome) -> Gap:
    """Return how far the two are apart. Levels are compared with levels; whatever else differs is another kind."""
    if recorded == checked:
        return Gap.SAME
    if recorded.level is None or checked.level is None:
        return Gap.OTHER_KIND
    return Gap.ONE_APART if abs(recorded.level - checked.level) == 1 else Gap.FURTHER


def outcome_key(outcome: Outcome) -> str:
    """Return what a stratum calls an outcome: a level's number as text, or the kind."""
    return outcome.kind.value if outcome.level is None else str(outcome.level)
