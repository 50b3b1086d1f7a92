"""What is submitted, sealed, recorded, published or frozen, the database itself keeps: an UPDATE by hand is refused."""

from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.vault.folder import the_vault
from reviewboard.stages.record.actions import release
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.actions import add_evidence, submit_case
from reviewboard.stages.submission.tables import Example
from tests.walking import candidate_of, drafted, level, panel, rate, seated, settle

SUBMITTED = "WHERE submitted_at IS NOT NULL"
SEALED = "(SELECT id FROM ratings WHERE state = 'sealed' LIMIT 1)"
OTHERS_DRAFT = "(SELECT id FROM ratings WHERE state = 'draft')"
SUBMITTED_CASE = f"(SELECT id FROM cases {SUBMITTED} LIMIT 1)"
DRAFT_CASE = "(SELECT id FROM cases WHERE submitted_at IS NULL)"

TAMPERING = {
    "records_change_only_by_release_and_supersession": [
        f"UPDATE records SET {what}"
        for what in (
            "deciders = '[]'", "dimension_reasons = '{}'", "next_needed = 'x'", "rating_digests = '[]'", "reasons = 'x'",
            "policy_hash = 'x'", "competency = 'x'", "level = 4", "released_at = NULL, released_by = NULL",
            "superseded_at = NULL", "agreement_id = NULL",
        )
    ],
    "records_are_never_deleted": ["DELETE FROM records"],
    "sealed_ratings_are_never_changed": ["UPDATE ratings SET reasons = 'x' WHERE state = 'sealed'"],
    "citations_of_sealed_ratings_are_never_changed": [
        f"UPDATE citations SET note = 'x' WHERE rating_id = {SEALED}",
        f"UPDATE citations SET rating_id = {SEALED} WHERE rating_id IN {OTHERS_DRAFT}",
        f"UPDATE citations SET rating_id = {OTHERS_DRAFT} WHERE rating_id = {SEALED}",
    ],
    "submissions_are_never_changed": [
        f"UPDATE cases SET {what} {SUBMITTED}"
        for what in ("digest = 'x'", "submitted_at = NULL, digest = NULL", "language = 'fr'", "notice_version = '9'")
    ],
    "submissions_are_never_deleted": [f"DELETE FROM cases {SUBMITTED}"],
    "submitted_examples_are_never_changed": [
        f"UPDATE examples SET actions = 'x' WHERE case_id = {SUBMITTED_CASE}",
        f"UPDATE examples SET case_id = {SUBMITTED_CASE}, position = 9 WHERE case_id IN {DRAFT_CASE}",
    ],
    "submitted_evidence_is_never_changed": [
        "UPDATE evidence SET removed_at = uploaded_at", "UPDATE evidence SET sha256 = 'x'",
        "UPDATE evidence SET file_name = 'x'",
    ],
    "submitted_evidence_is_never_deleted": ["DELETE FROM evidence"],
    "published_scales_are_never_changed": ["UPDATE scale_versions SET content = '{}'"],
    "opened_cycles_keep_their_policy": [
        "UPDATE cycles SET policy = '{\"third_rating\": false}'", "UPDATE cycles SET limits = '{}'",
        "UPDATE cycles SET state = 'draft', policy_hash = NULL",
    ],
}  # fmt: skip


@pytest.fixture
def full_board(build):
    """A released and superseded-to-be record with evidence; beside it a case in rating and a draft of a submission."""
    people = panel(build)
    case_id = drafted(build, people)
    candidate = build.principal(candidate_of(build, case_id))
    example_id = build.read(lambda: db.session.execute(select(Example.id)).scalar_one())
    build.do(
        add_evidence, case_id=case_id, example_id=example_id, file_name="thanks.txt", media_type="text/plain",
        stored=build.read(lambda: the_vault().put(BytesIO(b"Thank you."), most=99)), actor=candidate, now=build.now,
    )  # fmt: skip
    build.do(submit_case, case_id=case_id, actor=candidate, now=build.now)
    settle(build)
    for place in (1, 2):
        rate(build, case_id, place, level(3))
    settle(build)
    build.do(release, case_ids=[case_id], actor=build.principal(people.leads[0]), now=build.now)
    build.do(lambda: setattr(db.session.execute(select(Record)).scalar_one(), "superseded_at", build.now))
    rate(build, seated(build, people), 1, level(2), seal=False)
    drafted(build, people)


def test_tampering_by_hand_is_refused(full_board, app):
    allowed = []
    for promise, statements in TAMPERING.items():
        for statement in statements:
            with app.app_context():
                try:
                    touched = db.session.execute(text(statement)).rowcount
                    allowed.append(f"{statement} ({touched} rows)")
                except DatabaseError as refused:
                    if promise not in str(refused):
                        allowed.append(f"{statement}: {refused}")
    assert allowed == []


def test_what_may_change_still_changes(full_board, build):
    for statement in (
        "UPDATE records SET expires_on = '2030-01-01'",
        "UPDATE cases SET version = version + 1",
        "UPDATE cycles SET state = 'closed', version = version + 1",
        "UPDATE scale_versions SET state = 'superseded'",
        "UPDATE ratings SET reasons = 'x' WHERE state = 'draft'",
        f"DELETE FROM examples WHERE case_id IN {DRAFT_CASE}",
    ):
        assert build.do(lambda sql=statement: db.session.execute(text(sql)).rowcount) > 0, statement
