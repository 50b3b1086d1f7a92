"""Sample files are what their names say, hold the text and the canary they were given, and repeat byte for byte."""

import io
import re
import struct
import zipfile
import zlib
from random import Random
from xml.etree import ElementTree

import filetype
import pytest

from reviewboard.sample.files import MEDIA_TYPES, PDF_LINES, docx, evidence_file, pdf, plain
from reviewboard.sample.phrases import phrases
from reviewboard.sample.picture import HEIGHT, WIDTH, bars
from reviewboard.sample.texts import LANGUAGES, library, vary

CANARY = "CNRY-body-evidence-0123456789ab"
TEXT = "Première (ligne) de l’été\\hiver\n\nSeconde & dernière <ligne>"
LIBRARY = [sample for language in LANGUAGES for sample in library(language)]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pdf_objects(body):
    """Read a PDF by its own table: number → bytes from the object's offset to its end."""
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", body)[1])
    table = re.match(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)trailer\n<< /Size (\d+) /Root 1 0 R >>", body[start:])
    entries = table[2].split(b"\n")[:-1]
    assert int(table[1]) == int(table[3]) == len(entries)
    assert entries[0] == b"0000000000 65535 f "
    offsets = [int(entry[:10]) for entry in entries[1:]]
    return {number: body[at : body.index(b"endobj", at)] for number, at in enumerate(offsets, start=1)}


def test_pdf_is_found_by_its_own_table():
    body = pdf(TEXT, canary=CANARY)
    objects = pdf_objects(body)
    assert body.startswith(b"%PDF-1.4\n")
    assert [content.split(b"\n")[0] for content in objects.values()] == [b"%d 0 obj" % n for n in range(1, 6)]
    assert b"/Type /Catalog /Pages 2 0 R" in objects[1]
    assert b"/Kids [3 0 R] /Count 1" in objects[2]
    assert b"/Parent 2 0 R" in objects[3]
    length, stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream\n\Z", objects[5], re.DOTALL).groups()
    assert int(length) == len(stream)


def test_pdf_shows_each_line_and_the_canary():
    stream = pdf_objects(pdf(TEXT, canary=CANARY))[5].decode("cp1252")
    assert re.findall(r"^\((.*)\) Tj T\*$", stream, re.MULTILINE) == [
        "Première \\(ligne\\) de l’été\\\\hiver",
        "",
        "Seconde & dernière <ligne>",
        "",
        CANARY,
    ]


def test_pdf_holds_one_page_and_no_more():
    full = "\n".join(["line"] * PDF_LINES)
    assert pdf(full).count(b") Tj") == PDF_LINES
    with pytest.raises(ValueError, match=f"{PDF_LINES + 1} lines do not fit"):
        pdf(full + "\nline")


def test_docx_is_a_package_with_a_paragraph_for_each_line():
    body = docx(TEXT, canary=CANARY)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        types, relations, document = (ElementTree.fromstring(archive.read(name)) for name in archive.namelist())
    assert [part.get("PartName") for part in types if part.get("PartName")] == ["/word/document.xml"]
    assert [relation.get("Target") for relation in relations] == ["word/document.xml"]
    assert [text.text for text in document.iter(f"{W}t")] == [
        "Première (ligne) de l’été\\hiver",
        "Seconde & dernière <ligne>",
        CANARY,
    ]
    assert CANARY.encode() in body


def test_png_has_sound_chunks_and_every_point():
    body = bars(Random(1), canary=CANARY)
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(body):
        (size,) = struct.unpack_from(">I", body, at)
        kind, content = body[at + 4 : at + 8], body[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", body, at + 8 + size) == (zlib.crc32(kind + content),)
        chunks[kind] = content
        at += size + 12
    assert list(chunks) == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", chunks[b"IHDR"]) == (WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    assert chunks[b"tEXt"] == b"Comment\0" + CANARY.encode()
    points = zlib.decompress(chunks[b"IDAT"])
    rows = [points[start : start + 3 * WIDTH + 1] for start in range(0, len(points), 3 * WIDTH + 1)]
    assert {(len(row), row[0]) for row in rows} == {(3 * WIDTH + 1, 0)}
    assert len(rows) == HEIGHT
    assert len(set(rows)) > 3
    assert {row[1:4] for row in rows} == {row[-3:] for row in rows} == {b"\xfb\xf8\xf1"}


def test_text_ends_with_the_canary():
    assert plain(TEXT, canary=CANARY) == f"{TEXT}\n{CANARY}\n".encode()
    assert plain(TEXT) == f"{TEXT}\n".encode()


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_each_kind_is_what_its_name_says(kind):
    file = evidence_file(library("fr")[0], kind, Random(1), canary=CANARY, name_canary="CNRY-name")
    names = [paper["name"] for paper in phrases("fr")["evidence"][kind]]
    assert file.name in [f"{name}-CNRY-name.{kind}" for name in names]
    assert file.media_type == MEDIA_TYPES[kind]
    assert CANARY.encode() in file.body
    if kind != "txt":  # plain text has no mark of its own
        assert filetype.guess_mime(file.body) == MEDIA_TYPES[kind]


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_same_seed_gives_the_same_bytes_and_no_canary_unasked(kind):
    sample = library("en")[3]
    one, again = (evidence_file(sample, kind, Random(8)) for _ in range(2))
    assert one == again
    assert b"CNRY" not in one.body


@pytest.mark.parametrize("sample", LIBRARY, ids=lambda sample: sample.key)
def test_every_paper_of_every_variant_can_be_made(sample):
    for seed in range(20):
        variant = vary(sample, Random(seed))
        for kind in MEDIA_TYPES:
            file = evidence_file(variant, kind, Random(seed), canary=CANARY)
            assert 100 < len(file.body) < 20_000


def test_another_kind_is_refused():
    with pytest.raises(KeyError):
        evidence_file(library("fr")[0], "exe", Random(1))
