"""All one's discussions on a page of their own: oldest first, page by page, nobody else's, in few statements."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.stages.assignment.queries import PAGE
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.tables import Discussion, Message
from reviewboard.stages.submission.tables import Case
from tests.web.assessor.desks import counted


@pytest.fixture
def talks(work):
    """Begins so many discussions between the first two assessors, each a minute after the one before."""

    def begin(number):
        while len(work.assessors) < 2:
            work.assessor(capacity=2 * PAGE)
        cases = [work.submitted() for _ in range(number)]
        work.round()
        now = work.build.now

        def talk():
            for nth, case_id in enumerate(cases):
                since = now + timedelta(minutes=nth)
                db.session.execute(update(Case).where(Case.id == case_id).values(
                    state="discussion", both_sealed_at=since, state_since=since
                ))  # fmt: skip
            sealed = {"cleared_at": now, "sealed_at": now}
            db.session.execute(update(Seat).where(Seat.case_id.in_(cases)).values(sealed))

        work.build.do(talk)
        work.build.now = now + timedelta(minutes=number)
        return [work.case(case_id).reference for case_id in cases]

    return begin


def _shown(page, references):
    return [reference for reference in references if f">{reference}<" in page.text]


def test_all_discussions_are_listed_oldest_first_page_by_page(work, talks, visit):
    references = talks(PAGE + 2)
    browser = visit(work.assessors[0])
    first = browser.get("/desk/rooms")
    places = [first.text.index(f">{reference}<") for reference in references[:PAGE]]
    assert (places == sorted(places), _shown(first, references)) == (True, references[:PAGE])
    onward = first.text.split('rel="next" href="')[1].split('"')[0]
    second = browser.get(onward.replace("&amp;", "&"))
    assert _shown(second, references) == references[PAGE:]
    assert 'rel="next"' not in second.text


def test_a_list_tells_the_language_the_end_and_whose_turn_it_is(work, talks, visit):
    references = talks(3)
    now, (first, second) = work.build.now, work.assessors

    def open_and_say():
        cases = {case.reference: case.id for case in db.session.execute(db.select(Case)).scalars()}
        for reference, by in zip(references, (None, first, second), strict=True):
            talk = Discussion(id=new_id(), case_id=cases[reference], opened_at=now, due_at=now + timedelta(days=9))
            db.session.add(talk)
            db.session.flush()
            if by:
                db.session.add(Message(discussion_id=talk.id, author_id=by, body="What of passage 1?", said_at=now))

    work.build.do(open_and_say)
    rows = [visit(who).get("/desk/rooms").text.partition("<tbody>")[2].split("</tr>")[:3] for who in (first, second)]
    turns = ("nobody has spoken yet", "your turn", "the other assessor’s turn")
    assert [[turn for row in page for turn in turns if f">{turn}" in row] for page in rows] == [
        ["nobody has spoken yet", "the other assessor’s turn", "your turn"],
        ["nobody has spoken yet", "your turn", "the other assessor’s turn"],
    ]
    assert ["English" in row and "in 9 days" in row for row in rows[0]] == [True] * 3


def test_the_next_discussion_is_one_key_away_and_the_ends_say_so(work, talks, visit):
    talks(2)
    browser = visit(work.assessors[0])
    ids = re.findall(r'href="/desk/rooms/(\w+)"', browser.get("/desk/rooms").text)
    ways = [(ids[0], "next"), (ids[1], "previous"), (ids[1], "next")]
    found = [browser.get(f"/desk/rooms/{case_id}/{way}").headers["Location"] for case_id, way in ways]
    assert found == [f"/desk/rooms/{ids[1]}", f"/desk/rooms/{ids[0]}", "/desk/rooms"]
    assert "That was the last of your discussions." in browser.get("/desk/rooms").text


def test_nobody_elses_discussion_is_listed(work, talks, visit):
    [reference] = talks(1)
    stranger, rater = work.assessor(), work.assessors[0]
    assert [_shown(visit(who).get("/desk/rooms"), [reference]) for who in (stranger, rater)] == [[], [reference]]


def test_a_conflict_takes_a_discussion_off_the_list(work, talks, visit):
    [reference] = talks(1)
    browser = visit(work.assessors[0])
    assert _shown(browser.get("/desk/rooms"), [reference]) == [reference]
    [case_id] = work.build.read(lambda: list(db.session.execute(db.select(Case.id)).scalars()))
    work.conflict(work.assessors[0], work.case(case_id).candidate_id, by=work.assessors[0])
    assert _shown(browser.get("/desk/rooms"), [reference]) == []


def test_a_list_of_thirty_takes_as_many_statements_as_one_of_one(app, work, talks, visit):
    talks(1)
    browser = visit(work.assessors[0])
    asked = []
    for more in (29, 0):
        browser.get("/desk/rooms")
        with counted(app) as sent:
            page = browser.get("/desk/rooms")
        asked.append((page.text.count('scope="row"'), len(sent)))
        talks(more) if more else None
    assert [rows for rows, _ in asked] == [1, 30]
    assert asked[0][1] == asked[1][1]
