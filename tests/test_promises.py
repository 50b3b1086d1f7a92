"""What is submitted, sealed, recorded, published or frozen, the database itself keeps: an UPDATE by hand is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Resolution
from reviewboard.stages.record.actions import release
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseDecision, RecourseHandler
from reviewboard.stages.retention.tables import Hold
from reviewboard.stages.submission.actions import add_evidence, submit_case
from reviewboard.stages.submission.tables import Case, Example
from tests.walking import candidate_of, drafted, level, panel, rate, seated, settle

SUBMITTED = "WHERE submitted_at IS NOT NULL"
SEALED = "(SELECT id FROM ratings WHERE state = 'sealed' LIMIT 1)"
OTHERS_DRAFT = "(SELECT id FROM ratings WHERE state = 'draft')"
SUBMITTED_CASE = f"(SELECT id FROM cases {SUBMITTED} LIMIT 1)"
DRAFT_CASE = "(SELECT id FROM cases WHERE submitted_at IS NULL)"

LEAD = "SELECT placed_by FROM holds"
OTHER = "(SELECT case_id FROM holds)"


def another_record(**changes):
    """Return SQL that adds a record like the one that is there, but for some columns, each given as SQL."""
    names = [column.name for column in Record.__table__.columns]
    said = {"id": "'another'", "superseded_at": "NULL"} | changes
    return f"INSERT INTO records ({', '.join(names)}) SELECT {', '.join(said.get(name, name) for name in names)} FROM records"


def on(table, **changes):
    """Return SQL that adds a record of the other case, resting on the row of this table of that case."""
    basis = {"agreements": "agreement_id", "resolutions": "resolution_id"}[table]
    row = f"(SELECT id FROM {table} WHERE case_id = {OTHER})"
    return another_record(case_id=OTHER, **({"agreement_id": "NULL"} | {basis: row} | changes))


TAMPERING = {
    "agreements_are_only_confirmed_or_refused": [
        "UPDATE agreements SET level = 4", "UPDATE agreements SET needs_confirmation = NOT needs_confirmation",
        f"UPDATE agreements SET case_id = {OTHER}",
    ],
    "resolutions_are_only_signed_or_sent_back": [
        f"UPDATE resolutions SET {what}" for what in (
            "level = 4", "reasons = 'x'", "declined_at = NULL, declined_by = NULL", "declined_why = 'x'",
            "needs_countersign = NOT needs_countersign",
        )
    ],
    "discussions_only_get_time_and_an_end": [
        f"UPDATE discussions SET {what}" for what in ("opened_at = due_at", "due_at = opened_at")
    ],
    "disputes_keep_why_they_were_opened": ["UPDATE disputes SET why = 'clock'", "UPDATE disputes SET opened_at = ended_at"],
    "handlers_of_a_recourse_only_leave_it": [
        "UPDATE recourse_handlers SET since = until", "UPDATE recourse_handlers SET until = NULL, why = ''",
    ],
    "meetings_of_a_recourse_are_never_changed": ["UPDATE recourse_meetings SET notes = 'x'"],
    "nobody_signs_a_review_they_heard": [
        "UPDATE recourse_decisions SET countersigned_at = decided_at, countersigned_by = (SELECT account_id FROM"
        " recourse_handlers)",
    ],
    "holds_are_only_lifted": ["UPDATE holds SET why = 'x'", "UPDATE holds SET kind = 'other'"],
    **{f"{name}_are_never_deleted": [f"DELETE FROM {table}"] for name, table in {
        "agreements": "agreements", "resolutions": "resolutions", "discussions": "discussions", "disputes": "disputes",
        "handlers_of_a_recourse": "recourse_handlers", "meetings_of_a_recourse": "recourse_meetings", "holds": "holds",
    }.items()},
    "records_rest_on_what_was_signed": [
        another_record(level="4"), another_record(case_id=OTHER), on("agreements"), on("resolutions"),
        another_record(agreement_id="NULL", review_id="(SELECT id FROM recourse_decisions)"),
    ],
    "records_follow_the_one_they_supersede": [another_record(case_id=OTHER, supersedes_id="id")],
    "records_change_only_by_release_and_supersession": [
        f"UPDATE records SET {what}"
        for what in (
            "deciders = '[]'", "dimension_reasons = '{}'", "next_needed = 'x'", "rating_digests = '[]'", "reasons = 'x'",
            "policy_hash = 'x'", "competency = 'x'", "level = 4", "released_at = NULL, released_by = NULL",
            "superseded_at = NULL", "agreement_id = NULL",
        )
    ],
    "records_keep_the_day_they_end": ["UPDATE records SET expires_on = '2030-01-01'"],
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
    other = seated(build, people)
    rate(build, other, 1, level(2), seal=False)
    drafted(build, people)
    build.do(lambda: decided_otherwise(case_id, other, people.leads, build.now))


def decided_otherwise(case_id, other, leads, now):
    """Add to the other case what no record may rest on, to the first a review that waits, and a hold."""
    one, two = leads
    level_3 = {"outcome": "level", "level": 3}
    talk = Discussion(case_id=other, opened_at=now, due_at=now + timedelta(days=1), ended_at=now, ended_why="deadlock")
    db.session.add_all([talk, dispute := Dispute(case_id=other, why="deadlock", opened_at=now - timedelta(1), ended_at=now)])
    review = Recourse(
        case_id=case_id,
        cycle_id=db.session.get_one(Case, case_id).cycle_id,
        kind="decision_review",
        stand="countersign",
        since=now,
        begun_at=now,
        saved_at=now,
        asked_at=now,
        due_at=now,
        handler_id=one,
    )
    db.session.add(review)
    db.session.flush()
    words = {"reasons": "As I read it.", "dimension_reasons": {}, "decided_at": now, "needs_countersign": True}
    heard = RecourseHandler(recourse_id=review.id, account_id=one, named_by=one, since=now - timedelta(1), until=now, why="No.")
    db.session.add(heard)
    db.session.flush()
    db.session.add_all([
        Agreement(case_id=other, agreed_at=now, needs_confirmation=True, **level_3),
        Resolution(dispute_id=dispute.id, case_id=other, lead_id=one, declined_by=two, declined_at=now, **level_3, **words),
        RecourseDecision(recourse_id=review.id, decided_by=one, verdict="varied", ground_reasons={}, **level_3, **words),
        Meeting(id=heard.id, recourse_id=review.id, met_on=now.date(), attended="Both", notes="What was said.", noted_at=now),
        Hold(case_id=other, kind="legal", why="A claim.", placed_by=one, placed_at=now),
    ])  # fmt: skip


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
        "UPDATE cases SET version = version + 1",
        "UPDATE cycles SET state = 'closed', version = version + 1",
        "UPDATE scale_versions SET state = 'superseded'",
        "UPDATE ratings SET reasons = 'x' WHERE state = 'draft'",
        f"DELETE FROM examples WHERE case_id IN {DRAFT_CASE}",
        f"UPDATE agreements SET confirmed_by = ({LEAD}), confirmed_at = agreed_at WHERE needs_confirmation",
        "UPDATE holds SET lifted_by = placed_by, lifted_at = placed_at, lifted_why = 'Settled.'",
        another_record(),
    ):
        assert build.do(lambda sql=statement: db.session.execute(text(sql)).rowcount) > 0, statement
