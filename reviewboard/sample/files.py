"""Small real evidence files, made of the standard library alone: the same input gives the same bytes.

Nothing in a file is compressed but the picture's points, so a canary in the body can be found by a plain search.
"""

import io
import textwrap
import zipfile
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from reviewboard.sample.examples import SampleExample
from reviewboard.sample.phrases import phrases
from reviewboard.sample.picture import bars

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "png": "image/png",
}

# The page of a PDF: US letter, in points.
_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LEADING = 612, 792, 64, 11, 15
_COLUMNS = 84  # characters of a line
PDF_LINES = (_HEIGHT - 2 * _MARGIN) // _LEADING

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class SampleFile:
    """One file as a candidate would upload it."""

    name: str
    body: bytes
    media_type: str


def evidence_file(
    sample: SampleExample, kind: str, rng: Random, *, canary: str = "", name_canary: str = ""
) -> SampleFile:
    """Return a file of this kind (one of MEDIA_TYPES) that goes with the example.

    `canary` stands readable in the body, `name_canary` at the end of the name. Raises KeyError for another kind.
    """
    paper = rng.choice(phrases(sample.language)["evidence"][kind])
    text = paper.get("text", "").format(
        title=sample.title,
        context=sample.context,
        contacts=sample.contacts,
        actions=sample.actions,
        result=sample.result,
        benefit=sample.benefit,
        role=sample.confirmer_role,
    )
    match kind:
        case "pdf":
            body = pdf(text, canary=canary)
        case "docx":
            body = docx(text, canary=canary)
        case "txt":
            body = plain(text, canary=canary)
        case _:
            body = bars(rng, canary=canary)
    name = f"{paper['name']}-{name_canary}" if name_canary else paper["name"]
    return SampleFile(f"{name}.{kind}", body, MEDIA_TYPES[kind])


def plain(text: str, *, canary: str = "") -> bytes:
    """Return a text file in UTF-8, the canary on a line of its own at the end."""
    return "\n".join((text, canary) if canary else (text,)).encode() + b"\n"


def pdf(text: str, *, canary: str = "") -> bytes:
    """Return a PDF of one page. Raises ValueError if the text needs more than PDF_LINES lines of the page."""
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, _COLUMNS) or [""]]
    lines += ["", canary] if canary else []
    if len(lines) > PDF_LINES:
        raise ValueError(f"{len(lines)} lines do not fit on a page of {PDF_LINES}")
    shown = b"".join(b"(" + _pdf_string(line) + b") Tj T*\n" for line in lines)
    start = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_MARGIN} {_HEIGHT - _MARGIN} Td\n".encode()
    stream = start + shown + b"ET"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
    page += "/Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    return _pdf_file(objects)


def _pdf_string(line: str) -> bytes:
    plain_line = line.encode("cp1252", errors="replace")
    return plain_line.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: tuple[bytes, ...]) -> bytes:
    """The objects, numbered from 1, between a header and the table that says at which byte each begins."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(out)


def docx(text: str, *, canary: str = "") -> bytes:
    """Return a word-processing document with one paragraph for each line of the text that is not empty."""
    paragraphs = [line for line in (*text.split("\n"), canary) if line]
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in paragraphs)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MEDIA_TYPES["docx"]}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _XML + content)
    return out.getvalue()
