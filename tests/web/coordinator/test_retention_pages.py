"""Cases at their end: a coordinator proposes, somebody else carries it out or sends it back, a hold stops both."""

import re
from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.record.actions import release
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.submission.tables import Case
from tests.walking import level, panel, rated

WHY = "Past the schedule of this cycle, and nobody asks for it."
LONG_AGO = timedelta(days=6 * 365)
EXPECTED = "A grievance about this result is expected in spring."


@pytest.fixture
def old(build):
    """A panel with one case released six years ago and one in rating; returns people and the two ids."""
    present = build.now
    build.now = present - LONG_AGO
    people = panel(build)
    case_id, other = (rated(build, people, level(3), level(number)) for number in (3, 1))
    build.do(release, case_ids=[case_id], actor=build.principal(people.leads[0]), now=build.now)
    build.now = present
    return people, case_id, other


def answered(status, response):
    """Return a response that must have this status."""
    assert response.status_code == status
    return response


def _list(cycle_id):
    return f"/cycles/{cycle_id}/retention"


def _propose(visit, people, case_id):
    visitor = visit(people.coordinator)
    assert case_id in answered(200, visitor.get(f"{_list(people.cycle)}/preview?case={case_id}")).text
    answered(302, visitor.post(_list(people.cycle), {"case": case_id, "why": WHY}))


def _waiting(visit, people):
    page = visit(people.coordinator).get(_list(people.cycle))
    return page.text.split(f'href="{_list(people.cycle)}/')[1].split('"')[0]


def test_a_coordinator_proposes_and_another_carries_it_out(visit, build, old):
    people, case_id, other = old
    reference = build.read(lambda: db.session.get_one(Case, case_id).reference)
    page = visit(people.coordinator).get(_list(people.cycle))
    assert (reference in page.text, build.read(lambda: db.session.get_one(Case, other).reference) in page.text) == (True, False)
    _propose(visit, people, case_id)
    batch_id = _waiting(visit, people)
    own = visit(people.coordinator).get(f"{_list(people.cycle)}/{batch_id}")
    assert "somebody else has to carry it out" in own.text
    second = visit(build.someone(people.cycle, Role.COORDINATOR))
    assert "Dispose of them for good" in second.get(f"{_list(people.cycle)}/{batch_id}").text
    second.post(f"{_list(people.cycle)}/{batch_id}/carry-out", {})
    assert build.read(lambda: db.session.get(Case, case_id)) is None
    stubs = second.get(f"/cycles/{people.cycle}/stubs")
    assert reference in stubs.text
    answered(404, second.get(f"/coordination/cases/{case_id}"))


def test_whoever_proposed_does_not_carry_it_out(visit, build, old):
    people, case_id, _other = old
    _propose(visit, people, case_id)
    page = answered(403, visit(people.coordinator).post(f"{_list(people.cycle)}/{_waiting(visit, people)}/carry-out", {}))
    assert "You proposed this disposal" in page.text
    assert build.read(lambda: db.session.get(Case, case_id)) is not None


def test_an_administrator_carries_it_out_and_reads_no_case(visit, build, old):
    people, case_id, _other = old
    _propose(visit, people, case_id)
    batch_id = _waiting(visit, people)
    administrator = visit(build.person("Ada Administrator", administrator=True))
    assert batch_id in administrator.get("/admin/disposals").text
    page = administrator.get(f"/admin/disposals/{batch_id}")
    assert ("I called the association" in page.text, WHY in page.text) == (False, True)
    administrator.post(f"/admin/disposals/{batch_id}/carry-out", {})
    assert build.read(lambda: db.session.get(Case, case_id)) is None


