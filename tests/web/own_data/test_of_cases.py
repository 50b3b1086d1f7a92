"""What of cases stands in the file of one's own data: what the table lets its reader read at that moment, nothing beside it.

Before each look what could leak is there: a draft, two sealed levels, a recorded level, the names of everybody.
"""

import json
import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.actions import ConflictKind, declare
from reviewboard.stages.consensus.actions import note_own_level
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.actions import release, write
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.actions import ask_accommodation
from reviewboard.stages.submission.tables import Case, Evidence
from tests.stages.consensus.staging import Stage
from tests.stages.recourse.hearing import GROUND_TEXT, LONG, NOTES, hearing
from tests.walking import TEXTS, candidate_of, drafted, level, panel, rate, rated, seated, seats_of, settle
from tests.web.assessor.desks import counted
from tests.web.own_data.test_download import text_of

DRAFTED = "These words stand in a draft that nobody but its author reads."
SEALED = "These words stand in a sealed rating, and the outcome that they are about is level two."


def read(visit, who):
    text = text_of(visit(who))
    return text, json.loads(text)


def named(build, text, *, but):
    """Return who is named in a text, of everybody but one."""
    every = build.read(lambda: [one.name for one in db.session.scalars(db.select(Account).where(Account.id != but))])
    return [name for name in every if re.search(rf"{name}\b", text)]


@pytest.fixture
def people(build):
    return panel(build)


def test_while_it_is_assessed_a_candidate_has_their_own_words_and_one_honest_line(build, visit, people):
    case_id = seated(build, people)
    rate(build, case_id, 1, level(2), words=SEALED)
    rate(build, case_id, 2, level(3), words=DRAFTED, seal=False)
    who = candidate_of(build, case_id)
    text, found = read(visit, who)
    stored = build.read(lambda: sorted(row.reasons for row in db.session.scalars(db.select(Rating))))
    assert stored == sorted([SEALED, DRAFTED])
    assert ([word for word in (SEALED, DRAFTED) if word in text], named(build, text, but=who)) == ([], [])
    (case,) = found["cases"]
    assert case["state"].startswith("In assessment since ")
    assert {name: case["examples"][0][name] for name in TEXTS} == TEXTS
    assert (case["result"], case["recourse"], case["statement"], case["question_of_the_panel"]) == (None, [], None, None)
    assert case["notice_acknowledged"]["version"] == "1"


@pytest.mark.parametrize("reached", ["seated", "one sealed", "both sealed", "recorded"])
def test_how_far_an_assessment_came_changes_nothing_of_it(build, visit, reached):
    stage = Stage(build)
    staged = stage.seated()
    before = read(visit, staged.candidate)[1]["cases"]
    if reached != "seated":
        stage.rate(staged, staged.a, Outcome.at(2))
    if reached in ("both sealed", "recorded"):
        stage.rate(staged, staged.b, Outcome.at(2))
    if reached == "recorded":
        settle(build)
        stage.do(write, case_id=staged.case_id, now=build.now)
        assert stage.state(staged) == "recorded"
    assert read(visit, staged.candidate)[1]["cases"] == before


def test_after_the_release_the_result_is_there_with_its_reasons_and_nobodys_name(build, visit):
    stage = Stage(build)
    staged = stage.case(Outcome.at(2), Outcome.at(2))
    stage.do(write, case_id=staged.case_id, now=build.now)
    unreleased, _found = read(visit, staged.candidate)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=build.now)
    text, found = read(visit, staged.candidate)
    result = found["cases"][0]["result"]
    assert (result["outcome"]["level"], "Level: 2." in text, "Level: 2." in unreleased) == (2, True, False)
    assert {part["by"] for part in result["reasons"]} <= {"First assessor", "Second assessor", ""}
    assert [dimension["name"] for dimension in result["dimensions"]] != []
    assert named(build, text, but=staged.candidate) == []


def test_a_recourse_is_there_as_it_was_asked_and_its_answer_once_it_is_given(build, visit):
    board = hearing(build)
    handler = board.people.leads[0]
    board.heard(handler)
    text, found = read(visit, board.candidate)
    (heard,) = found["cases"][0]["recourse"]
    assert (heard["kind"], heard["request"], heard["answer"]) == ("Decision review", "Why was this read as one contact?", None)
    assert (heard["meeting"]["notes"], LONG in text) == (NOTES, False)
    board.decide(Verdict.UPHELD, by=handler)
    text, found = read(visit, board.candidate)
    (over,) = found["cases"][0]["recourse"]
    assert (over["answer"]["answer"], over["answer"]["grounds"]) == ("The outcome is upheld", {"The scale was misread": LONG})
    assert named(build, text, but=board.candidate) == []


def test_a_recourse_that_is_not_sent_is_there_as_it_is_being_written(build, visit):
    board = hearing(build)
    board.write()
    (written,) = read(visit, board.candidate)[1]["cases"][0]["recourse"]
    assert (written["state"], written["asked_at"], written["answer"]) == ("being written, not sent", None, None)
    assert written["grounds"] == {"The scale was misread": GROUND_TEXT}


