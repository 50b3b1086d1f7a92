"""Files come in by a plain form, each refused one with its reason, and go out as downloads that open nothing."""

import html
import io
import re
from contextlib import contextmanager

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from reviewboard.foundation.vault.reasons import NotTaken
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Evidence
from reviewboard.web.door import writing
from reviewboard.web.headers import SANDBOX
from tests.foundation.vault.hostile import HOSTILE
from tests.stages.submission.authoring import Writer

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def place(writer):
    case_id, example_id = writer.written()
    return case_id, example_id, f"/my/cases/{case_id}/examples/{example_id}/evidence"


def send(browser, path, *files):
    """Send files as a form does; encoded here, because the test client leaves the files of large forms open."""
    values = MultiDict([("csrf_token", browser._token())])
    for name, content in files:
        values.add("file", FileStorage(io.BytesIO(content), name))
    boundary, body = encode_multipart(values)
    return browser.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def refusal_in(build, reason, language):
    with build.app.test_request_context(), force_locale(language):
        return NotTaken(reason).text


def kept(writer):
    return writer.build.read(lambda: sorted(row.file_name for row in Evidence.query.filter_by(removed_at=None)))


def lying(writer):
    return writer.build.read(lambda: {file.key for file in the_vault().contents()})


def test_files_that_fit_are_kept_and_the_others_named_with_their_reason(writer, browser, place):
    before = lying(writer)
    answer = send(
        browser,
        place[2],
        ("pv.pdf", PDF),
        ("page.html", b"<script>1</script>"),
        ("vide.txt", b""),
        ("faux.pdf", b"texte"),
    )
    assert (answer.status_code, kept(writer), len(lying(writer) - before)) == (422, ["pv.pdf"], 1)
    for name in ("page.html", "vide.txt", "faux.pdf"):
        assert f"<strong>{name}</strong>" in answer.text
    assert re.findall("<details class=\"more\"><summary>([^<]+)", answer.text)[0] == "Which they are, and why"
    assert ("<strong>pv.pdf</strong>" in answer.text, "This file is empty" in answer.text) == (False, True)


def test_no_hostile_file_comes_in_and_each_is_told_what_it_is(build, visit):
    writer = Writer(build, language="fr")
    case_id, example_id = writer.written()
    browser, before = visit(writer.id), lying(writer)
    path, told = f"/my/cases/{case_id}/examples/{example_id}/evidence", {}
    for what, (name, make, reason) in HOSTILE.items():
        answer = send(browser, path, (name, make()))
        told[what] = (answer.status_code, refusal_in(build, reason, "fr") in html.unescape(answer.text))
    assert {what: found for what, found in told.items() if found != (422, True)} == {}
    assert (kept(writer), lying(writer)) == ([], before)


def test_a_file_too_large_leaves_nothing_behind(build, visit):
    writer = Writer(build, limits={"megabytes_max": 1})
    case_id, example_id = writer.written()
    before = lying(writer)
    browser = visit(writer.id)
    path = f"/my/cases/{case_id}/examples/{example_id}/evidence"
    answer = send(browser, path, ("long.txt", b"x" * (1024 * 1024 + 1)))
    assert (answer.status_code, "larger than 1 MB" in answer.text) == (413, True)
    assert (kept(writer), lying(writer)) == ([], before)
    assert send(browser, path, ("long.txt", b"x" * 1024 * 1024)).status_code == 302


def test_of_a_long_form_that_nobody_may_send_nothing_is_read(build, visit, writer, browser, place):
    def sent(sender, path):
        stream = io.BytesIO(body)
        stream.close = lambda: None  # to be asked afterwards how far it was read
        answer = sender.client.post(path, input_stream=stream, content_length=len(body), content_type=boundary)
        return answer.status_code, stream.tell()

    boundary = "multipart/form-data; boundary=x"
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + b"a" * 9_000_000 + b"\r\n--x--\r\n"
    other, unknown = visit(build.person()), place[2].replace(place[0], "0" * len(place[0]))
    assert (sent(other, place[2]), sent(other, unknown), sent(browser, unknown)) == ((404, 0),) * 3
    assert sent(browser, place[2]) == (422, len(body))  # read, and without the token of a page refused


def test_a_file_whose_row_may_have_come_keeps_its_bytes(writer, browser, place, monkeypatch):
    @contextmanager
    def cut_off():
        with writing():
            yield
        raise ConnectionError("the answer to COMMIT never came")

    monkeypatch.setattr("reviewboard.web.candidate.filing.writing", cut_off)
    writer.build.app.testing = False
    try:
        answer = send(browser, place[2], ("pv.pdf", PDF))
    finally:
        writer.build.app.testing = True
    rows = writer.build.read(lambda: {row.vault_key for row in Evidence.query.filter_by(file_name="pv.pdf")})
    assert (answer.status_code, len(rows), rows <= lying(writer)) == (500, 1, True)


def test_the_same_file_twice_is_kept_once(writer, browser, place):
    before = lying(writer)
    for _ in range(2):
        assert send(browser, place[2], ("pv.pdf", PDF)).status_code == 302
    assert (kept(writer), len(lying(writer) - before)) == (["pv.pdf"], 1)


def test_one_file_too_many_is_refused_by_its_number(build, visit):
    writer = Writer(build, limits={"files_max": 1})
    case_id, example_id = writer.written()
    path, before = f"/my/cases/{case_id}/examples/{example_id}/evidence", lying(writer)
    answer = send(visit(writer.id), path, ("a.txt", b"a"), ("b.txt", b"b"))
    assert len(lying(writer) - before) == 1
    assert (answer.status_code, kept(writer), "at most 1 files" in answer.text) == (422, ["a.txt"], True)


def test_a_form_without_a_file_says_so(browser, place):
    answer = browser.post(place[2], {}, content_type="multipart/form-data")
    assert (answer.status_code, "Choose a file first" in answer.text) == (422, True)


def test_no_file_joins_what_is_handed_in(writer, browser, place):
    case_id, _example, path = place
    writer.do(actions.submit_case, case_id=case_id)
    before = lying(writer)
    answer = send(browser, path, ("pv.pdf", PDF))
    assert (answer.status_code, "Your submission is in" in answer.text) == (409, True)
    assert (kept(writer), lying(writer)) == ([], before)


def test_a_file_goes_out_as_a_download_that_opens_nothing(browser, place):
    case_id, example_id, path = place
    send(browser, path, ("Procès-verbal « final ».pdf", PDF))
    page = browser.get(f"/my/cases/{case_id}?example={example_id}&step=evidence")
    address = page.text.split(f'href="/my/cases/{case_id}/evidence/')[1].split('"')[0]
    answer = browser.get(f"/my/cases/{case_id}/evidence/{address}")
    assert (answer.data, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    answer.close()


def test_removed_evidence_is_not_sent_any_more(browser, place, writer):
    case_id, example_id, _path = place
    _stored, evidence = writer.attach(case_id, example_id)
    address = f"/my/cases/{case_id}/evidence/{evidence['id']}"
    assert browser.post(f"{address}/remove").status_code == 302
    assert (browser.get(address).status_code, browser.post(f"{address}/remove").status_code) == (404, 404)
