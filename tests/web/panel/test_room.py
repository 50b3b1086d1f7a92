"""The consensus room as two raters see it: letters for people, both ratings, keep or move, and a way out."""

from datetime import timedelta

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.tables import Agreement, Message, Move
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import SAID, WHY, Stage

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def room(staged) -> str:
    return f"/desk/rooms/{staged.case_id}"


def test_shows_both_ratings_over_the_text_and_no_name(stage, visit):
    staged = stage.case(AT(1), AT(2))
    page = visit(staged.a).get(room(staged))
    assert page.status_code == 200
    for there in ("You are A.", "1 level apart", f"{WHY} Level: 1.", f"{WHY} Level: 2.", "wrote to her the same week"):
        assert there in page.text
    for name in ("Camille Candidate", "Boris Assessor", "Lucie Lead"):
        assert name not in page.text


def test_tells_a_rater_no_required_level_whatever_the_state(stage, visit):
    staged, agreed = stage.case(AT(2), AT(3)), stage.case(AT(2), AT(3))

    def told_of(case, path):
        page = visit(case.a).get(path).text
        told = any(words in page for words in ("required level", "Level required"))
        return stage.state(case), "1 level apart" in page or case is agreed, told

    told = [told_of(staged, f"{room(staged)}/live?seen=0"), told_of(staged, room(staged))]
    visit(staged.a).post(f"{room(staged)}/escalation", {"reason": WHY})
    visit(agreed.a).post(f"{room(agreed)}/moves", {"version": "0", "topic": "outcome", "stand": "move",
                                                   "outcome": "level:3", "reason": WHY, "confirm": "yes"})  # fmt: skip
    told += [told_of(case, room(case)) for case in (staged, agreed)]
    states = ("discussion", "discussion", "dispute", "decided")
    assert told == [(state, True, False) for state in states]
    assert "across the required level 3" in visit(stage.lead).get(f"/panel/disputes/{staged.case_id}").text


@pytest.mark.parametrize("second", [None, AT(2)])
def test_opens_for_both_at_the_same_instant_and_for_nobody_else(stage, visit, second):
    staged = stage.case(AT(1), second)
    outsider = stage.build.someone(stage.cycle_id, Role.ASSESSOR)
    people = (staged.a, staged.b, staged.candidate, outsider, stage.lead)
    found = [visit(person).get(room(staged)).status_code for person in people]
    assert found == ([404] * 5 if second is None else [200, 200, 404, 404, 404])


def test_an_unknown_case_and_a_closed_one_get_the_same_answer(stage, visit):
    staged = stage.case(AT(1), None)
    person = visit(staged.b)
    closed, unknown = person.get(room(staged)), person.get("/desk/rooms/nothing-at-all")
    assert (closed.status_code, closed.text.replace(staged.case_id, "")) == (
        404, unknown.text.replace("nothing-at-all", ""),
    )  # fmt: skip


def test_a_message_reaches_the_other(stage, visit):
    staged = stage.case(AT(1), AT(2))
    sent = visit(staged.a).post(f"{room(staged)}/messages", {"body": "What of passage 1?\r\nI had missed it."})
    assert (sent.status_code, stage.rows(Message)[0]["body"]) == (302, "What of passage 1?\nI had missed it.")
    assert "What of passage 1?" in visit(staged.b).get(room(staged)).text


def test_an_empty_message_is_told_so_and_nothing_is_kept(stage, visit):
    staged = stage.case(AT(1), AT(2))
    sent = visit(staged.a).post(f"{room(staged)}/messages", {"body": "  "})
    assert (sent.status_code, stage.rows(Message)) == (422, [])
    assert "Write a message before you send it." in sent.text


