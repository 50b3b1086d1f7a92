"""Recourse through its pages: a candidate asks, leads answer, a coordinator sees clocks and no words, an auditor reads."""

import re
from datetime import timedelta

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from tests.stages.recourse.hearing import GROUND_TEXT, LONG, NOTES, hearing
from tests.walking import level, rate, settle

FIRST = "The first of the fresh pair reads three contacts, each with an issue of its own, and sees them kept up since."
SECOND = "Read anew, the passages show advisers who were unknown before, and what they exchange still serves the unit."


@pytest.fixture
def board(build):
    return hearing(build)


def _version(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def test_a_review_from_the_first_line_to_a_new_level_in_force(board, visit):
    mine, lead, second = (visit(who) for who in (board.candidate, *board.people.leads[:2]))
    home, panel = f"/my/cases/{board.case_id}", f"/panel/recourse/{board.case_id}/decision_review"
    assert mine.get(f"{home}/recourse").status_code == 200
    form = mine.get(f"{home}/recourse/decision_review")
    assert form.status_code == 200
    empty = mine.post(f"{home}/recourse/decision_review/draft", {"version": "0", "request": "", "then": "check"})
    assert "Choose at least one ground" in mine.get(empty.headers["Location"]).text
    asked = {"ground": "anchor_misread", "text_anchor_misread": GROUND_TEXT, "request": "Read it again.", "then": "check"}
    kept = mine.post(f"{home}/recourse/decision_review/draft", {"version": "2", **asked})
    check = mine.get(kept.headers["Location"])
    assert GROUND_TEXT in check.text
    sent = mine.post(f"{home}/recourse/decision_review", {"version": _version(check)})
    assert (sent.status_code, "waits for a panel lead" in mine.get(sent.headers["Location"]).text) == (302, True)
    settle(board.build)
    assert GROUND_TEXT in lead.get(panel).text
    assert mine.get(f"{home}/recourse/file").status_code == 404
    assert lead.post(f"{panel}/take").status_code == 302
    assert lead.post(f"{panel}/disclose").status_code == 302
    file = mine.get(f"{home}/recourse/file")
    assert file.status_code == 200
    too_soon = lead.post(f"{panel}/meeting", {"met_on": board.build.today.isoformat(), "attended": "Both", "notes": NOTES})
    assert (too_soon.status_code, NOTES in too_soon.text) == (409, True)
    assert mine.post(f"{home}/recourse/ready").status_code == 302
    held = lead.post(f"{panel}/meeting", {"met_on": board.build.today.isoformat(), "attended": "Both", "notes": NOTES})
    assert held.status_code == 302
    answer = {
        "verdict": "varied", "ground_anchor_misread": LONG, "reasons": LONG + " In all.", "outcome": "level:3",
        "reasons_effort": f"Effort: {LONG}", "reasons_benefit": f"Benefit: {LONG}", "next_needed": f"More of it: {LONG}",
    }  # fmt: skip
    lead.post(f"{panel}/draft", {"draft": "0", **answer})
    check = lead.get(f"{panel}/check")
    assert "Nothing is decided yet" in check.text
    assert lead.post(f"{panel}/answer", {"version": _version(check), **answer}).status_code == 302
    assert "level 2" in mine.get(f"{home}/result").text.lower()
    sign = second.get(f"{panel}/signature")
    assert second.post(f"{panel}/signature", {"version": _version(sign)}).status_code == 302
    settle(board.build)
    result, answer_page = mine.get(f"{home}/result").text, mine.get(f"{home}/recourse/decision_review").text
    assert "It took the place of an earlier result" in result
    assert ("Now in force:" in answer_page, LONG in answer_page) == (True, True)
    assert board.levels() == [(2, False), (3, True)]


def test_only_the_grounds_that_are_chosen_are_sent_and_the_others_wait_in_the_draft(board, visit):
    mine, form = visit(board.candidate), f"/my/cases/{board.case_id}/recourse/decision_review"
    written = {"text_anchor_misread": GROUND_TEXT, "text_process_not_followed": f"{GROUND_TEXT} In the process."}
    mine.post(f"{form}/draft", {"version": "0", "ground": ["anchor_misread", "process_not_followed"], **written})
    mine.post(f"{form}/draft", {"version": "2", "ground": "anchor_misread", **written})
    page = mine.get(form).text
    assert (page.count(" checked"), "In the process." in page) == (1, True)
    check = mine.get(f"{form}/check")
    assert ("In the process." in check.text, "is not sent" in check.text) == (False, True)
    assert mine.post(form, {"version": _version(check)}).status_code == 302
    assert board.build.read(_grounds, board.recourse().id) == [("anchor_misread", True)]


def _grounds(recourse_id):
    from reviewboard.extensions import db
    from reviewboard.stages.recourse.tables import RecourseGround

    rows = db.session.query(RecourseGround).filter_by(recourse_id=recourse_id)
    return [(row.ground, row.chosen) for row in rows]


def test_a_save_that_comes_after_another_windows_says_that_it_is_not_saved_and_keeps_its_words(board, visit):
    mine, form = visit(board.candidate), f"/my/cases/{board.case_id}/recourse/decision_review"
    mine.post(f"{form}/draft", {"version": "0", "request": "The first window asks this."})
    late = mine.post(f"{form}/draft", {"version": "0", "request": "The second window asks that."})
    assert (late.status_code, "data-typed" in late.text, 'data-save-state="stale"' in late.text) == (409, True, True)
    assert ("The first window asks this." in late.text, "The second window asks that." in late.text) == (True, True)


def test_a_lead_whose_save_comes_late_reads_the_other_windows_answer(board, visit):
    lead, panel = board.people.leads[0], f"/panel/recourse/{board.case_id}/decision_review"
    board.heard(lead)
    desk = visit(lead)
    desk.post(f"{panel}/draft", {"draft": "0", "reasons": "What the first window gives as reasons."})
    late = desk.post(f"{panel}/draft", {"draft": "0", "reasons": "What the second window gives."})
    assert (late.status_code, 'data-save-state="stale"' in late.text) == (409, True)
    assert ("the first window gives as reasons" in late.text, "the second window gives" in late.text) == (True, True)


def test_who_takes_their_review_back_is_promised_no_fresh_rating(board, visit):
    board.ask()
    board.do(actions.withdraw, kind=Kind.REVIEW, by=board.candidate)
    page = visit(board.candidate).get(f"/my/cases/{board.case_id}/recourse").text
    assert ("Closed: you took back the decision review" in page, "once a review is decided" in page) == (True, False)


def test_whoever_gives_up_a_fresh_rating_that_a_review_granted_is_told_what_they_give_up(board, visit):
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    mine, home = visit(board.candidate), f"/my/cases/{board.case_id}/recourse"
    fresh = mine.get(f"{home}/fresh_rating").text
    assert ("You did not ask for this yourself" in fresh, "Give up the fresh rating" in fresh) == (True, True)
    assert "You give up what it decided in your favour" in mine.get(f"{home}/fresh_rating/withdraw").text
    assert mine.post(f"{home}/fresh_rating/withdraw").status_code == 302
    assert "You gave up this fresh rating on" in mine.get(f"{home}/decision_review").text
    assert "The review granted it, and you gave it up on" in mine.get(home).text


def test_no_page_of_the_candidate_names_anybody_or_the_fresh_case(board, visit):
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.RETURNED, by=first)
    board.do(actions.take, kind=Kind.FRESH, by=second)
    board.rate_afresh(3, 3)
    mine, fresh = visit(board.candidate), board.fresh()
    home = f"/my/cases/{board.case_id}"
    secrets = [fresh, board.build.read(lambda: _reference(fresh))]
    secrets += [board.build.principal(who).name for who in (*board.people.leads, *board.people.assessors)]
    for address in ("", "/result", "/recourse", "/recourse/decision_review", "/recourse/fresh_rating", "/recourse/file"):
        page = mine.get(home + address)
        assert (address, page.status_code, [one for one in secrets if f">{one}<" in page.text or fresh in page.text]) == (
            address, 200, [],
        )  # fmt: skip
    assert [mine.get(f"/my/cases/{fresh}{rest}").status_code for rest in ("", "/result", "/receipt", "/recourse")] == [404] * 4
    assert mine.get("/my").text.count("case-code") == 1


