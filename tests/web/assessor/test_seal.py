"""Before the seal everything is shown once more; the seal asks for a tick; then the next case is open."""

import re
from collections.abc import Callable
from html import unescape

from reviewboard.stages.assignment.tables import Seat
from tests.stages.casework import Casework
from tests.web.assessor.desks import HTMX, QUOTE, REASONS, WHOLE, Desk


def _state(desk: Desk) -> bool:
    own = [seat for seat in desk.work.seats(desk.seat.case_id) if seat.id == desk.seat.id]
    return own[0].sealed_at is not None


def test_what_is_missing_is_named_with_the_way_to_it(desk: Desk) -> None:
    page = desk.get("/seal").text
    needed = page.partition('id="still-needed"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', needed) == [
        f"{desk.path}#{place}" for place in ("in_scope", "cite-box", "outcome", "reasons")
    ]
    assert 'name="confirmed"' not in page
    assert desk.post("/seal", {"version": "0", "confirmed": "yes"}).status_code == 422
    assert _state(desk) is False


def test_the_review_shows_everything_and_the_seal_needs_its_tick(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "version": "1"})
    page = desk.get("/seal").text
    shown = (REASONS, QUOTE, "One contact, sought out.", "No network for future issues is shown yet.")
    assert [text in page for text in shown] == [True] * 4
    answer = desk.post("/seal", {"version": "2"})
    assert (answer.status_code, "Tick the box" in answer.text, _state(desk)) == (422, True, False)
    answer = desk.post("/seal", {"version": "2", "confirmed": "yes"})
    assert (answer.status_code, answer.headers["Location"], _state(desk)) == (302, "/desk", True)


def test_a_rating_that_rests_on_little_is_told_so_in_the_form_and_may_be_sealed(desk: Desk) -> None:
    desk.cite(dimension="effort")
    thin = {**WHOLE, "dimension-benefit-reasons": " ", "version": "1"}
    saved = desk.post("/draft", thin, headers=HTMX).text
    told = [part.partition('id="still-needed"')[2].partition("</div>")[0] for part in (saved, desk.get().text)]
    assert [re.findall(r'href="([^"]+)"', part) for part in told] == [["#cite-box", "#dimension-benefit-reasons"]] * 2
    assert ["Everything is there. You can seal." in part for part in told] == [True, True]
    assert "Look at this before you seal" not in desk.get("/seal").text
    assert desk.post("/seal", {"version": "2", "confirmed": "yes"}).status_code == 302


def test_a_seal_after_the_session_ended_says_so_and_leads_back(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "version": "1"})
    client, here = desk.visitor.client, f"{desk.path}/seal"
    with client.session_transaction() as session:
        session.clear()  # signed out in another window
    headers = {"Referer": f"http://localhost{here}", "Accept-Language": "en"}
    answer = client.post(here, data={"version": "2", "confirmed": "yes"}, headers=headers)
    told = answer.get_data(as_text=True)
    assert (answer.status_code, "You were signed out, so this was not done" in told) == (401, True)
    assert (f"/sign-in?next={here}" in told.replace("%2F", "/"), _state(desk)) == (True, False)


def test_the_desk_says_in_which_language_to_write(desk: Desk) -> None:
    assert "write your reasons in" not in desk.get().text
    desk.visitor.post("/language", {"language": "fr", "next": "/desk"})
    assert "écrivez vos motifs en anglais" in desk.get().text


def test_a_review_that_is_no_longer_true_is_not_sealed(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "version": "1"})
    desk.post("/draft", {**WHOLE, "reasons": "Another reason, long enough to stand in a review.", "version": "2"})
    answer = desk.post("/seal", {"version": "2", "confirmed": "yes"})
    assert (answer.status_code, _state(desk)) == (409, False)
    assert [text in answer.text for text in ("Another reason", 'name="version" value="3"')] == [True, True]


