"""A running cycle: cases without their words, seats with their status alone, assignment as it was previewed."""

import re
from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.submission.tables import Accommodation, Case
from tests.stages.casework import ACTIONS, Casework
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.each

WHY = "They moved to another office, and nobody could read it in time."


def _rows(page):
    return page.text.count('scope="row"')


def _hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1)


def test_no_page_of_a_running_cycle_holds_what_a_candidate_wrote(office, work):
    case_id = work.submitted()
    work.round()
    browser = office.browser()
    paths = [f"/cycles/{office.open}{tail}" for tail in ("", "/cases", "/seats", "/assignment", "/attention")]
    pages = [browser.get(path).text for path in (*paths, f"/coordination/cases/{case_id}")]
    assert [ACTIONS[:40] in page for page in pages] == [False] * 6
    assert work.case(case_id).reference in pages[1]


def test_cases_are_filtered_and_paged(office, work):
    cases = [work.submitted() for _ in range(32)]
    browser, path = office.browser(), f"/cycles/{office.open}/cases"
    first = browser.get(path)
    onward = re.search(r'rel="next" href="([^"]+)"', first.text).group(1).replace("&amp;", "&")
    assert (_rows(first), _rows(browser.get(onward))) == (30, 2)
    reference = work.case(cases[7]).reference
    assert _rows(browser.get(f"{path}?reference={reference.lower()}")) == 1
    assert (_rows(browser.get(f"{path}?standing=waiting")), _rows(browser.get(f"{path}?standing=rating"))) == (30, 0)


def test_a_waiting_case_says_what_it_waits_for(office, build):
    work = Casework(build, office.open)
    work.submitted(language="fr")
    work.round()
    page = office.browser().get(f"/cycles/{office.open}/cases?lacking=yes")
    assert (_rows(page), "Waits for 2 more" in page.text) == (1, True)
    assert "1 case lacks an assessor." in office.browser().get(f"/cycles/{office.open}").text


def test_an_open_cycle_says_that_nobody_could_take_a_case(office, build):
    """It warns before the first case comes in: nobody at all, then nobody with a free place, then nothing."""
    work = Casework(build, office.open)
    told = ("No assessor rates today", "No assessor has a free place")

    def warned():
        page = office.browser().get(f"/cycles/{office.open}").text
        return [sentence in page for sentence in told]

    assert warned() == [True, False]
    for _ in range(2):
        work.assessor(capacity=1)
    assert warned() == [False, False]
    work.submitted()
    work.round()
    assert warned() == [False, True]


def test_seats_show_late_ones_first_and_status_alone(office, work, build):
    early, late = work.submitted(), work.submitted()
    work.round()
    sealed, open_one = work.seats(late)
    work.clear(sealed)
    work.pretend_sealed(sealed.id)

    def delay():
        for seat in work.seats(late):
            db.session.merge(seat).due_at = build.now - timedelta(days=1)

    build.do(delay)
    page = office.browser().get(f"/cycles/{office.open}/seats")
    references = re.findall(r'class="row-link case-code">([^<]+)<', page.text)
    assert references == [work.case(late).reference, *[work.case(early).reference] * 2]
    assert (page.text.count("row-needs"), "1 seat is late." in office.browser().get(f"/cycles/{office.open}").text) == (
        1, True,
    )  # fmt: skip
    assert _rows(office.browser().get(f"/cycles/{office.open}/seats?sealed=yes")) == 1
    assert open_one.id not in page.text


def test_what_one_assessor_does_shows_only_as_their_own_status(office, work):
    """Sealing changes the status of one seat and nothing else on any page of the coordinator."""
    case_id = work.submitted()
    work.round()
    first, second = work.seats(case_id)
    work.clear(first)
    work.clear(second)
    before = office.browser().get(f"/coordination/cases/{case_id}").text
    work.pretend_sealed(first.id)
    after = office.browser().get(f"/coordination/cases/{case_id}").text
    assert (before.count(">sealed</span>"), after.count(">sealed</span>")) == (0, 1)
    assert "level" not in re.sub(r"<head>.*?</head>", "", after, flags=re.S).lower()


def test_a_seat_is_freed_with_a_reason(office, work, build):
    case_id = work.submitted()
    work.round()
    seat, other = work.seats(case_id)
    path, browser = f"/coordination/cases/{case_id}/seats/{seat.id}/free", office.browser()
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"reason": "Gone on leave"}).status_code == 422
    assert browser.post(path, {"reason": WHY}).status_code == 302
    assert [live.id for live in work.seats(case_id)] == [other.id]
    assert (browser.get(path).status_code, browser.post(path, {"reason": "x"}).status_code) == (404, 404)
    page = browser.get(f"/coordination/cases/{case_id}").text
    assert "given up: freed by the coordinator" in page


