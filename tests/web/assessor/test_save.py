"""Saving and citing by form, by autosave and by script: what was typed is kept, whatever happens."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.stages.rating.queries import own_rating
from reviewboard.stages.rating.tables import Rating
from tests.web.assessor.desks import HTMX, QUOTE, REASONS, WHOLE, Desk, counted

pytestmark = pytest.mark.each


def _stored(desk: Desk) -> tuple[int, str, int]:
    def read() -> tuple[int, str, int]:
        own = own_rating(desk.seat.id)
        return own.version, own.draft.reasons, len(own.citations)

    return desk.work.build.read(read)


def test_the_plain_form_saves_and_shows_itself_again(desk: Desk) -> None:
    answer = desk.post("/draft", {**WHOLE, "version": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{desk.path}#pane-three")
    assert _stored(desk) == (1, REASONS, 0)
    page = desk.get().text
    assert REASONS in page
    checked = sorted(re.findall(r'name="([\w-]+)" value="([\w:]+)" checked', page))
    assert checked == [
        ("dimension-benefit-level", "3"), ("dimension-effort-level", "2"), ("in_scope", "yes"), ("outcome", "level:2"),
    ]  # fmt: skip


def test_review_saves_first(desk: Desk) -> None:
    answer = desk.post("/draft", {**WHOLE, "version": "0", "then": "review"})
    assert (answer.headers["Location"], _stored(desk)) == (f"{desk.path}/seal", (1, REASONS, 0))


def test_an_autosave_answers_with_the_new_version_and_what_is_still_needed(desk: Desk) -> None:
    answer = desk.post("/draft", {**WHOLE, "version": "0"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'name="version" value="1"' in answer.text
    assert re.findall(r'<a href="#([\w-]+)">', answer.text) == ["cite-box"]
    desk.cite()
    answer = desk.post("/draft", {**WHOLE, "version": "2"}, headers=HTMX)
    assert "Everything is there." in answer.text


def test_a_stale_autosave_overwrites_nothing_now_or_by_the_next_one(desk: Desk) -> None:
    desk.post("/draft", {**WHOLE, "version": "0"})
    for _ in range(2):
        answer = desk.post("/draft", {**WHOLE, "reasons": "From another tab.", "version": "0"}, headers=HTMX)
        assert answer.status_code == 409
        assert 'data-save-state="stale"' in answer.text
        assert 'name="version" value="0"' in answer.text
    assert _stored(desk) == (1, REASONS, 0)


@pytest.mark.parametrize("tail", ["/citations", "/citations/remove"])
def test_a_passage_from_a_stale_window_lets_its_next_autosave_overwrite_nothing(desk: Desk, tail: str) -> None:
    desk.cite()
    button = re.search(r'value="(uncite:\w+)"', desk.get().text).group(1)
    desk.post("/draft", {**WHOLE, "version": "1"})
    before = _stored(desk)
    stale = {**WHOLE, "reasons": "From another tab.", "version": "1"}
    answer = desk.post(tail, {**stale, "quote": "She brought two colleagues", "then": button}, headers=HTMX)
    assert answer.status_code == 409
    assert re.findall(r'<div id="saved"[^>]*><div [^>]*data-save-state="(\w+)"', answer.text) == ["stale"]
    assert [part in answer.text for part in ('id="texts"', 'id="passages"', 'id="needed"', 'id="kept-apart"')] == [False] * 4
    shown = re.findall(r'name="version" value="(\d+)"', answer.text)
    assert shown == ["1"]
    assert desk.post("/draft", {**stale, "version": shown[0]}, headers=HTMX).status_code == 409
    assert _stored(desk) == before == (2, REASONS, 1)


def test_a_passage_refused_by_script_leaves_the_window_what_it_knows_of_its_draft(desk: Desk) -> None:
    desk.post("/draft", {**WHOLE, "version": "0"})
    fields = {**WHOLE, "reasons": "Written on.", "version": "1", "quote": "words nobody wrote"}
    answer = desk.post("/citations", fields, headers=HTMX)
    assert (answer.status_code, "do not stand in the text" in answer.text) == (422, True)
    assert ('id="saved"' in answer.text, 'name="version"' in answer.text) == (False, False)
    assert 'id="saved"' in desk.post("/citations", fields).text
    assert _stored(desk) == (1, REASONS, 0)


def test_a_passage_by_script_after_the_seal_is_told_that_it_is_sealed(desk: Desk) -> None:
    desk.sealed()
    answer = desk.post("/citations", {**WHOLE, "version": "2", "quote": QUOTE}, headers=HTMX)
    assert (answer.status_code, 'id="saved"' in answer.text, "This rating is sealed." in answer.text) == (409, True, True)


def test_a_stale_form_is_shown_again_with_both_texts(desk: Desk) -> None:
    desk.post("/draft", {**WHOLE, "version": "0"})
    answer = desk.post("/draft", {**WHOLE, "reasons": "From another tab.", "version": "0"})
    assert answer.status_code == 409
    form = answer.text.partition('id="rating"')[2]
    apart = answer.text.partition('id="kept-apart"')[2].partition("<form")[0]
    assert (REASONS in apart, "From another tab." in apart) == (True, False)
    assert ("From another tab." in form, 'name="version" value="1"' in form) == (True, True)
    assert _stored(desk) == (1, REASONS, 0)
    desk.post("/draft", {**WHOLE, "reasons": "From another tab.", "version": "1"})
    assert _stored(desk) == (2, "From another tab.", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "level:9"}, {"outcome": "level:two"}, {"outcome": "splendid"},
        {"outcome": "other_competency:juggling"}, {"dimension-effort-level": "9"}, {"dimension-effort-level": "high"},
        {"reasons": "y" * 10_001},
    ],
)  # fmt: skip
def test_answers_that_no_form_offers_are_refused_and_the_text_is_kept(desk: Desk, wrong: dict[str, str]) -> None:
    kept = "Why not four: the plan is missing."
    answer = desk.post("/draft", {**WHOLE, "why_not_above": kept, "version": "0", **wrong})
    assert (answer.status_code, kept in answer.text) == (422, True)
    assert _stored(desk) == (0, "", 0)


def test_every_kind_of_outcome_comes_back_as_it_was_chosen(desk: Desk) -> None:
    kinds = ("level:4", "not_demonstrated", "insufficient_evidence", "other_competency:leadership", "")
    for version, outcome in enumerate(kinds):
        desk.post("/draft", {**WHOLE, "outcome": outcome, "version": str(version)})
        page = desk.get().text
        chosen = re.findall(r'name="outcome" value="([\w:]+)" checked', page)
        code = re.findall(
            r'<option value="(\w+)" selected', page.partition('id="competency"')[2].partition("</select>")[0]
        )
        assert ":".join(chosen + code if "other" in outcome else chosen) == outcome


def test_the_same_key_saves_once(desk: Desk) -> None:
    fields = {**WHOLE, "version": "0"}
    for _ in range(2):
        answer = desk.post("/draft", fields, headers={**HTMX, "Idempotency-Key": "once"})
        assert (answer.status_code, 'name="version" value="1"' in answer.text) == (200, True)
    assert _stored(desk) == (1, REASONS, 0)


def test_a_passage_is_cited_by_script_with_nothing_but_its_words(desk: Desk) -> None:
    desk.post("/draft", {**WHOLE, "version": "0"})
    answer = desk.cite(dimension="effort", level="2", note="found her")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{desk.path}#passages")
    assert _stored(desk) == (2, REASONS, 1)
    assert "effort · 2 – found her" in desk.get().text


def test_a_passage_sent_with_the_form_saves_the_form_too(desk: Desk) -> None:
    desk.cite(**WHOLE, version="0")
    assert _stored(desk)[1:] == (REASONS, 1)


def test_without_scripts_every_button_saves_and_then_does_its_own(desk: Desk) -> None:
    answer = desk.post("/draft", {**WHOLE, "version": "0", "quote": QUOTE, "then": "cite"})
    assert (answer.headers["Location"], _stored(desk)) == (f"{desk.path}#passages", (2, REASONS, 1))
    saved = desk.post("/draft", {**WHOLE, "version": desk.version()})  # as the page that the passage led to has it
    assert (saved.status_code, "Your draft is saved." in desk.get().text) == (302, True)
    button = re.search(r'value="(uncite:\w+)"', desk.get().text).group(1)
    answer = desk.post("/draft", {**WHOLE, "version": desk.version(), "then": button})
    assert (answer.headers["Location"], _stored(desk)[1:]) == (f"{desk.path}#passages", (REASONS, 0))
    assert desk.post("/draft", {**WHOLE, "version": desk.version(), "then": "review"}).status_code == 302


def test_words_left_in_the_passage_field_are_not_lost_to_a_plain_save(desk: Desk) -> None:
    desk.post("/draft", {**WHOLE, "version": "0", "quote": QUOTE})
    assert _stored(desk) == (2, REASONS, 1)


def test_words_left_in_the_passage_field_become_no_passage_on_the_way_to_the_seal(desk: Desk) -> None:
    answer = desk.post("/draft", {**WHOLE, "version": "0", "quote": QUOTE, "then": "review"})
    assert (answer.status_code, "These words are no passage yet" in answer.text, QUOTE in answer.text) == (422, True, True)
    assert ('name="version" value="1"' in answer.text, _stored(desk)) == (True, (1, REASONS, 0))
    answer = desk.post("/draft", {**WHOLE, "version": "1", "quote": " ", "then": "review"})
    assert (answer.headers["Location"], _stored(desk)[2]) == (f"{desk.path}/seal", 0)


def test_an_autosave_cites_and_removes_nothing_whatever_button_has_the_focus(desk: Desk) -> None:
    desk.cite()
    button = re.search(r'value="(uncite:\w+)"', desk.get().text).group(1)
    for then in ("cite", button, "review"):
        fields = {**WHOLE, "version": desk.version(), "quote": "She brought two colleagues", "then": then}
        assert desk.post("/draft", fields, headers=HTMX).status_code == 200
    assert _stored(desk) == (4, REASONS, 1)
    assert "formaction" not in desk.get().text


def test_words_that_stand_twice_offer_a_choice_and_the_chosen_one_is_cited(desk: Desk) -> None:
    twice = {"quote": "I still call her every month", "example": "", "field": ""}
    asked = desk.post("/citations", twice)
    choices = dict(re.findall(r'name="place" value="([^"]+)".*?choice-label">([^<]+)<', asked.text, re.S))
    assert asked.status_code == 422
    assert [label.partition(":")[0] for label in choices.values()] == ["What the candidate did", "The benefit"]
    chosen = list(choices)[1]
    assert desk.post("/citations", {**twice, "place": chosen}).status_code == 302
    cited = desk.work.build.read(lambda: own_rating(desk.seat.id).draft.citations)
    assert [f"{one.example_id}:{one.field}:{one.start}" for one in cited] == [chosen]


def test_a_passage_that_is_there_already_is_said_to_be(desk: Desk) -> None:
    answers = [desk.cite(dimension="effort") for _ in range(2)]
    pages = [desk.visitor.get(answer.headers["Location"]).text for answer in answers]
    told = ["This passage was there already, as ⟦1⟧." in page for page in pages]
    assert (told, _stored(desk)[2]) == ([False, True], 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quote": "words nobody wrote"}, "do not stand in the text"),
        ({"quote": "her"}, "more than once"),
        ({"quote": QUOTE, "field": "title"}, "do not stand in the text"),
        ({"quote": QUOTE, "field": "candidate_id"}, "Choose the part"),
    ],
)
def test_a_passage_that_cannot_be_taken_keeps_all_that_was_typed(desk: Desk, given: dict[str, str], said: str) -> None:
    answer = desk.cite(**{**WHOLE, "version": "0", "note": "a word on it", **given})
    assert answer.status_code == 422
    assert [text in answer.text for text in (said, given["quote"], "a word on it", REASONS)] == [True] * 4
    assert _stored(desk) == (0, "", 0)


def test_a_passage_is_removed_and_another_raters_is_not(pair: tuple[Desk, Desk]) -> None:
    one, other = pair
    one.cite()
    other.cite()

    def ids() -> dict[str, str]:
        return {rating.seat_id: own_rating(rating.seat_id).citations[0].id for rating in db.session.query(Rating)}

    found = one.work.build.read(ids)
    assert one.post("/citations/remove", {"citation": found[other.seat.id]}).status_code == 404
    assert one.post("/citations/remove", {"citation": found[one.seat.id]}).status_code == 302
    assert (_stored(one)[2], _stored(other)[2]) == (0, 1)


@pytest.mark.parametrize("tail", ["/draft", "/citations", "/citations/remove", "/seal"])
def test_after_the_seal_the_page_says_so_and_keeps_what_was_sent(desk: Desk, tail: str) -> None:
    desk.sealed()
    before = _stored(desk)
    late = "Written too late, but not lost."
    answer = desk.post(tail, {**WHOLE, "reasons": late, "version": "2", "citation": "x", "quote": QUOTE})
    assert (answer.status_code, "This rating is sealed." in answer.text) == (409, True)
    assert (late in answer.text) is (tail != "/seal")
    assert _stored(desk) == before


@pytest.mark.parametrize("passages", [0, 1, 8])
def test_saving_takes_the_same_few_statements_whatever_is_there(desk: Desk, passages: int) -> None:
    desk.post("/draft", {**WHOLE, "version": "0"})
    for start in range(passages):
        desk.cite("I " + ("found the person through a conference programme and wrote to her")[: 20 + start])
    version = desk.version()
    with counted(desk.work.build.app) as sent:
        answer = desk.post("/draft", {**WHOLE, "version": version}, headers={**HTMX, "Idempotency-Key": "a key"})
    assert answer.status_code == 200
    assert len(sent) == 13
