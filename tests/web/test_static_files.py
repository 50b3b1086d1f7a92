"""Scripts and sheets are kept for a year under an address that changes with them, and sent packed; pages are never kept."""

import gzip
import re
import shutil

import pytest

from reviewboard.web.static_files import FOLDER, FOR_A_YEAR, mark_of

pytestmark = pytest.mark.once


def sheet(visit):
    page = visit().get("/sign-in")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page.headers
    return re.search(r'href="(/static/[^"]+/base\.css)"', page.text)[1]


def test_a_file_is_kept_for_a_year_and_packed_for_who_takes_it(visit):
    path, content = sheet(visit), (FOLDER / "css" / "base.css").read_bytes()
    assert path == f"/static/{mark_of(FOLDER)}/css/base.css"
    plain, small = visit().get(path), visit().get(path, headers={"Accept-Encoding": "br, gzip"})
    assert (plain.data, gzip.decompress(small.data)) == (content, content)
    assert len(small.data) < len(content) / 2
    for answer, encoding in ((plain, None), (small, "gzip")):
        assert {name: answer.headers.get(name) for name in ("Cache-Control", "Content-Encoding", "Content-Type")} == {
            "Cache-Control": FOR_A_YEAR, "Content-Encoding": encoding,
            "Content-Type": "text/css; charset=utf-8",
        }  # fmt: skip
        assert "Accept-Encoding" in answer.headers["Vary"]
    again = visit().get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert small.headers["ETag"] != plain.headers["ETag"]


def test_a_page_from_before_an_upgrade_still_gets_its_files_but_keeps_none(visit):
    for encoding in ("identity", "gzip"):
        old = visit().get("/static/0123456789ab/js/board.js", headers={"Accept-Encoding": encoding})
        assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["css/nothing.css", "../config.py", "..%2fconfig.py", "css", ""])
def test_what_is_no_file_there_is_not_found_and_not_kept(visit, name):
    answer = visit().get(f"/static/{mark_of(FOLDER)}/{name}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_the_address_changes_with_any_file(tmp_path):
    shutil.copytree(FOLDER / "css", tmp_path / "css")
    marks = {mark_of.__wrapped__(tmp_path)}
    (tmp_path / "css" / "base.css").write_text("body {}")
    marks.add(mark_of.__wrapped__(tmp_path))
    (tmp_path / "css" / "base.css").rename(tmp_path / "css" / "other.css")
    assert len(marks | {mark_of.__wrapped__(tmp_path)}) == 3
