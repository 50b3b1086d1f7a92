"""A page becomes a tagged PDF without a fetch, the same bytes each time, within limits of time and room."""

import io

import pypdf
import pytest

from reviewboard.stages.casefile import printing
from reviewboard.stages.casefile.printing import NotPrinted, print_pdf

pytestmark = pytest.mark.once

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Dossier complet QX7-31K</title>
<meta name="dcterms.created" content="2026-11-28T12:00:00Z"></head><body data-foot="QX7-31K"><h1>Dossier</h1>
<h2 id="one">1. Le dépôt</h2><p>Une phrase.</p>{more}</body></html>"""


def test_the_same_page_gives_the_same_bytes_and_tells_each_step():
    told = []
    first = print_pdf(PAGE.format(more=""), told=lambda step, page: told.append((step, page)))
    assert print_pdf(PAGE.format(more=""), told=lambda *_step: None) == first
    assert ([step for step, _page in told if step != 5], (5, 1) in told) == ([1, 2, 3, 4, 6, 7], True)


def test_the_pdf_is_tagged_and_says_its_title_and_language():
    found = pypdf.PdfReader(io.BytesIO(print_pdf(PAGE.format(more=""), told=lambda *_step: None)))
    root = found.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], found.metadata.title) == (True, "fr", "Dossier complet QX7-31K")
    assert root["/StructTreeRoot"]["/K"]
    assert [entry.title for entry in found.outline if not isinstance(entry, list)] == ["Dossier"]


@pytest.mark.parametrize("more", [
    '<img alt="x" src="http://127.0.0.1:9/x.png">', '<img alt="x" src="file:///etc/hostname">',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
])  # fmt: skip
def test_nothing_is_fetched_and_a_page_that_asks_for_it_is_refused(more):
    with pytest.raises(NotPrinted):
        print_pdf(PAGE.format(more=more), told=lambda *_step: None)


def test_a_page_that_takes_too_long_or_too_much_room_is_no_pdf(monkeypatch):
    monkeypatch.setattr(printing, "WALL", 0.2)
    with pytest.raises(NotPrinted):
        print_pdf(PAGE.format(more=""), told=lambda *_step: None)
    monkeypatch.setattr(printing, "WALL", 60)
    monkeypatch.setattr(printing, "PDF_MOST", 100)
    with pytest.raises(NotPrinted):
        print_pdf(PAGE.format(more=""), told=lambda *_step: None)
