"""A sample example is a candidate's text together with what a sound rating of it would say."""

from dataclasses import dataclass
from datetime import date

from reviewboard.stages.rating.rules import Citation, Outcome
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS, ExampleText, months_before, word_count

DIMENSIONS = ("effort", "benefit")


@dataclass(frozen=True)
class Passage:
    """A passage worth citing: exact text of one field, and the anchor it shows, where it shows one."""

    field: str
    quote: str
    dimension: str | None
    level: int | None


@dataclass(frozen=True)
class SampleExample:
    """One behavioural example, its sound outcome, and the reasons of those who agree and of those who differ.

    The two levels are those of the dimensions, None where the outcome is no level. `neighbour` is what a differing
    assessor would choose. `why_not_above` is empty where there is no level above to speak of.
    """

    key: str
    language: str
    title: str
    context: str
    contacts: str
    why_not_clients: str
    actions: str
    result: str
    benefit: str
    confirmer_role: str
    months_ago_from: int
    months_ago_to: int
    true_outcome: Outcome
    effort_level: int | None
    benefit_level: int | None
    passages: tuple[Passage, ...]
    reasons: str
    why_not_above: str
    neighbour: Outcome
    neighbour_reasons: str

    @property
    def dimensions(self) -> dict[str, int | None]:
        """Return the level of each dimension in a sound rating."""
        return {"effort": self.effort_level, "benefit": self.benefit_level}

    @property
    def words(self) -> int:
        """Return how many words the candidate's texts have together."""
        return sum(word_count(getattr(self, name)) for name in EXAMPLE_FIELDS)

    def submitted(self, today: date, confirmer_name: str, confirmer_email: str) -> ExampleText:
        """Return the example as its candidate would hand it in on this day."""
        texts = {name: getattr(self, name) for name in EXAMPLE_FIELDS}
        return ExampleText(
            when_from=months_before(today, self.months_ago_from).replace(day=1),
            when_to=months_before(today, self.months_ago_to),
            confirmer_name=confirmer_name,
            confirmer_email=confirmer_email,
            **texts,
        )

    def citation(self, passage: Passage, example_id: str, level: int | None) -> Citation:
        """Return the passage as a citation of the stored example, read at this level. Offsets are code points."""
        start = getattr(self, passage.field).index(passage.quote)
        end = start + len(passage.quote)
        return Citation(example_id, passage.field, start, end, passage.quote, passage.dimension, level)
