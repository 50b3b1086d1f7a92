"""What files say beside what they show, who made them and where, is in the file that was sent and in nothing a rater gets."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf.generic import NameObject, StreamObject

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.vault.kinds import ENDINGS
from reviewboard.sample.files import docx
from reviewboard.stages.submission.tables import Case, EvidencePreview
from tests.previewer.samples import presentation, with_parts, workbook, written
from tests.web.test_evidence_pages import TYPES, Held, reached, unpacked

CORE = ("<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:creator>{}</dc:creator>"
        "<cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>")  # fmt: skip


def canary(place: str) -> str:
    """Return a word that stands in one place of one file alone."""
    return f"CNRY{place}{zlib.crc32(place.encode()):08x}"


def photo() -> bytes:
    """A JPEG with author, owner, camera, place on earth, comment and XMP."""
    exif = Image.Exif()
    exif[0x013B], exif[0x010F] = canary("artist"), canary("maker")
    exif.get_ifd(0x8769).update({0xA430: canary("owner"), 0xA431: canary("serial")})
    place = {1: "N", 2: (45.0, 25.0, 15.0), 3: "W", 4: (75.0, 41.0, 24.0), 28: canary("area").encode()}
    exif.get_ifd(0x8825).update(place)
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(
        out, "JPEG", exif=exif, comment=canary("comment").encode(), xmp=f"<x:xmpmeta>{canary('xmp')}</x:xmpmeta>".encode()
    )
    return out.getvalue()


def drawing() -> bytes:
    """A PNG with words beside its picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    words = b"Author\0" + canary("pngauthor").encode()
    chunk = struct.pack(">I", len(words)) + b"tEXt" + words + struct.pack(">I", zlib.crc32(b"tEXt" + words))
    return out.getvalue()[:33] + chunk + out.getvalue()[33:]


def minutes() -> bytes:
    """A PDF with information and XMP."""

    def tell(writer):
        writer.add_metadata({"/Author": canary("pdfauthor"), "/Creator": canary("pdfprogram")})
        xmp = StreamObject()
        xmp.set_data(f"<rdf:li>{canary('pdfxmp')}</rdf:li>".encode())
        xmp.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)

    return written(tell, "Minutes of a meeting")


def letter() -> bytes:
    """A letter with author, last editor, company, a comment, a tracked change and an XML part of somebody's own."""
    change = f'<w:p><w:ins w:author="{canary("reviser")}"><w:r><w:t>Shown words</w:t></w:r></w:ins></w:p>'
    body = re.sub(rb"<w:body>", b"<w:body>" + change.encode(), part_of(docx("A letter"), "word/document.xml"))
    return with_parts(
        docx("A letter"),
        word__document_dot_xml=body,
        docProps__core_dot_xml=CORE.format(canary("docauthor"), canary("doceditor")),
        docProps__app_dot_xml=f"<Properties><Company>{canary('company')}</Company></Properties>",
        word__comments_dot_xml=f'<w:comments xmlns:w="w"><w:comment w:author="{canary("commenter")}"/></w:comments>',
        customXml__item1_dot_xml=f"<a>{canary('custom')}</a>",
    )


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


FILES: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "jpg": (photo, ("artist", "maker", "owner", "serial", "area", "comment", "xmp")),
    "png": (drawing, ("pngauthor",)),
    "pdf": (minutes, ("pdfauthor", "pdfprogram", "pdfxmp")),
    "docx": (letter, ("docauthor", "doceditor", "company", "commenter", "reviser", "custom")),
    "xlsx": (lambda: with_parts(workbook(), docProps__core_dot_xml=CORE.format(canary("sheetauthor"), canary("sheeteditor"))),
             ("sheetauthor", "sheeteditor")),
    "pptx": (lambda: with_parts(presentation(), ppt__commentAuthors_dot_xml=f"<a name='{canary('slidecommenter')}'/>",
                                docProps__core_dot_xml=CORE.format(canary("slideauthor"), canary("slideeditor"))),
             ("slideauthor", "slideeditor", "slidecommenter")),
}  # fmt: skip


@pytest.fixture
def held(build):
    return Held(build)


def _holds(content: bytes, word: str) -> bool:
    return any(word.encode() in part for part in (content, *unpacked(content)))


def test_what_files_tell_of_their_makers_is_in_the_original_and_reaches_no_rater_and_no_lead(held, build, visit, monkeypatch):
    for ending in ("png", "docx", "pptx"):
        monkeypatch.setitem(TYPES, ending, ENDINGS[ending])
    sent = {ending: make() for ending, (make, _places) in FILES.items()}
    asked = [(ending, place) for ending, (_make, places) in FILES.items() for place in places]
    assert [one for one in asked if not _holds(sent[one[0]], canary(one[1]))] == []  # each datum is there
    assert Image.open(io.BytesIO(sent["jpg"])).getexif().get_ifd(0x8825)[2] == (45.0, 25.0, 15.0)
    files = {ending: held.add(ending, content) for ending, content in sent.items()}

    rater, lead = visit(held.seat.assessor_id), visit(build.someone(held.work.cycle_id, Role.LEAD))
    got = {ending: reached(rater, held.desk, file_id) for ending, file_id in files.items()}

    def disputed():
        found = db.session.get_one(Case, held.case_id)
        found.both_sealed_at = found.disputed_at = build.now

    build.do(disputed)
    for ending, file_id in files.items():
        got[ending] += reached(lead, f"/panel/disputes/{held.case_id}", file_id)
    for ending, answers in got.items():
        assert (ending, [status for status, _body in answers[::5]]) == (ending, [404, 404])  # the file itself
        assert (ending, [status for status, _body in answers[1::5]]) == (ending, [200, 200])  # its page
    bodies = b"".join(body for answers in got.values() for _status, body in answers)
    assert [word for word in (b"CNRY", b"Exif", b"GPS", b"xmpmeta") if word in bodies] == []
    assert b"Shown words" in bodies
    excerpts = build.read(lambda: [one.excerpt for one in db.session.query(EvidencePreview)])
    assert ([one for one in excerpts if "CNRY" in one], len(excerpts) > len(files)) == ([], True)

    own = visit(held.work.case(held.case_id).candidate_id)
    for ending, file_id in files.items():
        answer = own.get(f"/my/cases/{held.case_id}/evidence/{file_id}")
        assert (ending, answer.data == sent[ending]) == (ending, True)  # sealed as it came
        answer.close()