def test_a_sealed_seat_and_a_seat_of_another_case_are_not_freed(office, work, build):
    case_id, other = work.submitted(), work.submitted()
    work.round()
    sealed = work.seats(case_id)[0]
    work.clear(sealed)
    work.pretend_sealed(sealed.id)
    browser = office.browser()
    answer = browser.post(f"/coordination/cases/{case_id}/seats/{sealed.id}/free", {"reason": WHY})
    assert (answer.status_code, len(work.seats(case_id))) == (409, 2)
    assert browser.post(f"/coordination/cases/{other}/seats/{sealed.id}/free", {"reason": "x"}).status_code == 404


def test_assignment_is_done_as_it_was_previewed(office, work):
    cases = [work.submitted() for _ in range(3)]
    browser, path = office.browser(), f"/cycles/{office.open}/assignment"
    preview = browser.get(path)
    shown = preview.text.count('class="plan-case"')
    assert ("3 cases would be seated" in preview.text, shown, work.seats(cases[0])) == (True, 3, [])
    fields = {"seed": _hidden(preview, "seed"), "input_hash": _hidden(preview, "input_hash"), "_key": "once"}
    planned = {
        case_id: sorted(re.findall(r"<strong>(Assessor \d)", line))
        for case_id in cases
        for line in preview.text.split('id="wishes"')[0].split('class="plan-case"')
        if work.case(case_id).reference in line
    }
    assert [browser.post(path, fields).status_code for _ in range(2)] == [302, 302]
    names = _names(work)
    assert {case_id: sorted(names[seat.assessor_id] for seat in work.seats(case_id)) for case_id in cases} == planned
    assert "No case waits for an assessor." in browser.get(path).text


def _names(work):
    from reviewboard.stages.coordination import names

    return work.build.read(names, work.assessors)


def test_an_old_preview_assigns_nothing(office, work):
    case_id = work.submitted()
    browser, path = office.browser(), f"/cycles/{office.open}/assignment"
    preview = browser.get(path)
    fields = {"seed": _hidden(preview, "seed"), "input_hash": _hidden(preview, "input_hash")}
    work.submitted()
    answer = browser.post(path, fields)
    assert (answer.status_code, "Nothing was assigned" in answer.text, work.seats(case_id)) == (409, True, [])
    assert browser.post(path, {"seed": "x" * 50, "input_hash": ""}).status_code == 409


def test_a_shortage_is_named_with_what_would_help(office, build):
    work = Casework(build, office.open)
    work.assessor(capacity=1)
    work.submitted()
    page = office.browser().get(f"/cycles/{office.open}/assignment").text
    assert ("No case can be seated now." in page, "1 more assessor: nobody else may sit here." in page) == (True, True)
    work.assessor(capacity=0)
    page = office.browser().get(f"/cycles/{office.open}/assignment").text
    assert "English submissions need 1 more place: add an assessor, or raise everybody’s “Cases at a time” to 1." in page


def _ask(build, case_id, text="More time, please."):
    def add():
        db.session.add(Accommodation(case_id=case_id, request=text, requested_at=build.now))

    build.do(add)


def _draft(build, work, candidate):
    scale_version_id = build.scale()

    def make():
        case = Case(reference="QD1-11A", cycle_id=work.cycle_id, candidate_id=candidate, language="en",
                    scale_version_id=scale_version_id, state_since=build.now, created_at=build.now)  # fmt: skip
        db.session.add(case)
        db.session.flush()
        return case.id

    return build.do(make)