def _reference(case_id):
    from reviewboard.extensions import db
    from reviewboard.stages.submission.tables import Case

    return db.session.get_one(Case, case_id).reference


def test_a_coordinator_sees_clocks_and_names_a_lead_but_reads_no_word(board, visit):
    office = visit(board.people.coordinator)
    board.ask()
    listed = office.get(f"/cycles/{board.people.cycle}/recourse")
    form = office.get(f"/coordination/cases/{board.case_id}/recourse/decision_review")
    assert [GROUND_TEXT in page.text for page in (listed, form)] == [False, False]
    lead = board.people.leads[1]
    given = {"lead": lead, "version": _version(form)}
    named = office.post(f"/coordination/cases/{board.case_id}/recourse/decision_review", given)
    assert (named.status_code, board.recourse().handler_id) == (302, lead)
    board.later(days=31)
    assert board.build.principal(lead).name in office.get(f"/cycles/{board.people.cycle}/recourse").text


def test_where_nobody_may_answer_the_coordinator_is_told_why(build, visit):
    board = hearing(build, leads=1)
    lead = board.people.leads[0]
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=lead)
    board.decide(None, by=lead, kind=Kind.FEEDBACK)
    board.ask()
    office = visit(board.people.coordinator)
    page = office.get(f"/cycles/{board.people.cycle}/attention").text
    assert "No panel lead of this cycle may answer it" in page
    assert "answered an earlier recourse" in office.get(f"/coordination/cases/{board.case_id}/recourse/decision_review").text
    fresh_lead = build.someone(board.people.cycle, Role.LEAD)
    board.do(actions.take, kind=Kind.REVIEW, by=fresh_lead)


