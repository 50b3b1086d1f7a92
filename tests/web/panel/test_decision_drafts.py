"""What a lead writes of a decision is kept on the board: through windows, languages, refusals and a second lead's no."""

import re

import pytest
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.stages.consensus.tables import DecisionDraft, Resolution
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release, write
from tests.stages.consensus.staging import DIMENSIONS, WHY, Stage
from tests.stages.consensus.staging import LONG as LONG_ENOUGH

pytestmark = pytest.mark.each

AT = Outcome.at
LONG = LONG_ENOUGH.strip()
PER_DIMENSION = {f"reasons_{key}": f"Shown under {key}." for key in DIMENSIONS}
TEXTS = {"reasons": LONG, **PER_DIMENSION, "next_needed": "Others, on purpose."}


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    return stage.case(AT(2), AT(4))


def written(stage, staged, draft=0, **more):
    return {"version": str(stage.version(staged)), "draft": str(draft), "outcome": "level:3", **TEXTS, **more}


def form_in(page):
    """Return what the page's form of a decision holds: texts and the outcome."""
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page.text)
    chosen = re.findall(r'name="outcome" value="([^"]+)" checked', page.text)
    return {**dict(areas), "outcome": chosen[0] if chosen else ""}


def of(staged, part=""):
    return f"/panel/disputes/{staged.case_id}{part}"


def test_the_form_is_as_it_was_left_and_nobody_else_reads_it(stage, staged, visit):
    lead = visit(stage.lead)
    assert lead.post(of(staged, "/draft"), written(stage, staged, reason=WHY)).status_code == 302
    assert form_in(lead.get(of(staged))) == {**TEXTS, "question": "", "reason": WHY, "outcome": "level:3"}
    other = visit(stage.other_lead).get(of(staged))
    assert form_in(other) == {**dict.fromkeys((*TEXTS, "question", "reason"), ""), "outcome": ""}
    assert LONG not in other.text


def test_an_autosave_answers_with_the_version_it_made(stage, staged, visit):
    lead = visit(stage.lead)
    for draft in (0, 1):
        saved = lead.post(of(staged, "/draft"), written(stage, staged, draft), headers={"HX-Request": "true"})
        assert (saved.status_code, f'name="draft" value="{draft + 1}"' in saved.text) == (200, True)
    stale = lead.post(of(staged, "/draft"), written(stage, staged, 1, reasons="Other."), headers={"HX-Request": "true"})
    assert (stale.status_code, 'data-save-state="stale"' in stale.text) == (409, True)
    assert [row["fields"]["reasons"] for row in stage.rows(DecisionDraft)] == [LONG]


def test_two_windows_show_both_texts(stage, staged, visit):
    lead = visit(stage.lead)
    lead.post(of(staged, "/draft"), written(stage, staged))
    late = lead.post(of(staged, "/draft"), written(stage, staged, 0, reasons="Of the second window."))
    assert (late.status_code, form_in(late)["reasons"], LONG in late.text) == (409, "Of the second window.", True)


def test_the_check_leads_back_to_the_whole_form(stage, staged, visit):
    lead = visit(stage.lead)
    checked = lead.post(of(staged, "/draft"), written(stage, staged, then="review"), follow_redirects=True)
    assert (checked.status_code, LONG in checked.text, f'href="{of(staged)}#pane-three"' in checked.text) == (200, True, True)
    assert form_in(lead.get(of(staged)))["outcome"] == "level:3"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"reasons": "Too short."}, "reasons"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "other_competency"}, "competency"),
        ({"outcome": "other_competency", "competency": "flying"}, "competency"),
        ({"reasons_effort": ""}, "reasons_effort"),
        ({"next_needed": ""}, "next_needed"),
    ],
)
def test_what_lacks_is_marked_at_its_field_and_the_rest_is_kept(stage, staged, visit, said, wrong):
    lead = visit(stage.lead)
    page = lead.post(of(staged, "/draft"), written(stage, staged, then="review", **said), follow_redirects=True)
    assert re.findall(r'<a href="#([a-z_]+)">', page.text.split("data-error-summary")[1].split("</ul>")[0]) == [wrong]
    assert form_in(page)["reasons"] == said.get("reasons", LONG)
    assert stage.rows(Resolution) == []


