"""Both ratings of a case, and a third one, prepared for a lead: letters for raters, a reference for the candidate."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus.comparison import Passage, difference_sentences, gap, marks, passages, rating_view, rows
from reviewboard.stages.consensus.queries import dimension_stand, discussion_of, messages_of, moves_of, stand
from reviewboard.stages.consensus.sealed import SealedRating, first_two, sealed_ratings
from reviewboard.stages.consensus.tables import Move
from reviewboard.stages.rating.words import level_word, levels_of, outcome_view
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Example
from reviewboard.web.discussion import entries
from reviewboard.web.language import locale
from reviewboard.web.submission import Places, prepared_examples


@dataclass(frozen=True)
class Reading:
    """A case as a lead reads it, loaded once. `found` are the passages of all ratings, numbered as one reads."""

    case: Case
    scale: ScaleView
    ratings: tuple[SealedRating, ...]
    found: list[Passage]
    examples: list[Example]

    @property
    def two(self) -> tuple[SealedRating, SealedRating]:
        """The two first ratings."""
        return first_two(self.ratings)


def load(case: Case) -> Reading:
    """Return the sealed ratings of a case for reading."""
    scale, ratings = scale_view(case.scale_version_id, locale()), sealed_ratings(case.id)
    examples = examples_of(case.id)
    found = passages(ratings, scale, [example.id for example in examples])
    return Reading(case, scale, ratings, found, examples)


def compared(reading: Reading) -> dict[str, Any]:
    """Return the two ratings side by side, the gap, the differences, the talk, and the third rating if there is one."""
    case, scale, found = reading.case, reading.scale, reading.found
    first, second = reading.two
    discussion = discussion_of(case.id)
    moves = moves_of(discussion.id) if discussion else []
    said = messages_of(discussion.id) if discussion else []
    standing = stand(reading.two, moves)
    return {
        "case": case,
        "scale": scale,
        "two": {
            "levels": levels_of(scale),
            "first": outcome_view(first.outcome, scale),
            "second": outcome_view(second.outcome, scale),
            "gap": gap(first.outcome, second.outcome, case.required_level),
            "required": case.required_level,
            "moved": [],
        },
        "standing": [outcome_view(outcome, scale) for outcome in standing] if moves else [],
        "differences": difference_sentences(first, second, scale, found),
        "rows": _with_moves(rows(first, second, scale, found), reading, moves),
        "ratings": [rating_view(one, scale, found) for one in (first, second)],
        "third": [rating_view(one, scale, found) for one in reading.ratings[2:]],
        "discussion": discussion,
        "log": entries(said, moves, reading.two, scale, found),
    }


def _with_moves(compared_rows: list[dict[str, Any]], reading: Reading, moves: list[Move]) -> list[dict[str, Any]]:
    """Return the rows of the comparison, each with a note where the raters stand elsewhere by now than they sealed."""
    for dimension, row in zip(reading.scale.dimensions, compared_rows, strict=True):
        if any(move.topic == dimension.key and move.to_value != move.from_value for move in moves):
            now = [level_word(dimension_stand(one, moves, dimension.key), reading.scale) for one in reading.two]
            row["note"] = _("As sealed. By now A stands at %(first)s, B at %(second)s.", first=now[0], second=now[1])
    return compared_rows


def text_under(reading: Reading, *, shown: bool) -> list[dict[str, Any]]:
    """Return the examples with the passages of the two first ratings on them; none unless `note_text` says that they are
    shown."""
    if not shown:
        return []
    case_id = reading.case.id
    of_two = [one for one in reading.found if one.letter in "AB"]
    return prepared_examples(
        reading.examples, evidence_of(case_id), looked_at(case_id), Places("panel", {"case_id": case_id}), marks(of_two)
    )