def test_a_statement_is_added_once_and_read_with_the_record(board, visit):
    mine, lead, office = visit(board.candidate), visit(board.people.leads[0]), visit(board.people.coordinator)
    home, said = f"/my/cases/{board.case_id}", "I do not agree: <b>three</b> people were named."
    check = mine.post(f"{home}/statement/check", {"text": said})
    assert "Nothing is added yet" in check.text
    assert mine.post(f"{home}/statement", {"text": said}).status_code == 302
    again = mine.post(f"{home}/statement", {"text": "Another one"})
    assert (again.status_code, "Another one" in again.text) == (409, True)
    shown = "three&lt;/b&gt; people were named"
    pages = [mine.get(f"{home}/result"), lead.get(f"/panel/cases/{board.case_id}"),
             office.get(f"/coordination/cases/{board.case_id}")]  # fmt: skip
    assert [shown in page.text for page in pages] == [True] * 3


def test_an_auditor_reads_what_was_asked_and_that_they_did_is_in_the_journal(board, visit):
    board.heard(board.people.leads[0])
    board.decide(Verdict.UPHELD, by=board.people.leads[0])
    auditor = visit(_auditor(board.build))
    page = auditor.post(f"/audit/cases/{board.case_id}/content")
    assert (page.status_code, GROUND_TEXT in page.text, "The outcome is upheld" in page.text) == (200, True, True)


def _auditor(build):
    from reviewboard.extensions import db
    from reviewboard.foundation.people.tables import Account

    who = build.person("Ada Auditor")
    build.do(lambda: setattr(db.session.get_one(Account, who), "is_auditor", True))
    return who


def test_no_other_candidate_and_no_assessor_reaches_recourse(board, visit):
    board.ask()
    others = [board.build.someone(board.people.cycle, Role.CANDIDATE), *board.people.assessors]
    for who in others:
        visitor = visit(who)
        assert visitor.get(f"/my/cases/{board.case_id}/recourse").status_code == 404
        assert visitor.get(f"/panel/recourse/{board.case_id}/decision_review").status_code == 404


def test_an_ask_after_its_window_is_refused_kindly_and_keeps_the_text(build, visit):
    build.now -= timedelta(days=60)
    board = hearing(build)
    board.write()
    mine, home = visit(board.candidate), f"/my/cases/{board.case_id}/recourse/decision_review"
    page, sent = mine.get(home), mine.post(home, {"version": "2"})
    kind = "The time to ask for this is over"
    assert [(one.status_code, GROUND_TEXT in one.text, kind in one.text) for one in (page, sent)] == [
        (200, True, True), (409, True, True),
    ]  # fmt: skip


def test_the_words_of_a_fresh_pair_are_told_apart_on_the_result(board, visit):
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.RETURNED, by=first)
    board.do(actions.take, kind=Kind.FRESH, by=second)
    board.build.now += timedelta(minutes=1)
    for place, words in ((1, FIRST), (2, SECOND)):
        rate(board.build, board.fresh(), place, level(3), words=words)
    settle(board.build)
    board.decide(None, by=second, kind=Kind.FRESH)
    page = visit(board.candidate).get(f"/my/cases/{board.case_id}/result").text
    assert [f"{who} assessor" in page for who in ("First", "Second")] == [True, True]


def test_the_candidate_reads_the_notes_of_their_meeting_on_the_page_and_in_the_file_alike(board, visit):
    board.heard(board.people.leads[0])
    page = visit(board.candidate).get(f"/my/cases/{board.case_id}/recourse/decision_review").text
    file = board.build.read(lambda: as_html(prepare(board.case_id, Reader.CANDIDATE, Variant.WHOLE, at=board.build.now)))
    assert [NOTES in told for told in (page, file)] == [True, True]