def test_an_answer_that_waits_for_a_second_lead_is_not_there(build, visit):
    board = hearing(build)
    board.heard(board.people.leads[0])
    before = read(visit, board.candidate)[1]["cases"]
    board.decide(Verdict.VARIED, by=board.people.leads[0], outcome=level(3))
    assert board.recourse().stand == "countersign"
    after = read(visit, board.candidate)
    assert (after[1]["cases"], LONG in after[0]) == (before, False)


def test_a_case_that_is_rated_afresh_is_one_case_to_its_candidate(build, visit):
    board = hearing(build)
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    fresh = board.fresh()
    reference = build.read(lambda: db.session.get_one(Case, fresh).reference)
    board.rate_afresh(3, 3)
    text, found = read(visit, board.candidate)
    assert ([case["recourse"][-1]["kind"] for case in found["cases"]], reference in text) == (["Fresh rating"], False)


def test_files_are_there_by_name_size_and_digest_and_those_taken_away_are_not(build, visit, people):
    case_id = drafted(build, people)
    who = candidate_of(build, case_id)

    def attach():
        case = db.session.get_one(Case, case_id)
        example = db.session.execute(db.text("SELECT id FROM examples WHERE case_id = :case"), {"case": case.id}).scalar_one()
        for number, removed in enumerate((None, build.now)):
            db.session.add(
                Evidence(case_id=case_id, example_id=example, file_name=f"letter {number}.pdf", media_type="application/pdf",
                         size=1234, sha256="ab" * 32, vault_key=f"a key {number}", uploaded_at=build.now, removed_at=removed)
            )  # fmt: skip

    build.do(attach)
    build.do(ask_accommodation, case_id=case_id, request="I need a week more.", actor=build.principal(who), now=build.now)
    text, found = read(visit, who)
    (file,) = found["cases"][0]["examples"][0]["files"]
    assert (file["name"], file["bytes"], file["sha256"], file["check"]) == ("letter 0.pdf", 1234, "ab" * 32, "checking")
    assert (found["cases"][0]["more_time"]["request"], "a key 0" in text) == ("I need a week more.", False)


def test_an_assessor_has_the_code_and_the_moment_of_what_they_sealed_and_no_more(build, visit, people):
    first, second = seated(build, people), seated(build, people)
    rate(build, first, 1, level(2), words=SEALED)
    (_seat, who), build.now = seats_of(build, first)[1], build.now
    mine = [place for place, (_id, one) in seats_of(build, second).items() if one == who]
    for place in mine:
        rate(build, second, place, level(3), words=DRAFTED, seal=False)
    text, found = read(visit, who)
    reference = build.read(lambda: db.session.get_one(Case, first).reference)
    assert [set(one) for one in found["sealed_ratings"]] == [{"case", "sealed_at"}]
    assert ([one["case"] for one in found["sealed_ratings"]], found["cases"]) == ([reference], [])
    assert ([word for word in (SEALED, DRAFTED, *TEXTS.values()) if word in text], named(build, text, but=who)) == ([], [])


def test_a_conflict_that_one_declared_is_there_and_what_others_noted_is_not(build, visit, people):
    case_id = rated_once(build, people)
    seat_id, who = seats_of(build, case_id)[2]
    candidate = candidate_of(build, case_id)
    build.do(declare, seat_id=seat_id, conflict=True, kind=ConflictKind.KIN, note="A cousin.", actor=build.principal(who),
             now=build.now)  # fmt: skip
    told = {one: read(visit, one) for one in (who, candidate, people.coordinator)}
    assert [(one["what"], one["note"]) for one in told[who][1]["conflicts"]] == [("related or close friends", "A cousin.")]
    assert [told[one][1]["conflicts"] for one in (candidate, people.coordinator)] == [[], []]
    assert named(build, told[who][0], but=who) == []


def rated_once(build, people):
    case_id = seated(build, people)
    rate(build, case_id, 1, level(2))
    return case_id


def test_a_lead_has_none_of_what_they_decide_on(build, visit):
    people = panel(build, policy={"own_level_first": True})
    case_id = rated(build, people, level(1), level(4))
    lead, reason = people.leads[0], "A level of my own, noted from the text and the evidence, before both ratings open to me."
    build.do(note_own_level, case_id=case_id, outcome=level(3), reason=reason, actor=build.principal(lead), now=build.now)
    text, found = read(visit, lead)
    assert ([act["act"] for act in found["acts"]][-1], reason in text, found["cases"]) == (
        "A level of one’s own noted by a lead, before both ratings opened", False, [],
    )  # fmt: skip


def test_each_further_case_takes_the_same_statements(app, build, visit):
    board = hearing(build)
    board.ask(Kind.FEEDBACK)
    asked, visitor = [], visit(board.candidate)
    text_of(visitor)
    for _ in range(3):
        with counted(app) as sent:
            text_of(visitor)
        asked.append(len(sent))
        drafted(build, panel(build), candidate=board.candidate)
    one_more = asked[1] - asked[0]
    assert (asked[2] - asked[1], one_more <= 12, asked[0] <= 45) == (one_more, True, True)