def test_a_seal_too_late_shows_the_rows_that_changed_with_both_texts(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "version": "1"})
    seen = re.search(r'name="seen" value="([^"]*)"', desk.get("/seal").text).group(1)
    fields = {"version": "2", "confirmed": "yes", "seen": unescape(seen)}
    desk.post("/draft", {**WHOLE, "version": "2"})
    same = desk.post("/seal", fields).text
    assert ("with the same words" in same, 'id="changed"' in same) == (True, False)
    desk.post("/draft", {**WHOLE, "reasons": "Another reason, long enough to stand in a review.", "version": "3"})
    changed = desk.post("/seal", fields).text.partition('id="changed"')[2].partition("</section>")[0]
    assert re.findall(r"<h3>(.+?)</h3>", changed) == ["Why"]
    assert re.findall(r"<blockquote[^>]*>(.+?)</blockquote>", changed) == [
        REASONS, "Another reason, long enough to stand in a review.",
    ]  # fmt: skip
    assert desk.post("/seal", {**fields, "seen": '{"rows": 3}'}).status_code == 409


def test_an_outcome_against_the_first_answer_is_told_which_ones_fit(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "in_scope": "no", "outcome": "insufficient_evidence", "version": "1"})
    needed = desk.get().text.partition('id="still-needed"')[2].partition("</ul>")[0]
    assert "fits your “No” to the first question: Not demonstrated or Other competency</a>" in needed
    assert re.findall(r'href="([^"]+)"', needed) == ["#in_scope"]


def test_after_the_seal_the_next_case_is_open(work: Casework, desk_at: Callable[[Seat], Desk]) -> None:
    ana = work.assessor()
    work.assessor()
    cases = [work.submitted(), work.submitted()]
    work.round()
    own = [seat for case_id in cases for seat in work.seats(case_id) if seat.assessor_id == ana]
    work.clear(own[0])
    assert desk_at(own[0]).sealed().headers["Location"] == f"/desk/{own[1].id}/conflict"


def test_the_next_case_is_the_next_of_what_the_queue_was_filtered_for(work: Casework, desk_at: Callable[[Seat], Desk]) -> None:
    ana = work.assessor()
    work.assessor()
    cases = [work.submitted() for _ in range(4)]
    work.round()
    seats = [seat for case_id in cases for seat in work.seats(case_id) if seat.assessor_id == ana]
    seats.sort(key=lambda seat: (seat.due_at, seat.id))
    for seat in seats:
        work.clear(seat)
    desks = [desk_at(seat) for seat in seats]
    for desk in desks[1:3]:
        desk.cite()  # begun, the others are not
    visitor = desks[0].visitor
    filtered = "?state=drafting&sort=oldest"
    rows = re.findall(r'href="(/desk/\w{20})\?state=drafting&amp;sort=oldest"', visitor.get("/desk" + filtered).text)
    assert set(rows[1:]) == {desk.path for desk in desks[1:3]}  # the first is the button that goes on with what is due next
    onward = Desk(work, seats[1], visitor).sealed(filtered)
    assert onward.headers["Location"] == desks[2].path + filtered
    assert visitor.get("/desk").status_code == 200  # another look at the queue changes nothing on the way
    onward = Desk(work, seats[2], visitor).sealed(filtered)
    assert onward.headers["Location"] == desks[0].path + filtered
    assert "No other case fits your filter" in visitor.get(desks[0].path).text


def test_sealing_first_or_second_looks_the_same(pair: tuple[Desk, Desk]) -> None:
    answers = [desk.sealed() for desk in pair]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/desk")] * 2
    pages = [desk.get().text for desk in pair]
    assert ["You sealed this rating." in page for page in pages] == [True, True]


def test_the_same_key_seals_once_and_answers_the_same(desk: Desk) -> None:
    desk.cite()
    desk.post("/draft", {**WHOLE, "version": "1"})
    fields = {"version": "2", "confirmed": "yes", "_key": "seal once"}
    assert [desk.post("/seal", fields).headers["Location"] for _ in range(2)] == ["/desk", "/desk"]
