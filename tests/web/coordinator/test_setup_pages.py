"""A cycle is set up page by page: what is typed is kept or named, what is stale is refused, what is open is frozen."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.queries import scales_of
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership, Training
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.recourse.rules import Terms

ZONE = ZoneInfo("America/Toronto")
NEW = {
    "name_fr": "Cycle de printemps", "name_en": "Spring cycle", "opens_at": "2027-03-01T08:00",
    "closes_at": "2027-03-31T17:00", "hear_by": "2027-06-30",
}  # fmt: skip
LIMITS = {"examples_min": "1", "examples_max": "3", "words_max": "700", "age_months": "24", "files_max": "2",
          "megabytes_max": "8"}  # fmt: skip
POLICY = {"discuss_distance": "2", "across_required": "dispute", "discussion_hours": "72", "third_rating": "yes",
          "ask_candidate": "yes", "answer_days": "14", "feedback_ask": "21", "sampling_percent": "10"}  # fmt: skip


def _save(office, section, fields, version="1"):
    return office.browser().post(f"/cycles/{office.draft}/{section}", {"version": version, **fields})


def test_a_new_cycle_is_a_draft_in_the_coordinators_zone(office, build):
    answer = office.browser().post("/cycles/new", NEW)
    cycle = office.cycle(answer.headers["Location"].rsplit("/", 1)[1])
    assert (answer.status_code, cycle.state, cycle.name_en) == (302, "draft", "Spring cycle")
    assert cycle.opens_at == datetime(2027, 3, 1, 8, tzinfo=ZONE).astimezone(UTC)
    assert cycle.closes_at == datetime(2027, 3, 31, 17, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name_fr": ""}, "name_fr"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"closes_at": "2027-02-01T08:00"}, "closes_at"),
        ({"hear_by": "2027-03-01"}, "hear_by"),
        ({"hear_by": "2027-02-30"}, "hear_by"),
        ({"coordinator": "nobody@example.org"}, "coordinator"),
    ],
)
def test_a_new_cycle_names_what_is_wrong_and_keeps_what_was_typed(office, change, field):
    page = office.browser().post("/cycles/new", NEW | change)
    assert (page.status_code, f'id="{field}-error"' in page.text, 'value="Spring cycle"' in page.text) == (
        422,
        True,
        True,
    )


def test_an_administrator_names_another_coordinator(office, build, visit):
    other, admin = build.person("Other"), build.person(administrator=True)
    answer = visit(admin).post("/cycles/new", NEW | {"coordinator": office.email(other)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cycles")
    assert "Spring cycle" in visit(other).get("/cycles").text
    assert "Spring cycle" not in visit(admin).get("/cycles").text


def test_an_auditor_coordinates_nothing_and_what_was_typed_is_kept(office, build, visit):
    auditor, admin = build.person("Auditor", auditor=True), build.person(administrator=True)
    page = visit(admin).post("/cycles/new", NEW | {"coordinator": office.email(auditor)})
    shown = (f"{office.email(auditor)} is an auditor" in page.text, 'value="Spring cycle"' in page.text)
    assert (page.status_code, *shown, visit(auditor).get("/audit/journal").status_code) == (422, True, True, 200)


@pytest.mark.parametrize(
    ("section", "fields", "held"),
    [
        ("dates", NEW | {"rating_days": "7", "capacity": "12"}, lambda cycle: (cycle.rating_days, cycle.capacity)),
        ("limits", LIMITS, lambda cycle: cycle.limits),
        ("policy", POLICY, lambda cycle: cycle.policy),
        ("notice", {"notice_fr": "Lisez ceci.\r\n\r\nEt cela.", "notice_en": "Read this."},
         lambda cycle: (cycle.notice_fr, cycle.notice_en, cycle.notice_version)),
    ],
)  # fmt: skip
def test_each_section_is_kept(office, section, fields, held):
    terms = Terms(feedback_ask=21).as_policy()
    expected = {
        "dates": (7, 12),
        "limits": {name: int(value) for name, value in LIMITS.items()},
        "policy": Ladder(confirm_agreement=False, discuss_distance=2, across_required="dispute", discussion_hours=72,
                         third_rating=True, countersign_other=False, answer_days=14,
                         sampling_percent=10).as_policy()
        | {"recourse": terms, "retention": {"years": 5, "years_after_use": 2}},
        "notice": ("Lisez ceci.\n\nEt cela.", "Read this.", "2"),
    }  # fmt: skip
    answer = _save(office, section, fields)
    cycle = office.cycle(office.draft)
    assert (answer.status_code, held(cycle), cycle.version) == (302, expected[section], 2)
    assert office.actions(office.draft)[-1] == "cycle.change"


@pytest.mark.parametrize(
    ("section", "fields", "field"),
    [
        ("dates", NEW | {"rating_days": "0", "capacity": "12"}, "rating_days"),
        ("dates", NEW | {"rating_days": "7", "capacity": "many"}, "capacity"),
        ("limits", LIMITS | {"words_max": "49"}, "words_max"),
        ("limits", LIMITS | {"files_max": "-1"}, "files_max"),
        ("limits", LIMITS | {"examples_min": "4"}, "examples_max"),
        ("policy", POLICY | {"discuss_distance": ""}, "discuss_distance"),
        ("policy", POLICY | {"across_required": "average"}, "across_required"),
        ("policy", POLICY | {"discussion_hours": "0"}, "discussion_hours"),
        ("policy", POLICY | {"answer_days": "1"}, "answer_days"),
        ("policy", POLICY | {"review_ask": "0"}, "review_ask"),
        ("policy", POLICY | {"fresh_answer": "soon"}, "fresh_answer"),
        ("policy", POLICY | {"sampling_percent": "101"}, "sampling_percent"),
        ("policy", POLICY | {"sampling_percent": "a few"}, "sampling_percent"),
        ("notice", {"notice_fr": "x" * 20_001, "notice_en": ""}, "notice_fr"),
    ],
)
def test_each_section_names_what_is_wrong(office, section, fields, field):
    answer = _save(office, section, fields)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert (office.cycle(office.draft).version, office.actions(office.draft)) == (1, ["cycle.create"])


@pytest.mark.parametrize(("section", "fields"), [("limits", LIMITS), ("notice", {"notice_fr": "Un", "notice_en": "One"})])
def test_a_stale_save_is_refused_beside_what_is_held_now(office, section, fields):
    _save(office, "limits", LIMITS | {"words_max": "555"})
    answer = _save(office, section, fields)
    assert (answer.status_code, "changed elsewhere" in answer.text) == (409, True)
    assert "What the cycle holds now" in answer.text
    assert office.cycle(office.draft).limits["words_max"] == 555
    assert 'name="version" value="2"' in answer.text


def test_the_same_form_sent_twice_is_kept_once(office):
    answers = [_save(office, "limits", LIMITS | {"_key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert office.cycle(office.draft).version == 2


def test_a_scale_is_chosen_with_its_required_level(office, build):
    version_id = build.scale()
    assert _save(office, "scale", {"scale": version_id, f"required_{version_id}": "3"}).status_code == 302
    with build.app.app_context():
        assert [(scale.version_id, scale.required_level) for scale in scales_of(office.draft)] == [(version_id, 3)]
    assert _save(office, "scale", {"scale": version_id, f"required_{version_id}": "9"}, "2").status_code == 422
    assert _save(office, "scale", {"scale": "nothing"}, "2").status_code == 404


def test_a_required_level_means_the_scale_until_its_tick_is_taken_away(office, build):
    version_id = build.scale()
    assert _save(office, "scale", {f"required_{version_id}": "3"}).status_code == 302
    with build.app.app_context():
        assert [(scale.version_id, scale.required_level) for scale in scales_of(office.draft)] == [(version_id, 3)]
    assert _save(office, "scale", {f"required_{version_id}": "3"}, "2").status_code == 302
    with build.app.app_context():
        assert scales_of(office.draft) == []


def test_trying_a_policy_shows_each_pair_and_keeps_nothing(office, build):
    version_id = build.scale()
    _save(office, "scale", {"scale": version_id, f"required_{version_id}": "3"})
    fragment = office.browser().post(f"/cycles/{office.draft}/policy/try", POLICY, headers={"HX-Request": "true"})
    cells = re.findall(r'<td class="([\w-]+)"><span class="icon shape-\w+"></span> <span>([^<]+)</span></td>', fragment.text)
    assert (fragment.status_code, fragment.text.lstrip()[:4], len(cells)) == (200, "<div", 49)
    row = [text for _kind, text in cells[7:14]]  # level 2 beside each outcome
    assert row == ["discussion", "recorded", "panel lead decides", "panel lead decides", *["panel lead decides"] * 3]
    assert office.cycle(office.draft).policy == {}
    whole = office.browser().post(f"/cycles/{office.draft}/policy/try", POLICY)
    assert (whole.status_code, 'value="72"' in whole.text) == (200, True)
    assert office.browser().post(f"/cycles/{office.draft}/policy/try", {}).status_code == 422


def _ready(office, build):
    version_id = build.scale()
    _save(office, "scale", {"scale": version_id, f"required_{version_id}": "3"})
    for role in (Role.ASSESSOR, Role.ASSESSOR, Role.LEAD):
        build.someone(office.draft, role)


def test_opening_names_what_is_missing(office, build):
    page = office.browser().get(f"/cycles/{office.draft}/open")
    assert ("Choose a published scale." in page.text, '<form class="form"' in page.text) == (True, False)
    answer = office.browser().post(f"/cycles/{office.draft}/open", {"version": "1"})
    assert (answer.status_code, office.cycle(office.draft).state) == (422, "draft")


def test_opening_tells_in_which_language_too_few_could_rate(office, build):
    _ready(office, build)
    build.someone(office.draft, Role.ASSESSOR, languages="en")
    told = office.browser().get(f"/cycles/{office.draft}/open").text
    assert "assessors with current training read French; a case needs two" not in told
    build.do(lambda: db.session.query(Training).delete())
    told = office.browser().get(f"/cycles/{office.draft}/open").text
    for language in ("French", "English"):
        assert f"0 assessors with current training read {language}; a case needs two, and waits until then." in told
    assert 'action="/cycles/' in told


def test_opening_freezes_and_closing_ends(office, build):
    _ready(office, build)
    browser = office.browser()
    assert "one lead" in browser.get(f"/cycles/{office.draft}/open").text
    stale = browser.post(f"/cycles/{office.draft}/open", {"version": "1"})
    assert (stale.status_code, office.cycle(office.draft).state) == (409, "draft")
    assert browser.post(f"/cycles/{office.draft}/open", {"version": "2"}).status_code == 302
    cycle = office.cycle(office.draft)
    assert (cycle.state, len(cycle.policy_hash)) == ("open", 64)
    for section, fields in (("limits", LIMITS), ("policy", POLICY), ("notice", {"notice_fr": "x", "notice_en": "y"})):
        assert _save(office, section, fields, "3").status_code == 409
        assert "stays as it is" in browser.get(f"/cycles/{office.draft}/{section}").text
    assert browser.post(f"/cycles/{office.draft}/close", {"version": "3"}).status_code == 302
    assert browser.post(f"/cycles/{office.draft}/close", {"version": "4"}).status_code == 409
    assert office.actions(office.draft)[-2:] == ["cycle.open", "cycle.close"]


def test_the_notice_says_the_years_of_the_policy_and_other_years_are_named_before_opening(office, build):
    _ready(office, build)
    browser, page = office.browser(), f"/cycles/{office.draft}"
    _save(office, "policy", {**POLICY, "years": "7", "years_after_use": "9"}, "2")
    assert "speaks of" not in browser.get(f"{page}/open").text
    standard = office.cycle(office.draft).notice_fr
    _save(office, "notice", {"notice_fr": standard, "notice_en": ""}, "3")
    assert "version 2, not written yet in English" in browser.get(page).text
    _save(office, "notice", {"notice_fr": standard, "notice_en": "Kept for five years, or seven years."}, "4")
    told = browser.get(f"{page}/open").text
    said = [words in told for words in ("English speaks of “five years”", "seven years”", "French speaks of")]
    assert said == [True, False, False]
    assert browser.post(f"{page}/open", {"version": "5"}).status_code == 302
    assert "7 ans après sa fin, et au moins 9 ans après sa dernière utilisation" in office.cycle(office.draft).notice_fr


def test_a_draft_in_which_nobody_else_is_can_be_deleted_and_the_journal_keeps_it(office, build):
    browser, page = office.browser(), f"/cycles/{office.draft}/delete"
    version_id = build.scale()
    _save(office, "scale", {"scale": version_id, f"required_{version_id}": "3"})
    someone = build.someone(office.draft, Role.ASSESSOR)
    assert "Remove the people first" in browser.get(page).text
    assert browser.post(page, {"version": "2"}).status_code == 409
    build.do(lambda: db.session.query(Membership).filter_by(account_id=someone).delete())
    assert browser.post(page, {"version": "1"}).status_code == 409
    assert browser.post(page, {"version": "2"}).status_code == 302
    assert browser.get(f"/cycles/{office.draft}").status_code == 404
    assert office.actions(office.draft)[-1] == "cycle.delete"
    assert browser.post(f"/cycles/{office.open}/delete", {"version": "1"}).status_code == 409


def test_the_list_of_cycles_is_paged_and_holds_ones_own(office, build):
    def many():
        moment = build.now
        for number in range(35):
            cycle = Cycle(name_fr=f"N{number}", name_en=f"N{number}", opens_at=moment, hear_by=moment.date(),
                          closes_at=moment + timedelta(days=1), policy={}, limits={}, created_at=moment)  # fmt: skip
            db.session.add(cycle)
            db.session.flush()
            ids.append(cycle.id)

    ids = []
    build.do(many)
    for cycle_id in ids[:33]:
        build.member(office.coordinator, cycle_id, Role.COORDINATOR)
    first = office.browser().get("/cycles")
    onward = re.search(r'rel="next" href="([^"]+)"', first.text).group(1).replace("&amp;", "&")
    second = office.browser().get(onward)
    rows = [page.text.count('scope="row"') for page in (first, second)]
    assert (rows, 'rel="next"' in second.text) == ([30, 5], False)
