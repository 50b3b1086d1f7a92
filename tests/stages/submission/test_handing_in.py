"""A whole draft is handed in once, under a digest, and may be withdrawn until a level is recorded."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission import actions, refusals
from reviewboard.stages.submission.rules import ProblemKind
from reviewboard.stages.submission.tables import Case, Evidence, Example
from tests.stages.submission.authoring import TEXTS, Writer, plain


def test_a_whole_draft_is_locked_digested_and_owed_its_receipt(writer):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id)
    case = writer.do(actions.submit_case, case_id=case_id, version=writer.row(Case, case_id)["version"])
    assert (case["state"], case["submitted_at"], case["example_count"], case["words"]) == (
        "submitted", writer.build.now, 1, 37,
    )  # fmt: skip
    assert case["digest"] == writer.build.read(actions.case_digest, case_id)
    assert writer.journal(case_id)[-1] == "case.submit"
    assert writer.owed(done_at=None) == ["assignment.round", "submission.check_evidence", "submission.receipt"]


def test_the_digest_covers_text_evidence_and_language(writer):
    case_id, example_id = writer.written()
    _, evidence = writer.attach(case_id, example_id)
    whole = writer.build.read(actions.case_digest, case_id)

    def changed(table, row_id, **values):
        def look():
            for name, value in values.items():
                setattr(db.session.get_one(table, row_id), name, value)
            db.session.flush()
            found = actions.case_digest(case_id)
            db.session.rollback()
            return found

        return writer.build.read(look)

    assert changed(Example, example_id, actions="Je l’ai trouvée et je lui ai écrit.") == whole
    digests = {
        whole,
        changed(Example, example_id, actions="Je l’ai trouvée et je lui ai écrit"),
        changed(Example, example_id, when_to=None),
        changed(Example, example_id, confirmer_email=""),
        changed(Evidence, evidence["id"], sha256="0" * 64),
        changed(Evidence, evidence["id"], removed_at=writer.build.now),
        changed(Case, case_id, language="en"),
        changed(Case, case_id, notice_version="2"),
    }
    assert len(digests) == 8
    assert writer.do(actions.submit_case, case_id=case_id)["digest"] == whole


def test_what_is_missing_is_named_by_example_and_field(writer):
    case_id, _ = writer.written(actions=" \n", when_from=None, confirmer_email="nobody")
    second = writer.do(actions.add_example, case_id=case_id)
    writer.save(case_id, second["id"], 1, **(TEXTS | {"benefit": "mot " * 801}))
    with pytest.raises(refusals.SubmissionIncomplete) as refusal:
        writer.do(actions.submit_case, case_id=case_id)
    assert [(problem.kind, problem.example, problem.field) for problem in refusal.value.found] == [
        (ProblemKind.EMPTY, 0, "actions"), (ProblemKind.EMPTY, 0, "when_from"),
        (ProblemKind.NOT_AN_EMAIL, 0, "confirmer_email"), (ProblemKind.TOO_MANY_WORDS, 1, None),
    ]  # fmt: skip
    assert len(refusal.value.problems) == 4
    assert (writer.row(Case, case_id)["state"], writer.owed(done_at=None)) == ("draft", [])


def test_today_is_the_candidates_day(build):
    build.now = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    writer = Writer(build)
    case_id, _ = writer.written(when_from=date(2026, 11, 24), when_to=None)
    with pytest.raises(refusals.SubmissionIncomplete) as refusal:
        writer.do(actions.submit_case, case_id=case_id)
    assert [problem.kind for problem in refusal.value.found] == [ProblemKind.IN_FUTURE]
    assert writer.do(actions.submit_case, case_id=case_id, at=build.now + timedelta(hours=2))["state"] == "submitted"


def test_a_draft_changed_after_its_check_is_checked_again(writer):
    case_id, example_id = writer.written()
    seen = writer.row(Case, case_id)["version"]
    writer.save(case_id, example_id, 2, actions="Changé dans une autre fenêtre.")
    with pytest.raises(refusals.ChangedSinceCheck):
        writer.do(actions.submit_case, case_id=case_id, version=seen)
    assert writer.do(actions.submit_case, case_id=case_id, version=seen + 1)["state"] == "submitted"


def test_submitting_twice_is_refused_kindly_and_owed_once(writer):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    with pytest.raises(refusals.AlreadySubmitted) as refusal:
        writer.do(actions.submit_case, case_id=case_id)
    assert (refusal.value.status, writer.journal(case_id).count("case.submit")) == (409, 1)


def test_the_receipt_holds_date_and_digest_and_comes_once(writer):
    case_id, _ = writer.written()
    case = writer.do(actions.submit_case, case_id=case_id)
    for _ in range(2):
        writer.build.do(actions.send_receipt, case_id=case_id, now=writer.build.now)
    (notice,) = writer.build.read(lambda: [plain(notice) for notice in db.session.query(Notice)])
    assert (notice["account_id"], notice["kind"], notice["about"]) == (
        writer.id, "submission.receipt",
        {"case": case_id, "reference": case["reference"], "submitted_at": writer.build.now.isoformat(),
         "digest": case["digest"]},
    )  # fmt: skip


@pytest.mark.parametrize("submitted", [False, True])
def test_a_candidate_withdraws_for_good(writer, submitted):
    case_id, _ = writer.written()
    if submitted:
        writer.do(actions.submit_case, case_id=case_id)
    writer.do(actions.withdraw_case, case_id=case_id)
    case = writer.row(Case, case_id)
    assert (case["state"], case["withdrawn_at"], writer.journal(case_id)[-1]) == (
        "withdrawn", writer.build.now, "case.withdraw",
    )  # fmt: skip
    assert writer.owed(topic="assignment.vacate") == (["assignment.vacate"] if submitted else [])
    with pytest.raises(refusals.CaseWithdrawn):
        writer.do(actions.withdraw_case, case_id=case_id)


def test_nobody_else_withdraws_a_case(writer):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    for role in Role:
        with pytest.raises(NotYours):
            writer.do(actions.withdraw_case, case_id=case_id, by=writer.build.someone(writer.cycle_id, role))
    assert writer.row(Case, case_id)["state"] == "submitted"


def test_it_is_too_late_once_a_level_is_recorded(writer):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)

    def record():
        db.session.get_one(Case, case_id).recorded_at = writer.build.now

    writer.build.do(record)
    with pytest.raises(refusals.TooLateToWithdraw):
        writer.do(actions.withdraw_case, case_id=case_id)
