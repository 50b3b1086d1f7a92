"""The auditor reads history, verifies it, reads content only with an entry of it, and counts of five or more."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from reviewboard.extensions import db
from reviewboard.foundation.cycle.pool import change_member, remove_member
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.submission.tables import Case, Example
from tests.walking import QUOTE, REASONS, drafted, level, panel, rate, rated, seated, seats_of, submitted
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.each

PAGES = ("/audit/journal", "/audit/verification", "/audit/statistics")


@pytest.fixture
def auditor(build):
    """An auditor's account."""
    return build.person("Odile Auditor", auditor=True)


@pytest.fixture
def desk(visit, auditor):
    """The auditor's desk."""
    return visit(auditor)


def _case(build, case_id):
    with build.app.app_context():
        return db.session.get_one(Case, case_id)


def _readings(build, case_id):
    with build.app.app_context():
        return db.session.query(JournalEntry).filter_by(case_id=case_id, action="case.read_by_auditor").count()


def _rows(page):
    return page.text.count('scope="row"')


def test_pages_answer_on_an_empty_board_and_on_a_full_one(build, desk):
    assert [desk.get(page).status_code for page in PAGES] == [200] * 3
    case_id = rated(build, panel(build), level(2), level(4))
    pages = (*PAGES, f"/audit/cases/{case_id}", "/audit/journal?action=case.seal")
    assert [desk.get(page).status_code for page in pages] == [200] * 5


def test_whoever_reads_who_rates_a_case_is_in_the_journal_once_an_hour(build, desk):
    case_id = rated(build, panel(build), level(2), level(4))
    for _ in range(2):
        assert desk.get(f"/audit/cases/{case_id}").status_code == 200
    assert desk.get(f"/audit/cases/{case_id}").text.count("History read by an auditor") == 1


def test_the_states_of_an_entry_are_said_in_words(build, desk):
    rated(build, panel(build), level(2), level(4))
    page = desk.get("/audit/journal?action=case.submit").text
    assert ("being written → waiting for assessors" in page, "draft → submitted" in page) == (True, False)


def test_an_entry_names_whom_and_what_it_is_about_and_is_found_by_them_by_cycle_and_by_day(app, build, desk):
    people, elsewhere = panel(build), panel(build)
    by = {"actor": build.principal(people.coordinator), "now": build.now}
    gone = build.someone(people.cycle, Role.ASSESSOR)
    role = build.read(lambda: db.session.query(Membership.id).filter_by(account_id=gone).scalar())
    build.do(change_member, cycle_id=people.cycle, membership_id=role, languages="fr", capacity=3, **by)
    build.do(remove_member, cycle_id=people.cycle, membership_id=role, **by)
    build.do(note_conflict, cycle_id=people.cycle, person_id=people.leads[0], other_id=people.assessors[0],
             kind=ConflictKind.KIN, note="", **by)  # fmt: skip
    name, email = build.principal(gone).name, build.read(lambda: db.session.get_one(Account, gone).email)
    whole = desk.get("/audit/journal").text
    pair = [build.principal(who).name for who in sorted((people.leads[0], people.assessors[0]))]
    for words in (f"{name} · assessor", "cases at a time · languages", " · ".join([*pair, "related or close friends"])):
        assert words in whole
    found = [_rows(desk.get(f"/audit/journal?actor={email}&cycle={each.cycle}")) for each in (people, elsewhere)]
    assert found == [2, 0]
    mine = f"/audit/journal?actor={email}&cycle={people.cycle}"
    day = build.today
    assert _rows(desk.get(f"{mine}&from={day - timedelta(days=1)}&to={day + timedelta(days=1)}")) == 2
    assert _rows(desk.get(f"{mine}&to={day - timedelta(days=2)}")) == 0
    assert "such as 2027-03-31" in desk.get("/audit/journal?from=soon").text
    with counted(app) as few:
        desk.get(f"/audit/journal?cycle={people.cycle}&action=pool.remove")
    with counted(app) as many:
        desk.get(f"/audit/journal?cycle={people.cycle}")
    assert len(many) - len(few) in (0, 1)  # the references of cases, where there are any


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD, Role.ASSESSOR, Role.CANDIDATE, None])
def test_nobody_else_reads_the_journal(build, visit, role):
    people = panel(build)
    case_id = seated(build, people)
    person = build.someone(people.cycle, role) if role else build.person(administrator=True)
    desk = visit(person)
    pages = (*PAGES, f"/audit/cases/{case_id}")
    assert [desk.get(page).status_code for page in pages] == [404] * 4
    assert desk.post(f"/audit/cases/{case_id}/content").status_code == 404
    assert _readings(build, case_id) == 0


