"""A file is what its bytes say; its name must agree; what is neither is refused."""

import io
import struct
import zipfile
import zlib

import pytest

from reviewboard.foundation.vault.kinds import ENDINGS, kind_of


def png():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def office(*parts, content_types=True):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in (("[Content_Types].xml",) if content_types else ()) + parts:
            archive.writestr(name, "<x/>")
    return file.getvalue()


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 64

TAKEN = [
    ("minutes.pdf", PDF, ENDINGS["pdf"]),
    ("MINUTES.PDF", PDF, ENDINGS["pdf"]),
    ("photo.png", png(), ENDINGS["png"]),
    ("photo.jpg", JPEG, ENDINGS["jpg"]),
    ("photo.jpeg", JPEG, ENDINGS["jpeg"]),
    ("letter.docx", office("word/document.xml"), ENDINGS["docx"]),
    ("table.xlsx", office("xl/workbook.xml"), ENDINGS["xlsx"]),
    ("talk.pptx", office("ppt/presentation.xml"), ENDINGS["pptx"]),
    ("note.txt", "Réunion du comité – « procès-verbal »\r\n".encode(), "text/plain"),
    ("note.txt", ("é" * 70_000).encode(), "text/plain"),
]

REFUSED = [
    ("minutes", PDF, "a name without an ending"),
    ("minutes.png", PDF, "a name that says another kind"),
    ("minutes.pdf.exe", PDF, "an ending that is not taken"),
    ("page.html", b"<!doctype html><script>1</script>", "a page"),
    ("page.txt.html", b"plain words", "a text called a page"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a drawing"),
    ("program.pdf", b"MZ" + b"\0" * 200, "a program called a PDF"),
    ("program.txt", b"MZ\x90\x00" + b"\0" * 200, "a program called a text"),
    ("letter.pdf", b"plain words, no PDF", "a text called a PDF"),
    ("empty.txt", b"", "nothing"),
    ("note.txt", "déjà".encode("latin-1"), "a text in another encoding"),
    ("note.txt", b"a" * 70_000 + b"\xc3", "a text that breaks off"),
    ("note.txt", b"words\x00words", "a text with a null"),
    ("letter.docx", office("xl/workbook.xml"), "a table called a letter"),
    ("letter.docx", office("anything.txt"), "an archive called a letter"),
    ("letter.docx", office("word/document.xml", content_types=False), "an archive that only looks like a letter"),
    ("letter.docx", office("word/document.xml", "word/vbaProject.bin"), "a letter with macros"),
    ("letter.docx", office("word/document.xml", "xl/workbook.xml"), "two kinds in one"),
    ("letter.docx", office("word/document.xml")[:60], "a broken archive"),
    ("files.zip", office("word/document.xml"), "an archive"),
    ("picture.gif", b"GIF89a" + b"\0" * 40, "a picture of a kind that is not taken"),
]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN)
def test_a_file_is_taken_for_what_it_is(name, content, kind):
    stream = io.BytesIO(content)
    assert (kind_of(stream, name), stream.tell()) == (kind, 0)


@pytest.mark.parametrize(("name", "content", "what"), REFUSED, ids=[what for _name, _content, what in REFUSED])
def test_a_file_is_refused(name, content, what):
    stream = io.BytesIO(content)
    assert (kind_of(stream, name), stream.tell()) == (None, 0)


def test_an_encrypted_archive_is_refused():
    content = bytearray(office("word/document.xml"))
    assert kind_of(io.BytesIO(bytes(content)), "letter.docx") == ENDINGS["docx"]
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert kind_of(io.BytesIO(bytes(content)), "letter.docx") is None