def test_a_move_that_ends_the_discussion_is_shown_before_it_is_entered(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater = visit(staged.a)
    wish = {"version": "0", "topic": "outcome", "stand": "move", "outcome": "level:2", "reason": WHY}
    asked = rater.post(f"{room(staged)}/moves", wish)
    assert (asked.status_code, stage.rows(Move)) == (422, [])
    assert "You would both stand at: 2 ·" in asked.text
    entered = rater.post(f"{room(staged)}/moves", {**wish, "confirm": "yes"})
    assert (entered.status_code, stage.state(staged), stage.rows(Agreement)[0]["level"]) == (302, "decided", 2)


def test_the_same_move_sent_twice_with_one_key_is_entered_once(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater = visit(staged.a)
    wish = {"version": "0", "topic": "effort", "stand": "move", "level": "2", "reason": WHY, "_key": "one-key"}
    answers = [rater.post(f"{room(staged)}/moves", wish).status_code for _ in range(2)]
    assert (answers, len(stage.rows(Move))) == ([302, 302], 1)


def test_a_stale_move_keeps_what_was_typed(stage, visit):
    staged = stage.case(AT(1), AT(2))
    first = {"version": "0", "topic": "effort", "stand": "move", "level": "2", "reason": WHY}
    visit(staged.a).post(f"{room(staged)}/moves", first)
    typed = "Read again, the second passage shows the relation kept up."
    answer = visit(staged.b).post(f"{room(staged)}/moves", {**first, "stand": "keep", "reason": typed})
    assert (answer.status_code, len(stage.rows(Move))) == (409, 1)
    assert typed in answer.text


def test_a_passage_can_be_named(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater = visit(staged.a)
    page = rater.get(room(staged)).text
    passage = page.split('name="citation"')[1].split('<option value="')[2].split('"')[0]
    rater.post(f"{room(staged)}/moves", {"version": "0", "topic": "effort", "stand": "keep", "reason": WHY,
                                         "citation": passage})  # fmt: skip
    assert stage.rows(Move)[0]["citation_id"] == passage
    assert "citing ⟦1⟧" in visit(staged.b).get(room(staged)).text


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "level:9"}, {"outcome": "level:x"}, {"outcome": ""}, {"topic": "charm"}, {"stand": "", "outcome": ""}],
)
def test_an_answer_no_form_offers_is_refused(stage, visit, wrong):
    staged = stage.case(AT(1), AT(2))
    wish = {"version": "0", "topic": "outcome", "stand": "move", "outcome": "level:2", "reason": WHY, **wrong}
    answer = visit(staged.a).post(f"{room(staged)}/moves", wish)
    assert (answer.status_code, stage.rows(Move), WHY in answer.text) == (422, [], True)


def test_handing_over_needs_a_reason(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater = visit(staged.b)
    short = rater.post(f"{room(staged)}/escalation", {"reason": "No."})
    assert (short.status_code, stage.state(staged)) == (422, "discussion")
    handed = rater.post(f"{room(staged)}/escalation", {"reason": WHY})
    assert (handed.status_code, stage.state(staged)) == (302, "dispute")
    assert "A panel lead decides." in rater.get(room(staged)).text


def test_the_living_part_comes_only_when_something_changed(stage, visit):
    staged = stage.case(AT(1), AT(2))
    rater = visit(staged.a)
    seen = stage.version(staged)
    assert rater.get(f"{room(staged)}/live?seen={seen}").status_code == 204
    visit(staged.b).post(f"{room(staged)}/messages", {"body": "Look at passage 2."})
    part = rater.get(f"{room(staged)}/live?seen={seen}")
    assert (part.status_code, "Look at passage 2." in part.text, "<html" in part.text) == (200, True, False)


def test_what_arrives_after_the_clock_keeps_its_text(stage, visit):
    staged = stage.case(AT(1), AT(2))
    stage.build.read(actions.sweep_discussions, stage.build.now + timedelta(hours=200))
    late = visit(staged.a).post(f"{room(staged)}/messages", {"body": "One more thought on passage 1."})
    assert (late.status_code, stage.rows(Message)) == (409, [])
    assert "One more thought on passage 1." in late.text


def test_the_third_rating_is_nowhere_in_the_room(stage, visit):
    staged = stage.case(AT(1), AT(3))
    stage.do(actions.call_third, case_id=staged.case_id, reason=WHY, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    during = visit(staged.a).get(room(staged)).text
    stage.third(staged, AT(4))
    after = visit(staged.a).get(room(staged)).text
    assert [word in page for page in (during, after) for word in ("hird rating", "Level: 4.")] == [False] * 4


def test_the_text_is_marked_where_it_stands(stage, visit):
    staged = stage.case(AT(1), AT(2))
    page = visit(staged.a).get(room(staged)).text
    assert SAID.split("wrote")[0].strip() in page
    assert '<mark class="cite cite-ab">wrote to her the same week</mark>' in page
    assert stage.rows(Case)[0]["reference"] in page
