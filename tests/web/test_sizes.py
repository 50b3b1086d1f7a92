"""What goes over the line stays small: an autosave's answer, and each row of a long queue."""

import pytest

from reviewboard.stages.assignment import queries
from tests.stages.casework import Casework
from tests.web.assessor.desks import HTMX, WHOLE

FRAGMENT = 3 * 1024  # bytes, before compression, of what an autosave answers
ROW = 1400  # and of one row of a list
FRAME = 9 * 1024  # and of a list without its rows


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


def test_a_queue_of_forty_rows_is_no_larger_than_its_rows(work, visit, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 40)
    ana = work.assessor(capacity=100)
    work.assessor(capacity=100)
    for _ in range(40):
        work.submitted()
    work.round()
    page = visit(ana).get("/desk")
    assert page.text.count('role="rowheader"') == 40
    assert len(page.data) <= FRAME + 40 * ROW
