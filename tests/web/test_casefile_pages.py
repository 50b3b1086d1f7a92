"""Who gets which case file: each reader their own and nobody else anything, before its time and after it."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.casefile.actions import make, note_made
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.submission.actions import withdraw_case
from tests.stages.casefile import telling

HTMX = {"HX-Request": "true"}
BASES = {"candidate": "/my/cases", "lead": "/panel/cases", "auditor": "/audit/cases"}


def address(told, audience):
    return f"{BASES[audience]}/{told.case_id}/case-file"


def made(build):
    """Make every file that was asked for, as the courier does."""
    for file_id in build.read(lambda: list(db.session.scalars(db.select(CaseFile.id).where(CaseFile.state == "asked")))):
        with build.app.app_context():
            learned = make(file_id, now=build.now)
        build.do(lambda id_=file_id, more=learned: note_made(file_id=id_, now=build.now, **more))


def people_of(build, told):
    """Return everybody who could ask, by what they are."""
    return {
        "candidate": told.candidate, "lead": told.people.leads[0], "auditor": build.person(auditor=True),
        "coordinator": told.people.coordinator, "rater": told.people.assessors[0],
        "other candidate": build.someone(told.people.cycle, Role.CANDIDATE),
        "other assessor": build.someone(told.people.cycle, Role.ASSESSOR),
        "other lead": build.someone(build.cycle(), Role.LEAD), "administrator": build.person(administrator=True),
    }  # fmt: skip


def reached(build, visit, told):
    """Return who gets anything from which address, and that nobody else gets a word of the case."""
    found = set()
    for name, account in people_of(build, told).items():
        visitor = visit(account)
        for audience in BASES:
            base = address(told, audience)
            page = visitor.post if audience == "auditor" else visitor.get
            answers = [visitor.get(base), page(f"{base}/page"), visitor.post(base, {"variant": "whole"})]
            codes = {answer.status_code for answer in answers}
            if codes == {404}:
                words = "".join(answer.text for answer in answers)
                assert [text for text in (telling.DECIDED, "of the reasons that I have", "Xanthos") if text in words] == []
            else:
                assert codes <= {200, 303}
                found.add((name, audience))
    return found


def test_each_reader_reaches_their_own_file_and_nobody_else_any(build, visit):
    told = telling.disputed(build)
    assert reached(build, visit, told) == {("lead", "lead"), ("auditor", "auditor")}
    telling.decided(build, told)
    assert reached(build, visit, told) == {("lead", "lead"), ("auditor", "auditor")}


def test_after_release_the_candidate_reaches_theirs(build, visit):
    told = telling.released(build)
    assert reached(build, visit, told) == {("candidate", "candidate"), ("lead", "lead"), ("auditor", "auditor")}


def test_a_withdrawn_case_has_no_file_for_its_lead_any_more(build, visit):
    told = telling.disputed(build)
    build.do(withdraw_case, case_id=told.case_id, actor=build.principal(told.candidate), now=build.now)
    assert reached(build, visit, told) == {("auditor", "auditor")}


def test_a_file_is_asked_for_followed_and_downloaded(build, visit):
    told = telling.released(build)
    candidate, base = visit(told.candidate), address(told, "candidate")
    assert "None was made yet." in candidate.get(base).text
    assert candidate.post(base, {"variant": "whole"}).headers["Location"] == base
    page = candidate.get(base).text
    assert ("hx-trigger" in page, "See how far it is" in page, "Download the PDF" in page) == (True, True, False)
    made(build)
    part = candidate.get(base, headers=HTMX).text
    assert ("<!doctype" in part, "hx-trigger" in part, "Download the PDF" in part) == (False, False, True)
    href = re.search(rf'href="({base}/[a-z0-9]{{20}})"', part)[1]
    answer = candidate.get(href)
    assert (answer.status_code, answer.mimetype, answer.data[:5], answer.headers["Cache-Control"]) == (
        200, "application/pdf", b"%PDF-", "no-store",
    )  # fmt: skip
    answer.close()
    assert re.fullmatch(r"attachment; filename=[A-Z0-9-]+-case-file\.pdf", answer.headers["Content-Disposition"])
    for other in (told.people.leads[0], told.people.coordinator, build.person(auditor=True)):
        assert [visit(other).get(href).status_code, visit(other).get(href.replace("/my/", "/panel/")).status_code] == [404, 404]


def test_two_leads_do_not_download_each_others_files(build, visit):
    told = telling.disputed(build)
    first, second = (visit(account) for account in told.people.leads)
    base = address(told, "lead")
    first.post(base, {"variant": "whole"})
    made(build)
    file_id = build.read(lambda: db.session.scalars(db.select(CaseFile.id)).one())
    answer = first.get(f"{base}/{file_id}")
    answer.close()
    assert (answer.status_code, second.get(f"{base}/{file_id}").status_code) == (200, 404)
    assert file_id not in second.get(base).text


def test_an_unknown_variant_is_named_and_nothing_is_made(build, visit):
    told = telling.released(build)
    answer = visit(told.candidate).post(address(told, "candidate"), {"variant": "half"})
    assert (answer.status_code, "Choose the whole case file or the redacted one." in answer.text) == (422, True)
    assert build.read(lambda: db.session.query(CaseFile).count()) == 0


def test_an_auditor_who_reads_it_on_screen_is_in_the_journal(build, visit):
    told, auditor = telling.released(build), build.person(auditor=True)
    page = visit(auditor).post(f"{address(told, 'auditor')}/page", {"variant": "whole"}).text
    assert telling.RATERS[0] in page
    entries = build.read(
        lambda: list(db.session.scalars(db.select(JournalEntry.actor_id).where(JournalEntry.action == "case.read_by_auditor")))
    )
    assert entries == [auditor]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_in_the_language_of_the_candidate_whoever_reads(build, visit, language):
    told = telling.released(build, language=language)
    page = visit(told.people.leads[0]).get(f"{address(told, 'lead')}/page").text
    assert f'<div class="file" lang="{language}">' in page
    assert {"fr": "Table des matières", "en": "Contents"}[language] in page
    assert [name for name in (*telling.RATERS, *telling.LEADS[1:], telling.CANDIDATE) if name in page] == []
