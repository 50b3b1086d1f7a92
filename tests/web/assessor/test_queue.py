"""The queue: own cases only, by due time, filtered by address, and silent about the other rater."""

from collections.abc import Callable

import pytest

from reviewboard.stages.assignment.tables import Seat
from tests.stages.casework import Casework
from tests.visiting import Visitor
from tests.web.assessor.desks import Desk, bare, counted


def _rows(page: str) -> list[str]:
    return [part.split("<")[0] for part in page.split('class="row-link case-code">')[1:]]


def _reference(work: Casework, case_id: str) -> str:
    return work.case(case_id).reference


def test_an_empty_queue_says_what_comes_next(work: Casework, visit: Callable[..., Visitor]) -> None:
    page = visit(work.assessor()).get("/desk")
    assert (page.status_code, _rows(page.text)) == (200, [])
    assert "No case waits for you" in page.text


def test_the_queue_is_closed_to_whoever_is_no_assessor(work: Casework, visit: Callable[..., Visitor]) -> None:
    work.assessor(), work.assessor()
    candidate = work.case(work.submitted()).candidate_id
    assert visit(candidate).get("/desk").status_code == 404
    assert visit().get("/desk").status_code == 302


def test_own_cases_stand_in_order_of_due_time_and_nobody_elses(work: Casework, visit: Callable[..., Visitor]) -> None:
    ana = work.assessor()
    work.assessor()
    own = [work.submitted(), work.submitted()]
    work.round()
    work.assessors.clear()
    for case_id in own:
        assert ana in {seat.assessor_id for seat in work.seats(case_id)}
    stranger = work.assessor()
    page = visit(ana).get("/desk").text
    assert sorted(_rows(page)) == sorted(_reference(work, case_id) for case_id in own)
    assert "2 cases to rate; the next is due" in page
    assert _rows(visit(stranger).get("/desk").text) == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["en", "fr"]),
        ("?language=fr", ["fr"]),
        ("?language=en", ["en"]),
        ("?state=drafting", []),
        ("?state=to_open", ["en", "fr"]),
        ("?state=sealed", []),
        ("?sort=oldest", ["en", "fr"]),
        ("?state=nonsense&language=xx&sort=1&after=zz", ["en", "fr"]),
        ("?after=0001-01-01T00:00:00%2B14:00~x", ["en", "fr"]),
        ("?after=9999-12-31T23:00:00-12:00~x", ["en", "fr"]),
    ],
)
def test_filters_live_in_the_address(
    work: Casework, visit: Callable[..., Visitor], query: str, shown: list[str]
) -> None:
    ana = work.assessor()
    work.assessor()
    cases = {language: work.submitted(language=language) for language in ("en", "fr")}
    work.round()
    page = visit(ana).get("/desk" + query)
    assert page.status_code == 200
    assert sorted(_rows(page.text)) == sorted(_reference(work, cases[language]) for language in shown)


def test_the_way_leads_by_the_conflict_check_and_then_to_the_text(
    work: Casework, desk_at: Callable[[Seat], Desk]
) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    desk = desk_at(work.seats(case_id)[0])
    assert desk.visitor.get("/desk").text.count(f'href="{desk.path}/conflict"') == 2
    work.clear(desk.seat)
    assert desk.visitor.get("/desk").text.count(f'href="{desk.path}"') == 2


def test_state_says_drafting_once_something_was_saved(desk: Desk) -> None:
    assert "to open</span>" in desk.visitor.get("/desk").text
    desk.cite()
    page = desk.visitor.get("/desk").text
    assert _rows(page) == [_reference(desk.work, desk.seat.case_id)]
    assert "drafting</span>" in page
    assert _rows(desk.visitor.get("/desk?state=to_open").text) == []


def test_a_sealed_case_leaves_the_queue_and_stands_among_the_sealed(desk: Desk) -> None:
    desk.sealed()
    reference = _reference(desk.work, desk.seat.case_id)
    page = desk.visitor.get("/desk").text
    assert (_rows(page), "1 sealed by you" in page) == ([], True)
    assert _rows(desk.visitor.get("/desk?state=sealed").text) == [reference]


def test_nothing_in_the_queue_moves_when_the_other_rater_works_or_seals(pair: tuple[Desk, Desk]) -> None:
    one, other = pair
    one.cite()
    addresses = ("/desk", "/desk?state=sealed", one.path, one.path + "/seal", one.path + "/conflict")
    before = [bare(one.visitor.get(address).text) for address in addresses]
    other.cite()
    assert [bare(one.visitor.get(address).text) for address in addresses] == before
    other.sealed()
    assert [bare(one.visitor.get(address).text) for address in addresses] == before
    one.sealed()
    sealed = bare(one.visitor.get("/desk?state=sealed").text)
    assert sealed != before[1]


def test_pages_follow_each_other_by_key(
    work: Casework, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewboard.stages.assignment.queries.PAGE", 2)
    ana = work.assessor()
    work.assessor()
    cases = [work.submitted() for _ in range(5)]
    work.round()
    browser, path, seen = visit(ana), "/desk", []
    for _ in range(3):
        page = browser.get(path).text
        seen += _rows(page)
        older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        path = older or path
    assert sorted(seen) == sorted(_reference(work, case_id) for case_id in cases)
    assert len(seen) == 5


@pytest.mark.parametrize("cases", [1, 30, 60])
def test_the_queue_takes_the_same_few_statements_however_long_it_is(
    work: Casework, visit: Callable[..., Visitor], cases: int
) -> None:
    ana = work.assessor(capacity=100)
    work.assessor(capacity=100)
    for _ in range(cases):
        work.submitted()
    work.round()
    browser = visit(ana)
    with counted(work.build.app) as sent:
        browser.get("/desk")
    assert len(sent) == 5
