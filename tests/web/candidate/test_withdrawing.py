"""A withdrawal is answered alike at every step of the assessment, so that trying it tells nothing of a level on record."""

from datetime import timedelta

from reviewboard.foundation.notices.tables import Notice
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.record.actions import release, sweep_releases
from reviewboard.stages.record.tables import Record, ReleasePlan
from reviewboard.stages.submission.tables import Case
from tests.quality.checks import breaches, checks, rows
from tests.quality.test_blind import but_for_ids
from tests.walking import candidate_of, level, seated, settle, state_of


def withdrawn(build, visit, case_id):
    """Withdraw by the pages; return all that the candidate sees of it, but for ids."""
    visitor, path = visit(candidate_of(build, case_id)), f"/my/cases/{case_id}"
    answers = [visitor.get(f"{path}/withdraw"), visitor.post(f"{path}/withdraw"), visitor.get(path), visitor.get("/my")]
    settle(build)
    answers += [visitor.get(path), visitor.post(f"{path}/withdraw")]
    row = rows(build, Case, id=case_id)[0]
    mail = [notice["kind"] for notice in rows(build, Notice, account_id=candidate_of(build, case_id))]
    pages = [but_for_ids(one.text, row["reference"]).replace(row["digest"], "DIGEST") for one in answers]
    return [(one.status_code, page) for one, page in zip(answers, pages, strict=True)], mail


def test_a_withdrawal_says_the_same_whether_or_not_a_level_is_recorded(build, visit):
    work = checks(build)
    recorded, in_rating = work.agreed(), seated(build, work.people)
    lead = build.principal(work.people.leads[0])
    build.do(release, case_ids=[recorded], at=build.now + timedelta(days=1), actor=lead, now=build.now)
    assert [state_of(build, one) for one in (recorded, in_rating)] == ["recorded", "rating"]
    pages, mail = withdrawn(build, visit, recorded)
    other_pages, other_mail = withdrawn(build, visit, in_rating)
    assert [one for one, other in zip(pages, other_pages, strict=True) if one != other] == []
    assert mail == other_mail
    assert ([status for status, _page in pages], mail[-1]) == ([200, 302, 200, 200, 200, 409], "submission.withdrawn")


def test_a_recorded_level_of_a_withdrawn_case_stays_as_written_and_goes_to_nobody(build, visit):
    work = checks(build)
    case_id = work.checked(level(1))
    lead = build.principal(work.people.leads[0])
    build.do(release, case_ids=[case_id], at=build.now + timedelta(days=1), actor=lead, now=build.now)
    before = rows(build, Record)
    withdrawn(build, visit, case_id)
    build.now += timedelta(days=2)
    with build.app.app_context():
        assert sweep_releases(build.now) == 0
    settle(build)
    assert (rows(build, Record), rows(build, ReleasePlan)[0]["release_at"], state_of(build, case_id), breaches(build)) == (
        before, None, "withdrawn", {},
    )  # fmt: skip
    assert {row["ended_why"] for row in rows(build, Seat, case_id=case_id)} == {"withdrawn"}
    leads, coordinator = visit(work.people.leads[0]), visit(work.people.coordinator)
    assert [leads.get(f"/panel/{page}/{case_id}").status_code for page in ("quality", "cases", "releases")] == [404] * 3
    page = coordinator.get(f"/coordination/cases/{case_id}")
    assert (page.status_code, "The recorded outcome" in page.text) == (200, False)