def test_a_third_rating_asked_for_too_shortly_keeps_the_decision(stage, staged, visit):
    lead = visit(stage.lead)
    refused = lead.post(of(staged, "/third"), written(stage, staged, reason="No."))
    assert (refused.status_code, form_in(refused)) == (422, {**TEXTS, "question": "", "reason": "No.", "outcome": "level:3"})
    asked = lead.post(of(staged, "/third"), written(stage, staged, reason=WHY))
    stage.third(staged, AT(3))
    assert (asked.status_code, form_in(lead.get(of(staged)))["reasons"]) == (302, LONG)


def test_a_decision_that_comes_back_is_there_to_be_revised(stage, staged, visit):
    lead, second = visit(stage.lead), visit(stage.other_lead)
    lead.post(of(staged, "/draft"), written(stage, staged))
    lead.post(of(staged, "/decision"), written(stage, staged))
    back = {"version": str(stage.version(staged)), "reason": WHY}
    second.post(f"/panel/countersigns/{staged.case_id}/decline", back)
    assert form_in(lead.get(of(staged))) == {**TEXTS, "question": "", "reason": "", "outcome": "level:3"}
    read = second.get(of(staged))
    assert (form_in(read)["reasons"], LONG in read.text) == ("", True)


@pytest.mark.parametrize("outcome", ["level:2", "level:3"])
def test_a_decision_that_counts_leaves_no_draft(stage, staged, visit, outcome):
    lead = visit(stage.lead)
    lead.post(of(staged, "/draft"), written(stage, staged, outcome=outcome))
    lead.post(of(staged, "/decision"), written(stage, staged, outcome=outcome))
    if outcome == "level:3":
        assert len(stage.rows(DecisionDraft)) == 1
        signed = {"version": str(stage.version(staged))}
        visit(stage.other_lead).post(f"/panel/countersigns/{staged.case_id}", signed)
    assert (stage.state(staged), stage.rows(DecisionDraft)) == ("decided", [])


def test_who_was_slower_finds_their_words_with_the_names_of_the_fields(stage, staged, visit):
    slow = visit(stage.other_lead)
    words = written(stage, staged, outcome="level:2", reasons="Slower, and with other words than the faster one has.")
    slow.post(of(staged, "/draft"), words)
    visit(stage.lead).post(of(staged, "/decision"), written(stage, staged, outcome="level:4"))
    for late in (slow.post(of(staged, "/decision"), words), slow.post(of(staged, "/draft"), {**words, "draft": "1"})):
        assert (late.status_code, "What you wrote" in late.text) == (409, True)
        for there in (words["reasons"], "What the next level would have needed", "Shown under effort."):
            assert there in late.text
    assert words["reasons"] in slow.get(of(staged)).text
    assert len(stage.rows(DecisionDraft)) == 1
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    assert stage.rows(DecisionDraft) == []  # once the result is out nobody decides any more


def test_a_decision_not_yet_written_has_no_page_to_check(stage, staged, visit):
    answer = visit(stage.lead).get(of(staged, "/decision"))
    assert (answer.status_code, answer.location) == (302, f"{of(staged)}?check=yes#pane-three")


def test_a_text_too_long_is_told_and_kept_in_the_page(stage, staged, visit):
    long = "x" * 10_001
    answer = visit(stage.lead).post(of(staged, "/draft"), written(stage, staged, reasons=long))
    assert (answer.status_code, form_in(answer)["reasons"], stage.rows(DecisionDraft)) == (422, long, [])


def test_raters_and_coordinators_find_no_draft(stage, staged, visit):
    visit(stage.lead).post(of(staged, "/draft"), written(stage, staged))
    for person in (staged.a, staged.b, staged.candidate):
        visitor = visit(person)
        assert [visitor.get(of(staged, "/decision")).status_code,
                visitor.post(of(staged, "/draft"), written(stage, staged, 1)).status_code] == [404, 404]  # fmt: skip
    assert [row["version"] for row in stage.rows(DecisionDraft)] == [1]


def test_the_database_keeps_one_draft_for_each_lead(stage, staged, visit):
    visit(stage.lead).post(of(staged, "/draft"), written(stage, staged))
    (row,) = stage.rows(DecisionDraft)
    with pytest.raises(IntegrityError, match=r"one_decision_draft_per_lead|decision_drafts\.dispute_id"):
        stage.do(lambda: db.session.add(DecisionDraft(**{**row, "id": "another"})))
