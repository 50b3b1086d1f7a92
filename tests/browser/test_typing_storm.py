"""Processes are killed, the line is cut, tabs close and a second window writes, while somebody types: not a word is lost."""

from random import Random

import pytest

from reviewboard.extensions import db
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.tables import Example
from tests.browser.people import Candidate
from tests.browser.typing import FAULTS, Typist
from tests.lengths import length
from tests.walking import seats_of

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.once, pytest.mark.long]

STEPS = 60
SEEDS = range(1, 1 + length(usual=1, long=6))


def moments(seed: int) -> frozenset[int]:
    """Return the steps at which something fails: each fault once."""
    return frozenset(Random(seed).sample(range(STEPS), len(FAULTS)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_candidate_types_through_a_storm(board, stage, sign_in, seed):
    key = stage.newcomer(stage.people())
    candidate = Candidate(sign_in(key))
    candidate.begins("en")
    candidate.accepts_the_notice()
    candidate.types_and_waits_for_the_save("title")
    example_id = stage.read(lambda: db.session.execute(
        db.select(Example.id).order_by(Example.updated_at.desc()).limit(1)
    ).scalar_one())  # fmt: skip
    fields = ("title", "context")

    def stored() -> dict[str, str]:
        return stage.read(lambda: {name: getattr(db.session.get_one(Example, example_id), name) for name in fields})

    Typist(candidate.page, board, candidate.page.url, fields, stored, seed).types(STEPS, moments(seed))


@pytest.mark.parametrize("seed", [100 + seed for seed in SEEDS])
def test_an_assessor_types_through_a_storm(board, stage, sign_in, seed):
    case_id = stage.to_rate(stage.people())
    page = sign_in(stage.raters_of(case_id)[0])
    seat_id = seats_of(stage, case_id)[1][0]
    page.goto(f"/desk/{seat_id}/conflict")
    page.locator("input[name=conflict][value=no]").check(force=True)
    page.locator("main .button-primary:visible").first.click()
    page.wait_for_url(f"**/desk/{seat_id}")
    fields = ("reasons", "why_not_above", "dimension-effort-reasons")

    def stored() -> dict[str, str]:
        def read() -> dict[str, str]:
            row = db.session.execute(db.select(Rating).where(Rating.seat_id == seat_id)).scalar_one_or_none()
            effort = row.dimensions.get("effort", {}).get("reasons", "") if row else ""
            said = (row.reasons, row.why_not_above, effort) if row else ("", "", "")
            return dict(zip(fields, said, strict=True))

        return stage.read(read)

    Typist(page, board, f"/desk/{seat_id}", fields, stored, seed).types(STEPS, moments(seed))