def test_a_request_is_answered_once_with_more_time(office, work, build):
    case_id = _draft(build, work, work.candidate())
    _ask(build, case_id)
    browser, path = office.browser(), f"/coordination/cases/{case_id}/request"
    assert "More time, please." in browser.get(f"/cycles/{office.open}/requests").text
    wrong = browser.post(path, {"answer": "Granted, take your time.", "extended_to": "whenever"})
    assert (wrong.status_code, "Granted, take your time." in wrong.text) == (422, True)
    for typed, field in (({"answer": " "}, "answer-1"), ({"answer": "Yes.", "extended_to": "2020-01-01T12:00"}, "extended-1")):
        page = browser.post(path, typed)
        assert (page.status_code, re.findall(r'<a href="#([a-z]+-1)">', page.text)) == (422, [field])
    assert "1 request for accommodation waits for your answer." in browser.get(f"/cycles/{office.open}").text
    late, until = ((build.now + timedelta(days=days)).strftime("%Y-%m-%dT12:00") for days in (90, 30))
    beyond = browser.post(path, {"answer": "Granted.", "extended_to": late})
    assert (beyond.status_code, "promised an answer by" in beyond.text, 'name="sure"' in beyond.text) == (422, True, True)
    assert browser.post(path, {"answer": "Granted.", "extended_to": late, "sure": "yes"}).status_code == 302
    given = work.case(case_id).extended_to
    assert "More time to submit, until" in browser.get(f"/coordination/cases/{case_id}").text
    short = browser.post(f"{path}/time", {"extended_to": until, "reason": "Oops."})
    assert (short.status_code, re.findall(r'<a href="#([a-z]+-1)">', short.text)) == (422, ["reason-1"])
    assert browser.post(f"{path}/time", {"extended_to": until, "reason": WHY}).status_code == 302
    assert work.case(case_id).extended_to < given
    assert browser.post(path, {"answer": "Again.", "extended_to": ""}).status_code == 409
    assert "Granted." in browser.get(f"/cycles/{office.open}/requests").text
    assert "for accommodation" not in browser.get(f"/cycles/{office.open}").text


def test_a_request_is_read_and_answered_by_coordinators_alone(office, work, build, visit):
    case_id = _draft(build, work, work.candidate())
    _ask(build, case_id)
    for person in (work.assessors[0], build.someone(office.open, Role.LEAD), build.person(auditor=True)):
        assert visit(person).get(f"/cycles/{office.open}/requests").status_code == 404
        assert visit(person).post(f"/coordination/cases/{case_id}/request", {"answer": "x"}).status_code == 404


def _stuck(build, **where):
    def add():
        row = OutboxRow(topic="record.write", payload={}, created_at=build.now, send_after=build.now, attempts=5,
                        attention_at=build.now, attention_reason="IntegrityError: no\n[parameters: ('secret words',)]",
                        **where)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row.id

    return build.do(add)


def test_stuck_work_is_shown_with_its_reason_and_sent_again(office, work, build):
    case_id = work.submitted()
    row_id = _stuck(build, case_id=case_id)
    browser, path = office.browser(), f"/cycles/{office.open}/attention"
    page = browser.get(path)
    assert ("IntegrityError: no" in page.text, "secret words" in page.text) == (True, False)
    assert "1 piece of work failed and waits for you." in browser.get(f"/cycles/{office.open}").text
    assert [browser.post(path, {"work": row_id}).status_code for _ in range(2)] == [302, 302]
    with build.app.app_context():
        row = db.session.get_one(OutboxRow, row_id)
        assert (row.attention_at, row.attempts) == (None, 0)
    assert office.actions(office.open).count("work.send_again") == 1
    assert "Nothing is stuck" in browser.get(path).text


def test_work_of_another_cycle_is_neither_shown_nor_sent(office, build):
    row_id = _stuck(build, cycle_id=build.cycle())
    browser, path = office.browser(), f"/cycles/{office.open}/attention"
    assert "Nothing is stuck" in browser.get(path).text
    for number in (row_id, "x", "9" * 30, ""):
        assert browser.post(path, {"work": number}).status_code == 404
    with build.app.app_context():
        assert db.session.get_one(OutboxRow, row_id).attempts == 5


@pytest.mark.parametrize("tail", ["/cases", "/seats", "/people?role=candidate", "/conflicts", "/attention", ""])
def test_the_statements_of_a_list_do_not_grow_with_it(office, work, app, tail):
    browser = office.browser()
    work.submitted()
    work.round()
    browser.get(f"/cycles/{office.open}{tail}")
    with counted(app) as few:
        browser.get(f"/cycles/{office.open}{tail}")
    for _ in range(25):
        work.submitted()
    work.round()
    with counted(app) as many:
        browser.get(f"/cycles/{office.open}{tail}")
    assert (len(few), len(few) <= 13) == (len(many), True)


def test_two_links_to_free_a_seat_are_told_apart_by_who_does_not_see_them(office, work):
    case_id = work.submitted()
    work.round()
    page, reference = office.browser().get(f"/coordination/cases/{case_id}").text, work.case(case_id).reference
    heard = re.findall(r'>Free this seat<span class="heard">, ([^<]*)</span>', page)
    assert (len(heard), len(set(heard)), all(reference in name for name in heard)) == (2, 2, True)