def test_the_journal_is_filtered_by_case_actor_and_action(build, desk):
    people = panel(build)
    one, other = seated(build, people), seated(build, people)
    reference = _case(build, one).reference
    assert _rows(desk.get(f"/audit/journal?case={reference.lower()}&action=case.submit")) == 1
    assert _rows(desk.get("/audit/journal?action=case.submit")) == 2
    assert _rows(desk.get("/audit/journal?case=NOBODY")) == 0
    with build.app.app_context():
        email = db.session.execute(
            text("SELECT email FROM accounts WHERE id = :id"), {"id": _case(build, other).candidate_id}
        ).scalar()
    page = desk.get(f"/audit/journal?actor={email}&action=case.submit")
    assert (_rows(page), _case(build, other).reference in page.text, reference in page.text) == (1, True, False)
    assert _rows(desk.get("/audit/journal?actor=nobody@example.org")) == 0


def test_the_journal_is_paged_by_number(build, desk, auditor):
    for _ in range(60):
        build.person()
    first = desk.get("/audit/journal")
    assert _rows(first) == 50
    numbers = [int(part.split("<")[0]) for part in first.text.split('data-label="Entry">')[1:]]
    assert numbers == sorted(numbers, reverse=True)
    second = desk.get(f"/audit/journal?before={numbers[-1]}")
    assert (_rows(second), 'rel="next"' in second.text) == (11, False)


def test_verification_holds_and_finds_an_edit(build, desk, app):
    seated(build, panel(build))
    assert "and they hold" in desk.get("/audit/verification?entries=10").text
    with app.app_context():
        last = db.session.query(JournalEntry.number).order_by(JournalEntry.number.desc()).limit(1).scalar()
        db.session.rollback()
        with db.engine.begin() as connection:
            before, after = _without_trigger(connection)
            connection.execute(text(before))
            connection.execute(text("UPDATE journal_entries SET reason = 'else' WHERE number = :n"), {"n": last - 3})
            connection.execute(text(after))
    page = desk.get("/audit/verification?entries=10")
    assert ("does not hold: 1 breach" in page.text, f"Entry {last - 3}: it was edited." in page.text) == (True, True)
    assert "and they hold" in desk.get("/audit/verification?entries=2").text


def _without_trigger(connection):
    """Whoever tampers takes the trigger away first; the chain shows it all the same."""
    name = "journal_entries_are_never_changed"
    if connection.dialect.name == "postgresql":
        return tuple(f"ALTER TABLE journal_entries {turn} TRIGGER {name}" for turn in ("DISABLE", "ENABLE"))
    return f"DROP TRIGGER {name}", "SELECT 1"


def test_opening_the_content_is_in_the_journal_each_time(build, desk):
    case_id = rated(build, panel(build), level(2), level(4))
    assert REASONS not in desk.get(f"/audit/cases/{case_id}").text
    assert _readings(build, case_id) == 0
    for times in (1, 2):
        page = desk.post(f"/audit/cases/{case_id}/content")
        assert (page.status_code, REASONS in page.text, _readings(build, case_id)) == (200, True, times)
    assert desk.get(f"/audit/cases/{case_id}/content").headers["Location"] == f"/audit/cases/{case_id}"


def test_no_rating_is_shown_before_both_are_sealed(build, desk):
    people = panel(build)
    case_id = seated(build, people)
    rate(build, case_id, 1, level(2))
    rate(build, case_id, 2, level(3), seal=False)
    page = desk.post(f"/audit/cases/{case_id}/content")
    assert (REASONS in page.text, "Ratings are shown once both are sealed." in page.text) == (False, True)
    with build.app.app_context():
        said = db.session.query(Example.benefit).filter_by(case_id=case_id).scalar()
    assert (said in page.text, QUOTE in page.text) == (True, True)
    assert len(seats_of(build, case_id)) == 2


def test_a_draft_is_its_candidates_alone(build, desk):
    case_id = drafted(build, panel(build))
    assert desk.post(f"/audit/cases/{case_id}/content").status_code == 404
    assert _readings(build, case_id) == 0


def test_evidence_that_is_not_the_cases_is_not_found_and_not_entered(build, desk):
    case_id = seated(build, panel(build))
    assert desk.post(f"/audit/cases/{case_id}/evidence/nothing").status_code == 404
    assert _readings(build, case_id) == 0


def test_statistics_tell_no_small_count_and_none_that_gives_one_away(build, desk):
    people = panel(build)
    told = []
    for many, make in ((4, submitted), (2, submitted), (5, drafted)):
        for _ in range(many):
            make(build, people)
        page = desk.get("/audit/statistics").text
        cells = [cell.split("<")[0] for cell in page.split('<td class="number">')[1:]]
        told.append((sorted(set(cells)), "Too few cases to tell anything." in page))
    assert told == [([], True), ([], True), (["6", "–"], False)]
