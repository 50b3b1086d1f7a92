"""What goes over the line stays small: a whole queue, and what an autosave answers."""

import pytest
from sqlalchemy import update

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.submission.tables import Case
from reviewboard.web.assessor.queue import TALKS
from tests.stages.casework import Casework
from tests.stages.consensus.staging import Stage
from tests.web.assessor.desks import HTMX, WHOLE
from tests.web.panel.test_decision_drafts import of, written

QUEUE = 30 * 1024  # bytes (in September dates are longest), before compression, of a whole page of the queue
FRAGMENT = 3 * 1024  # and of what an autosave answers
ROWS = 40


@pytest.fixture
def work(build):
    return Casework(build, build.cycle())


def test_what_an_assessors_autosave_answers_is_small(work, visit):
    _case, seat, _other = work.cleared()
    desk = visit(seat.assessor_id)
    for version in ("0", "0"):  # the second comes too late, and is told so
        answer = desk.post(f"/desk/{seat.id}/draft", {**WHOLE, "version": version}, headers=HTMX)
        assert (answer.status_code in (200, 409), "data-save-state" in answer.text) == (True, True)
        assert len(answer.data) <= FRAGMENT


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_leads_autosave_answers_is_small(build, visit, language):
    stage = Stage(build)
    staged = stage.case(Outcome.at(2), Outcome.at(4))
    _speaks(build, stage.lead, language)
    lead = visit(stage.lead)
    for _ in range(2):
        answer = lead.post(of(staged, "/draft"), written(stage, staged), headers=HTMX)
        assert (answer.status_code in (200, 409), "data-save-state" in answer.text) == (True, True)
        assert len(answer.data) <= FRAGMENT


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("touched", "listing"), [(True, ""), (False, ""), (True, "?state=drafting")])
def test_a_queue_of_forty_rows_is_small_whatever_is_discussed_beside_it(build, work, visit, language, touched, listing):
    ana = work.assessor(capacity=100)
    work.assessor(capacity=100)
    talks = [work.submitted(language=language) for _ in range(2 * TALKS)]
    for _ in range(ROWS + 1):
        work.submitted(language=language)
    work.round()
    _speaks(build, ana, language)
    at = build.now if touched else None
    build.do(lambda: db.session.execute(update(Seat).where(Seat.assessor_id == ana).values(touched_at=at)))
    _discussed(build, talks)
    page = visit(ana).get(f"/desk{listing}")
    assert (page.text.count('<th scope="row">'), page.text.count("/desk/rooms/")) == (ROWS, TALKS)
    assert 'href="/desk/rooms"' in page.text
    assert len(page.data) <= QUEUE


def _discussed(build, case_ids):
    now = build.now
    sealed = {"cleared_at": now, "touched_at": now, "sealed_at": now}

    def begin():
        db.session.execute(update(Seat).where(Seat.case_id.in_(case_ids)).values(sealed))
        db.session.execute(update(Case).where(Case.id.in_(case_ids)).values(state="discussion", both_sealed_at=now))

    build.do(begin)


def _speaks(build, person, language):
    build.do(lambda: db.session.execute(update(Account).where(Account.id == person).values(language=language)))