def test_proposals_beyond_a_page_are_on_the_next_one(visit, build):
    people, rows = panel(build), 31
    build.do(lambda: db.session.add_all(
        Disposal(batch_id=f"batch-{number:02}", case_id=f"case-{number}", reference=f"R-{number}", cycle_id=people.cycle,
                 why=WHY, proposed_by=people.coordinator, proposed_at=build.now + timedelta(seconds=number // 2))
        for number in range(rows)
    ))  # fmt: skip
    coordination, administration = f"/cycles/{people.cycle}/retention", "/admin/disposals"
    for who, first in ((people.coordinator, coordination), (build.person(administrator=True), administration)):
        pages = [visit(who).get(first).text]
        while (onward := re.search(r'rel="next" href="([^"]+)"', pages[-1])) and len(pages) < 9:
            pages.append(visit(who).get(onward[1].replace("&amp;", "&")).text)
        listed = [re.findall(r'/(batch-\d\d)"', page) for page in pages]
        assert [one for page in listed for one in dict.fromkeys(page)] == [f"batch-{number:02}" for number in range(rows)]
        assert len(pages) == 2


def test_a_proposal_is_sent_back_with_a_reason(visit, build, old):
    people, case_id, _other = old
    _propose(visit, people, case_id)
    address = f"{_list(people.cycle)}/{_waiting(visit, people)}"
    second = visit(build.someone(people.cycle, Role.COORDINATOR))
    assert "at least 40 characters" in answered(422, second.post(f"{address}/send-back", {"why": "No."})).text
    second.post(f"{address}/send-back", {"why": "The candidate asked for their file, and reads it first."})
    assert "The candidate asked for their file, and reads it first." in second.get(address).text
    assert build.read(lambda: db.session.get(Case, case_id)) is not None


def test_a_held_case_cannot_be_chosen_and_why_is_kept_when_something_is_missing(visit, build, old):
    people, case_id, _other = old
    visitor = visit(people.coordinator)
    hold = f"/coordination/cases/{case_id}/hold"
    assert "at least 40 characters" in answered(422, visitor.post(hold, {"kind": "legal", "why": "non"})).text
    unchosen = answered(422, visitor.post(hold, {"why": EXPECTED}))
    assert ("Choose what the case is held for" in unchosen.text, EXPECTED in unchosen.text) == (True, True)
    visitor.post(hold, {"kind": "legal", "why": EXPECTED})
    page = visitor.get(_list(people.cycle))
    assert (f'value="{case_id}" disabled' in page.text, "held" in page.text) == (True, True)
    refused = answered(409, visitor.post(_list(people.cycle), {"case": case_id, "why": WHY}))
    assert (WHY in refused.text, "may not be disposed of now" in refused.text) == (True, True)
    visitor.post(f"{hold}/lift", {"why": "The grievance is closed, and nobody asked for more."})
    assert "The grievance is closed, and nobody asked for more." in visitor.get(hold).text
    _propose(visit, people, case_id)


def test_choosing_nothing_is_said_on_the_list(visit, old):
    people, _case_id, _other = old
    page = answered(422, visit(people.coordinator).get(f"{_list(people.cycle)}/preview"))
    assert "Choose at least one case" in page.text


def test_another_cycles_proposal_is_nothing_here(visit, build, old):
    people, case_id, _other = old
    _propose(visit, people, case_id)
    batch_id = _waiting(visit, people)
    elsewhere = panel(build, assessors=0, leads=0)
    stranger = visit(elsewhere.coordinator)
    for address in (f"{_list(elsewhere.cycle)}/{batch_id}", f"{_list(people.cycle)}/{batch_id}"):
        answered(404, stranger.get(address))
        answered(404, stranger.post(f"{address}/carry-out", {}))
    assert build.read(lambda: db.session.get(Case, case_id)) is not None


def test_reading_it_again_moves_the_day_on(visit, build, old):
    people, case_id, _other = old
    _propose(visit, people, case_id)
    auditor = build.person("Aude Auditor", auditor=True)
    visit(auditor).post(f"/audit/cases/{case_id}/content", {})
    second = visit(build.someone(people.cycle, Role.COORDINATOR))
    page = answered(409, second.post(f"{_list(people.cycle)}/{_waiting(visit, people)}/carry-out", {}))
    assert "may not be disposed of now" in page.text
