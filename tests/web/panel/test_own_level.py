"""The page of one's own level: the text alone, and no page of the panel tells what follows from the ratings before."""

import re
from datetime import timedelta

import pytest

from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.tables import OwnLevel
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.actions import release, write
from tests.stages.consensus.staging import SAID, Stage
from tests.stages.consensus.test_own_level import decide
from tests.web.panel.test_panel import decision

AT = Outcome.at
MINE = "Several people brought together on purpose, and the benefit lasts beyond the one question."
RATED = "The weighing of A and B that no lead may see before their own."


@pytest.fixture
def stage(build):
    return Stage(build, policy={"own_level_first": True})


@pytest.fixture
def staged(stage):
    """A dispute whose ratings hold words that could leak."""
    staged = stage.seated()
    stage.rate(staged, staged.a, AT(2), reasons=RATED)
    stage.rate(staged, staged.b, AT(4), reasons=RATED)
    stage.do(actions.compare, case_id=staged.case_id, now=stage.build.now)
    return staged


def test_the_text_comes_alone_then_both_ratings(stage, staged, visit):
    lead, at = visit(stage.lead), f"/panel/disputes/{staged.case_id}"
    sent = lead.get(at)
    assert (sent.status_code, sent.location) == (302, f"{at}/own-level")
    page = lead.get(sent.location).text
    assert (SAID in page, RATED in page, "levels apart" in page) == (True, False, False)
    refused = lead.post(f"{at}/own-level", {"outcome": "", "reason": "Too short."})
    assert (refused.status_code, "Too short." in refused.text, 'href="#outcome"' in refused.text) == (422, True, True)
    noted = lead.post(f"{at}/own-level", {"outcome": "level:3", "reason": MINE})
    assert (noted.status_code, noted.location) == (302, at)
    opened = lead.get(at).text
    assert (RATED in opened, MINE in opened, "2 levels apart, across" in opened) == (True, True, True)
    again = lead.post(f"{at}/own-level", {"outcome": "level:1", "reason": MINE + " Another window."})
    assert (again.status_code, "Another window." in again.text, len(stage.rows(OwnLevel))) == (409, True, 1)


def test_no_page_of_the_panel_tells_what_follows_from_the_ratings_before(stage, staged, visit):
    lead, case = visit(stage.lead), staged.case_id
    pages = {path: lead.get(path) for path in (
        "/panel", f"/panel/cases/{case}", f"/panel/discussions/{case}", f"/panel/disputes/{case}/decision",
        f"/panel/countersigns/{case}", f"/panel/cases/{case}/case-file", f"/panel/cases/{case}/case-file/page",
        f"/panel/disputes/{case}?check=yes",
    )}  # fmt: skip
    assert [page.status_code for page in pages.values()] == [200, 200, 404, 404, 302, 404, 404, 302]
    for page in pages.values():
        assert [word for word in (RATED, "levels apart", "across the required") if word in page.text] == []
    assert "Note your own level first" in pages["/panel"].text
    assert lead.post(f"/panel/disputes/{case}/decision", decision(stage, staged, "level:2")).status_code == 404


def test_the_order_of_the_board_tells_nothing_of_the_levels_before(stage, visit):
    first, second = ((AT(3), Outcome(OutcomeKind.NOT_DEMONSTRATED)), (AT(1), AT(4)))
    cases = []
    for one, other in (first, second):  # the second is more at stake, and came later
        cases.append(stage.case(one, other).case_id)
        stage.build.now += timedelta(minutes=1)
    page = visit(stage.lead).get("/panel").text
    shown = re.findall(r'href="/panel/disputes/([^"/]+)', page.split("<tbody")[1])
    assert list(dict.fromkeys(shown)) == cases


def test_a_lead_extends_a_discussion_that_stays_closed_to_them(stage, visit):
    staged, lead = stage.case(AT(2), AT(3)), visit(stage.lead)
    path = f"/panel/discussions/{staged.case_id}"
    page = lead.get(path)
    assert (page.status_code, "Give it more time" in page.text, "level apart" in page.text, "Level: 2." in page.text) == (
        200, True, False, False,
    )  # fmt: skip
    given = lead.post(f"{path}/extend", {"hours": "24", "reason": "One of the two was on leave for a week of it."})
    assert given.status_code == 302


def test_the_case_file_tells_the_note_of_who_decided_and_to_other_leads_no_other(stage, staged, visit):
    for who, level in ((stage.lead, "level:3"), (stage.other_lead, "level:1")):
        at = f"/panel/disputes/{staged.case_id}/own-level"
        visit(who).post(at, {"outcome": level, "reason": f"{MINE} {level}"})
    decide(stage, staged, stage.lead, AT(2))
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    told = {}
    for reader in Reader:
        html = stage.build.read(
            lambda reader=reader: as_html(prepare(staged.case_id, reader, Variant.WHOLE, at=stage.build.now))
        )
        told[reader] = (f"{MINE} level:3" in html, f"{MINE} level:1" in html)
    assert told == {Reader.CANDIDATE: (True, True), Reader.LEAD: (True, False), Reader.AUDITOR: (True, True)}
    auditor = stage.build.person("Aude Auditor", auditor=True)
    assert f"{MINE} level:1" in visit(auditor).post(f"/audit/cases/{staged.case_id}/content", {}).text
    for rater in (staged.a, staged.b):
        room = visit(rater).get(f"/desk/rooms/{staged.case_id}")
        assert MINE not in room.text
