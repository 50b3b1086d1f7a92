"""Previews go to whoever may have the file, as pages and pictures that can do nothing; to everybody else they are not there."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from flask import url_for

from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.vault.where import the_vault
from reviewboard.sample.files import pdf
from reviewboard.stages.assignment.actions import recuse
from reviewboard.stages.auditing import is_being_read
from reviewboard.stages.submission.actions import add_evidence
from reviewboard.stages.submission.checking import look, note_check
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, Example
from reviewboard.web.headers import SANDBOX
from tests.previewer.samples import AUTHOR, HOSTILE, pages, photo, workbook
from tests.stages.casework import casework
from tests.stages.submission.authoring import Writer
from tests.web.assessor.desks import HTMX, counted

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "txt": "text/plain",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


class Held:
    """One case in rating with evidence, both assessors at their desks."""

    def __init__(self, build):
        self.build = build
        self.work = casework(build)
        self.case_id, self.seat, self.other = self.work.cleared()

    def add(self, ending, content, *, check=True, case_id=None):
        """Add a file as it was filed before the case was handed in, and have it checked."""

        where = case_id or self.case_id

        def make():
            stored = the_vault().put(io.BytesIO(content), most=10**8)
            file = Evidence(
                case_id=where, example_id=self.work.example(where), file_name=f"{AUTHOR}.{ending}",
                media_type=TYPES[ending], size=stored.size, sha256=stored.sha256, vault_key=stored.key,
                uploaded_at=self.build.now,
            )  # fmt: skip
            db.session.add(file)
            db.session.flush()
            db.session.add(EvidenceCheck(evidence_id=file.id, since=self.build.now))
            return file.id

        self.build.now += self.build.now.resolution
        file_id = self.build.do(make)
        if check:
            seen = self.build.read(look, file_id, now=self.build.now)
            self.build.do(note_check, evidence_id=file_id, now=self.build.now, **seen)
        return file_id

    @property
    def desk(self):
        return f"/desk/{self.seat.id}"


@pytest.fixture
def held(build):
    return Held(build)


def statuses(visitor, base, file_id):
    tails = ("/page", "/image/1", "/thumbnail/1")
    answers = [visitor.get(f"{base}/evidence/{file_id}{tail}") for tail in tails]
    for answer in answers:
        answer.close()
    return [answer.status_code for answer in answers]


def test_an_assessor_reads_a_file_page_by_page_without_its_name(held, visit):
    file_id = held.add("pdf", pages(3))
    visitor = visit(held.seat.assessor_id)
    desk = visitor.get(held.desk).text
    assert f'href="{held.desk}/evidence/{file_id}/page"' in desk
    assert f'src="{held.desk}/evidence/{file_id}/thumbnail/1"' in desk
    page = visitor.get(f"{held.desk}/evidence/{file_id}/page?page=2").text
    assert ('alt="Page 2 of evidence 1"' in page, "Page 2 of 3" in page, "The same page again." in page) == (True, True, True)
    assert [f'href="{held.desk}/evidence/{file_id}/page?page={number}"' in page for number in (1, 2, 3)] == [True, False, True]
    assert (AUTHOR in desk, AUTHOR in page) == (False, False)
    assert 'lang="en"' in page.split('class="evidence-text"')[1][:20]


def test_in_place_of_a_page_of_its_own_comes_the_page_alone(held, visit):
    file_id = held.add("pdf", pages(2))
    answer = visit(held.seat.assessor_id).get(f"{held.desk}/evidence/{file_id}/page", headers=HTMX).text
    assert ("<html" in answer, answer.strip().startswith("<details"), 'alt="Page 1 of evidence 1"' in answer) == (
        False, True, True,
    )  # fmt: skip
    assert f'hx-target="#evidence-{file_id}"' in answer


def test_a_picture_is_a_jpeg_that_can_do_nothing_and_is_kept_nowhere(held, visit):
    file_id = held.add("jpg", photo())
    answer = visit(held.seat.assessor_id).get(f"{held.desk}/evidence/{file_id}/image/1")
    assert (answer.mimetype, answer.data[:3], AUTHOR.encode() in answer.data) == ("image/jpeg", b"\xff\xd8\xff", False)
    assert {name: answer.headers.get(name) for name in (
        "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control", "Content-Disposition")} == {
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": SANDBOX,
        "Cache-Control": "no-store", "Content-Disposition": None,
    }  # fmt: skip
    answer.close()


def test_a_workbook_is_read_as_tables_and_its_words_are_never_markup(held, visit):
    visitor = visit(held.seat.assessor_id)
    sheet = visitor.get(f"{held.desk}/evidence/{held.add('xlsx', workbook())}/page").text
    assert ("<td>Rive &amp; Nord</td>" in sheet, "<td>2026-03-31</td>" in sheet, "Part 1 of 2" in sheet) == (True, True, True)
    told = visitor.get(f"{held.desk}/evidence/{held.add('txt', b'<script>alert(1)</script>')}/page").text
    assert ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in told, "<script>alert" in told) == (True, False)


def test_a_file_being_checked_is_named_so_and_nobody_else_gets_it(held, visit):
    file_id = held.add("pdf", pdf("Minutes"), check=False)
    visitor = visit(held.seat.assessor_id)
    desk = visitor.get(held.desk).text
    assert ("being checked" in desk, f"/evidence/{file_id}" in desk) == (True, False)
    assert statuses(visitor, held.desk, file_id) == [404] * 3


def test_of_a_refused_file_nothing_is_shown_and_the_others_keep_their_numbers(held, visit):
    file_id = held.add("pdf", HOSTILE["launch"][2]())
    held.add("pdf", pdf("Minutes"))
    visitor = visit(held.seat.assessor_id)
    desk = visitor.get(held.desk).text
    shown = ("The file would start a program." in desk, f"/evidence/{file_id}" in desk)
    numbers = sorted(f"Evidence {number}" in desk for number in (1, 2))
    assert (shown, numbers, statuses(visitor, held.desk, file_id)) == ((False, False), [False, True], [404] * 3)
    own = visit(held.work.case(held.case_id).candidate_id).get(f"/my/cases/{held.case_id}").text
    assert [text in own for text in ("The file would start a program.", "Evidence 1", "Evidence 2")] == [True] * 3


def test_previews_are_there_for_those_who_may_have_the_file_and_for_nobody_else(held, build, visit):
    file_id = held.add("pdf", pdf("Minutes"))
    case = held.work.case(held.case_id)
    own, theirs = f"/my/cases/{held.case_id}", f"/panel/disputes/{held.case_id}"
    other = build.someone(held.work.cycle_id, Role.CANDIDATE)
    stranger = held.work.assessor()
    lead = build.someone(held.work.cycle_id, Role.LEAD)
    coordinator = build.someone(held.work.cycle_id, Role.COORDINATOR)
    assert statuses(visit(held.seat.assessor_id), held.desk, file_id) == [200] * 3
    assert statuses(visit(held.other.assessor_id), f"/desk/{held.other.id}", file_id) == [200] * 3
    assert statuses(visit(case.candidate_id), own, file_id) == [200] * 3
    for person in (held.other.assessor_id, stranger, case.candidate_id, lead, coordinator):
        assert statuses(visit(person), held.desk, file_id) == [404] * 3
    for person in (held.seat.assessor_id, stranger, other, lead, coordinator):
        assert statuses(visit(person), own, file_id) == [404] * 3
    for person in (held.seat.assessor_id, stranger, case.candidate_id, lead, coordinator):
        assert statuses(visit(person), theirs, file_id) == [404] * 3

    def disputed():
        found = db.session.get_one(Case, held.case_id)
        found.both_sealed_at = found.disputed_at = build.now

    build.do(disputed)
    assert statuses(visit(lead), theirs, file_id) == [200] * 3


def test_an_auditor_reads_drawn_pages_for_an_hour_after_the_opening_was_entered(held, build, visit):
    file_id, other_id = held.add("pdf", pages(2)), held.add("txt", b"Minutes")
    reader = build.person(auditor=True)
    auditor, another = visit(reader), visit(build.person(auditor=True))
    base = f"/audit/cases/{held.case_id}"
    here = f"{base}/evidence/{file_id}/page"

    def entered():
        entries = db.session.query(JournalEntry.subject).filter_by(case_id=held.case_id, action="case.read_by_auditor")
        return [subject for (subject,) in entries]

    assert (statuses(auditor, base, file_id), build.read(entered)) == ([302, 404, 404], [])
    assert auditor.post(f"{base}/evidence/nothing/page").status_code == 404
    opened = auditor.post(here)
    assert (opened.status_code, opened.headers["Location"], build.read(entered)) == (302, here, [f"evidence:{file_id}"])
    assert (statuses(auditor, base, file_id), "Page 2 of 2" in auditor.get(f"{here}?page=2").text) == ([200] * 3, True)
    assert (statuses(another, base, file_id), statuses(auditor, base, other_id)) == ([302, 404, 404], [302, 404, 404])
    assert AUTHOR not in auditor.get(here).text
    assert "Open the file from the content" in another.get(here, follow_redirects=True).text
    reading = {"case_id": held.case_id, "evidence_id": file_id, "actor": build.principal(reader)}
    later = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (59, 61))
    assert [build.read(is_being_read, **reading, now=moment) for moment in later] == [True, False]
    assert build.read(entered) == [f"evidence:{file_id}"]


def unpacked(content):
    if not content.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def reached(visitor, base, file_id):
    """Return what each address of a file gives: the file itself, its page, its pictures, the page of the case."""
    answers = [visitor.get(f"{base}{tail}") for tail in (
        f"/evidence/{file_id}", f"/evidence/{file_id}/page", f"/evidence/{file_id}/image/1",
        f"/evidence/{file_id}/thumbnail/1", "")]  # fmt: skip
    return [(answer.status_code, answer.data) for answer in answers]


def test_previews_go_with_the_right_to_the_text(held, visit):
    file_id = held.add("pdf", pdf("Minutes"))
    first, second = visit(held.seat.assessor_id), visit(held.other.assessor_id)
    held.build.do(recuse, seat_id=held.seat.id, reason="I cannot rate this fairly.", now=held.build.now,
                  actor=held.build.principal(held.seat.assessor_id))  # fmt: skip
    candidate = held.work.case(held.case_id).candidate_id
    held.work.conflict(held.other.assessor_id, candidate, by=held.other.assessor_id)
    assert statuses(first, held.desk, file_id) == [404] * 3
    assert statuses(second, f"/desk/{held.other.id}", file_id) == [404] * 3


def test_a_preview_of_another_case_or_another_number_is_not_there(held, visit):
    file_id = held.add("pdf", pdf("Minutes"))
    theirs = held.add("pdf", pdf("Other minutes"), case_id=held.work.submitted())
    visitor = visit(held.seat.assessor_id)
    assert statuses(visitor, held.desk, theirs) == [404] * 3
    tails = ("/image/2", "/image/0", "/text/1", "/thumbnail/2", "/other/1", f"/image/{10**9}", f"/image/{10**30}")
    assert [visitor.get(f"{held.desk}/evidence/{file_id}{tail}").status_code for tail in tails] == [404] * 7


@pytest.mark.parametrize(("asked", "shown"), [("99", 3), ("3", 3), ("0", 1), ("-1", 1), ("9" * 40, 1), ("two", 1), ("", 1)])
def test_a_page_that_is_not_there_is_the_nearest_one_or_the_first(held, visit, asked, shown):
    file_id = held.add("pdf", pages(3))
    page = visit(held.seat.assessor_id).get(f"{held.desk}/evidence/{file_id}/page?page={asked}").text
    assert set(re.findall(r"Page (\d) of 3", page)) == {str(shown)}


def test_the_desk_takes_as_many_statements_with_many_files_as_with_one(app, held, visit):
    visitor = visit(held.seat.assessor_id)
    held.add("txt", b"first")
    visitor.get(held.desk)
    with counted(app) as one:
        visitor.get(held.desk)
    for number in range(3):
        held.add("txt", f"more {number}".encode())
    with counted(app) as many:
        visitor.get(held.desk)
    assert len(one) == len(many)


def test_the_candidate_sees_what_their_assessor_sees_and_what_to_do_about_a_refusal(build, visit):
    writer = Writer(build)
    case_id, example_id = writer.written()
    for content in (pages(2), HOSTILE["launch"][2]()):
        writer.do(add_evidence, case_id=case_id, example_id=example_id, file_name="pv.pdf", media_type=TYPES["pdf"],
                  stored=writer.put(content))  # fmt: skip
    writer.build.read(settle, now=writer.build.now)
    browser = visit(writer.id)
    preview = browser.get(f"/my/cases/{case_id}/preview").text
    assert re.findall(r"evidence/\w+/(page|thumbnail/1)\"", preview).count("page") >= 1
    assert ("pv.pdf" in preview, "would start a program" in preview, "Print it" in preview) == (False, False, False)
    step = browser.get(f"/my/cases/{case_id}?example={example_id}&step=evidence").text
    assert ("pv.pdf" in step, "Print it to a PDF" in step, "2 pages" in step) == (True, True, True)
    with build.app.test_request_context():
        assert url_for("candidate.evidence_page", case_id="c", evidence_id="e") == "/my/cases/c/evidence/e/page"
    assert build.read(lambda: db.session.query(Example).count()) == 1
