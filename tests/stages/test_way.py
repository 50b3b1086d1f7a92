"""Whole ways of a case, from the first line to the record, by the board's own actions."""

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.tables import Record
from tests.walking import level, panel, rated, state_of

OTHER = Outcome(OutcomeKind.NOT_DEMONSTRATED)


@pytest.mark.parametrize(
    ("policy", "first", "second", "ends"),
    [
        ({}, level(3), level(3), "recorded"),
        ({"confirm_agreement": True}, level(3), level(3), "confirmation"),
        ({}, level(3), level(4), "discussion"),
        ({}, level(2), level(3), "discussion"),
        ({"across_required": "dispute"}, level(2), level(3), "dispute"),
        ({}, level(1), level(3), "dispute"),
        ({}, level(1), OTHER, "dispute"),
        ({}, OTHER, OTHER, "recorded"),
    ],
)
def test_two_sealed_ratings_lead_where_the_policy_says(build, policy, first, second, ends):
    case_id = rated(build, panel(build, policy=policy), first, second)
    broken = {name: rows for name, rows in build.read(all_breaches).items() if rows}
    assert (state_of(build, case_id), broken) == (ends, {})


def test_an_agreement_is_recorded_with_its_deciders_and_reasons(build):
    case_id = rated(build, panel(build), level(3), level(3))
    record = build.read(lambda: db.session.execute(select(Record).where(Record.case_id == case_id)).scalar_one())
    assert (record.outcome, record.level, record.method, len(record.deciders), len(record.rating_digests)) == (
        "level", 3, "agreement", 2, 2,
    )  # fmt: skip
    assert record.reasons != ""
