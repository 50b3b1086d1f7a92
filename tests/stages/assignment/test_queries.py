"""An assessor's own desk: every page of it, and nothing in it that the other rater moves."""

from datetime import timedelta

import pytest

from reviewboard.stages.assignment.queries import Listing, desk_page, figures
from tests.building import Builder
from tests.stages.casework import Casework, casework

DAY = timedelta(days=1)


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def test_the_desk_lists_own_open_seats_by_due_time_and_page(work: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewboard.stages.assignment.queries.PAGE", 2)
    work.assessor(), work.assessor()
    cases = [work.submitted(), work.submitted(language="fr"), work.submitted()]
    for _ in cases:
        work.round()
        work.build.now += DAY
    ana = work.assessors[0]
    first = work.build.read(desk_page, ana)
    assert len(first.rows) == 2
    rest = work.build.read(desk_page, ana, after=first.onward)
    assert (len(rest.rows), rest.onward) == (1, None)
    own = {seat.id for case_id in cases for seat in work.seats(case_id) if seat.assessor_id == ana}
    assert {row.id for row in (*first.rows, *rest.rows)} == own
    french = work.build.read(desk_page, ana, language="fr")
    assert [row.language for row in french.rows] == ["fr"]
    assert work.build.read(desk_page, ana, listing=Listing.SEALED).rows == []
    assert work.build.read(desk_page, ana, listing=Listing.DRAFTING).rows == []
    mine = work.build.read(figures, ana)
    assert (mine.to_rate, mine.next.id) == (3, first.rows[0].id)


def test_the_desk_of_one_moves_by_nothing_the_other_does(work: Casework) -> None:
    _, first, second = work.cleared()
    before = work.build.read(lambda: [tuple(row) for row in desk_page(first.assessor_id).rows])
    work.pretend_sealed(second.id)
    after = work.build.read(lambda: [tuple(row) for row in desk_page(first.assessor_id).rows])
    assert before == after
    assert len(before) == 1
