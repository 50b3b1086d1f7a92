"""A case begins once, while its cycle is open, after the notice was read."""

from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission import actions, refusals, starting
from reviewboard.stages.submission.rules import Problem, ProblemKind
from reviewboard.stages.submission.tables import Case
from tests.stages.submission.authoring import Writer

NEW_YEAR = {year: datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2021, 2098, 2099)}


def test_a_case_begins_as_a_draft_under_a_coded_name(writer):
    case = writer.start()
    found = (case["state"], case["language"], case["candidate_id"], case["required_level"])
    assert found == ("draft", "fr", writer.id, 3)
    assert len(case["reference"]) == 7
    assert set(case["reference"].replace("-", "")) <= set("ABCDEFGHJKMNPQRTVWXYZ0123456789")
    assert writer.journal(case["id"]) == ["submission.start"]


def test_beginning_twice_is_beginning_once(writer):
    first, second = writer.start("fr"), writer.start("en")
    assert (second["id"], second["language"], writer.count(Case)) == (first["id"], "fr", 1)
    assert writer.journal(first["id"]) == ["submission.start"]


def test_a_reference_that_is_taken_is_drawn_again(writer, monkeypatch):
    drawn = iter(["QX7-31K", "QX7-31K", "QX7-31K", "M2D-90A"])
    monkeypatch.setattr(starting, "new_reference", lambda: next(drawn))
    other = Writer(writer.build)
    assert [writer.start()["reference"], other.start()["reference"]] == ["QX7-31K", "M2D-90A"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"state": "closed"}, refusals.NotOpenNow),
        ({"opens_at": NEW_YEAR[2098], "closes_at": NEW_YEAR[2099]}, refusals.NotOpenNow),
        ({"opens_at": NEW_YEAR[2020], "closes_at": NEW_YEAR[2021]}, refusals.NotOpenNow),
        ({}, None),
    ],
)
def test_a_case_begins_only_while_its_cycle_is_open(writer, change, refusal):
    writer.change_cycle(**change)
    if refusal is None:
        assert writer.start()["state"] == "draft"
        return
    with pytest.raises(refusal):
        writer.start()
    assert writer.count(Case) == 0


def test_only_a_candidate_of_the_cycle_begins_a_case_on_its_competency_in_a_language(writer):
    assessor = writer.build.someone(writer.cycle_id, Role.ASSESSOR)
    elsewhere = Writer(writer.build)
    for refusal, arguments in (
        (NotYours, {"by": assessor}), (NotYours, {"by": elsewhere.id}), (NotYours, {"cycle_id": "none"}),
        (NotYours, {"scale_version_id": "none"}), (refusals.NotALanguage, {"language": "de"}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            writer.start(**arguments)
    assert writer.count(Case) == 0


def test_the_notice_in_force_is_acknowledged_and_its_version_kept(writer):
    case_id = writer.start()["id"]
    with pytest.raises(refusals.NoticeFirst):
        writer.do(actions.add_example, case_id=case_id)
    with pytest.raises(refusals.NoticeChanged):
        writer.do(actions.acknowledge_notice, case_id=case_id, notice_version="0")
    writer.do(actions.acknowledge_notice, case_id=case_id, notice_version="1")
    writer.do(actions.acknowledge_notice, case_id=case_id, notice_version="1", at=writer.build.now + timedelta(hours=1))
    case = writer.row(Case, case_id)
    assert (case["notice_version"], case["notice_acknowledged_at"]) == ("1", writer.build.now)
    assert writer.journal(case_id) == ["submission.start", "notice.acknowledge"]


def test_a_new_notice_is_acknowledged_again_before_submitting(writer):
    case_id, _ = writer.written()
    writer.change_cycle(notice_version="2")
    with pytest.raises(refusals.SubmissionIncomplete) as refusal:
        writer.do(actions.submit_case, case_id=case_id)
    assert refusal.value.found == (Problem(ProblemKind.NOTICE),)
    writer.do(actions.acknowledge_notice, case_id=case_id, notice_version="2")
    assert writer.do(actions.submit_case, case_id=case_id)["notice_version"] == "2"


def test_the_language_is_the_candidates_choice_until_it_is_submitted(writer):
    case_id, _ = writer.written()
    with pytest.raises(refusals.NotALanguage):
        writer.do(actions.choose_language, case_id=case_id, language="")
    writer.do(actions.choose_language, case_id=case_id, language="en")
    assert writer.row(Case, case_id)["language"] == "en"
    writer.do(actions.submit_case, case_id=case_id)
    with pytest.raises(refusals.AlreadySubmitted):
        writer.do(actions.choose_language, case_id=case_id, language="fr")
