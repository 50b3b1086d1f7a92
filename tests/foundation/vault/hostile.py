"""Files that somebody might send to do harm, or by mistake: each makes itself, and says why it is refused."""

import io
import struct
import zipfile
import zlib

from reviewboard.foundation.vault.reasons import Reason

TYPES = "[Content_Types].xml"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
WORD = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"


def png(width=1, height=1, *, words=b""):
    """A picture of one pixel, whatever its header says; `words` go into a text chunk."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + words) if words else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def jpeg(width=1, height=1, *, words=b""):
    """A picture by its markers, whatever its measures; `words` go into a comment."""

    def segment(marker, body):
        return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body

    comment = segment(0xFE, words) if words else b""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\1\0\0\1\0\1\0\0") + comment + frame + scan + b"\x12\x34\xff\xd9"


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """An archive of parts by name; two parts may bear one name, and none is judged."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in parts:
            made.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return file.getvalue()


def office(*parts, main=WORD, types="<Types/>"):
    """An Office file with more parts, each a name or (name, content)."""
    more = [(part, "<x/>") if isinstance(part, str) else part for part in parts]
    return archive([(TYPES, types), (main, "<x/>"), *more])


def pointing(kind, target="https://example.org/x", mode='TargetMode="External"'):
    """A letter with one relationship."""
    relation = f'<Relationship Id="r1" Type="http://schemas.example.org/{kind}" Target="{target}" {mode}/>'
    return office((RELS, f"<Relationships>{relation}</Relationships>"))


def lying(content, *, declared):
    """A letter whose second part says that it is of another size than it is."""
    whole = bytearray(office(("word/media/image1.xml", content)))
    check = zlib.crc32(content[:declared])
    for sign, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        place = -1
        for _ in range(3):  # types, main part, then this one
            place = whole.index(sign, place + 1)
        struct.pack_into("<I", whole, place + at, check)
        struct.pack_into("<I", whole, place + at + 8, declared)
    return bytes(whole)


def renamed_within(name, wanted):
    """A letter one of whose parts bears a name that no library would write."""
    return office(name).replace(name.encode(), wanted)


def compound(*names):
    """The container of Office before 2007, with names in its directory."""
    return COMPOUND + b"\0" * 504 + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


def marked(content):
    """The same archive with the sign of encryption on its last part."""
    whole = bytearray(content)
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


ZEROS = b"\0" * (40 * 1024 * 1024)

HOSTILE = {
    "nothing at all": ("empty.txt", lambda: b"", Reason.EMPTY),
    "a name without an ending": ("minutes", lambda: PDF, Reason.KIND),
    "a program": ("minutes.pdf.exe", lambda: PDF, Reason.KIND),
    "an archive": ("files.zip", lambda: office(), Reason.KIND),
    "a picture of another kind": ("picture.gif", lambda: b"GIF89a" + b"\0" * 40, Reason.KIND),
    "a page": ("page.html", lambda: PAGE, Reason.PAGE),
    "a page called a text": ("page.txt", lambda: b"\xef\xbb\xbf <!-- x -->" + PAGE, Reason.PAGE),
    "a page called a PDF": ("page.pdf", lambda: PAGE, Reason.PAGE),
    "a drawing with a script": ("a.svg", lambda: b"<svg xmlns='x'><script>1</script></svg>", Reason.PAGE),
    "a drawing called a text": ("a.txt", lambda: b"<?xml version='1.0'?>\n<svg onload='x'/>", Reason.PAGE),
    "a PDF called a picture": ("minutes.png", lambda: PDF, Reason.NOT_ITS_NAME),
    "a program called a PDF": ("program.pdf", lambda: b"MZ" + b"\0" * 200, Reason.NOT_ITS_NAME),
    "a program called a text": ("program.txt", lambda: b"MZ\x90\x00" + b"\0" * 200, Reason.NOT_ITS_NAME),
    "a text called a PDF": ("letter.pdf", lambda: b"plain words, no PDF", Reason.NOT_ITS_NAME),
    "a PDF called a text": ("letter.txt", lambda: PDF, Reason.NOT_ITS_NAME),
    "a table called a letter": ("letter.docx", lambda: office(main="xl/workbook.xml"), Reason.NOT_ITS_NAME),
    "an archive called a letter": ("letter.docx", lambda: archive([("a.txt", "x")]), Reason.NOT_ITS_NAME),
    "a letter without types": ("letter.docx", lambda: archive([(WORD, "<x/>")]), Reason.NOT_ITS_NAME),
    "two kinds in one": ("letter.docx", lambda: office("xl/workbook.xml"), Reason.NOT_ITS_NAME),
    "a PDF and an archive": ("minutes.pdf", lambda: PDF + archive([("a.class", "x")]), Reason.MIXED),
    "a PDF and a page": ("minutes.pdf", lambda: PDF + PAGE, Reason.MIXED),
    "a PNG and a page": ("photo.png", lambda: png() + PAGE, Reason.MIXED),
    "a PNG with a page in its words": ("photo.png", lambda: png(words=PAGE), Reason.MIXED),
    "a JPEG and a page": ("photo.jpg", lambda: jpeg() + PAGE, Reason.MIXED),
    "a JPEG with a page in its words": ("photo.jpg", lambda: jpeg(words=PAGE), Reason.MIXED),
    "a JPEG with a PDF in its words": ("photo.jpg", lambda: jpeg(words=PDF), Reason.MIXED),
    "a GIF and a Java archive": ("photo.png", lambda: b"GIF89a" + b"\0" * 40 + archive([("A.class", "x")]), Reason.MIXED),
    "a JPEG and a Java archive": ("photo.jpg", lambda: jpeg() + archive([("A.class", "x")]), Reason.MIXED),
    "a letter and a page": ("letter.docx", lambda: office() + PAGE, Reason.MIXED),
    "a letter that breaks off": ("letter.docx", lambda: office()[:60], Reason.DAMAGED),
    "a letter with other bytes than it says": (
        "letter.docx", lambda: archive([(TYPES, "<a/>"), (WORD, b"words")], zipfile.ZIP_STORED).replace(b"words", b"sword"),
        Reason.DAMAGED,
    ),
    "a PNG that breaks off": ("photo.png", lambda: png()[:40], Reason.DAMAGED),
    "a JPEG without measures": ("photo.jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 64, Reason.DAMAGED),
    "a JPEG of fill bytes": ("photo.jpg", lambda: b"\xff\xd8" + b"\xff" * 100_000 + jpeg()[2:], Reason.DAMAGED),
    "a picture of no size": ("photo.png", lambda: png(0, 9), Reason.DAMAGED),
    "a protected letter": ("letter.docx", lambda: compound("EncryptionInfo", "EncryptedPackage"), Reason.PROTECTED),
    "a letter with a protected part": ("letter.docx", lambda: marked(office()), Reason.PROTECTED),
    "a protected PDF": (
        "minutes.pdf", lambda: b"%PDF-1.7\ntrailer <</Root 1 0 R /Encrypt 5 0 R>>\nstartxref\n9\n%%EOF", Reason.PROTECTED,
    ),
    "a PDF protected in its middle": (
        "minutes.pdf",
        lambda: b"%PDF-1.7\n" + b" " * 100_000 + b"<</Encrypt<</V 4>>>>" + b" " * 100_000 + b"startxref\n100000\n%%EOF",
        Reason.PROTECTED,
    ),
    "a letter of before 2007": ("letter.docx", lambda: compound("WordDocument"), Reason.OLD_OFFICE),
    "a letter that may hold macros": ("letter.docm", lambda: office(), Reason.MACROS),
    "such a letter called another": (
        "letter.docx",
        lambda: office(types="<Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"),
        Reason.MACROS,
    ),
    "macros": ("letter.docx", lambda: office("word/vbaProject.bin"), Reason.MACROS),
    "macros in another place": ("letter.docx", lambda: office("custom/x/VBAproject2.BIN"), Reason.MACROS),
    "macros of an old table": ("t.xlsx", lambda: office("xl/macrosheets/sheet1.xml", main="xl/workbook.xml"), Reason.MACROS),
    "macros in a table in a letter": (
        "letter.docx",
        lambda: office(("word/embeddings/t.xlsx", office("xl/vbaProject.bin", main="xl/workbook.xml"))), Reason.MACROS,
    ),
    "a control": ("letter.docx", lambda: office("word/activeX/activeX1.xml"), Reason.ACTIVE),
    "an object of another program": (
        "letter.docx", lambda: office(("word/embeddings/oleObject1.bin", COMPOUND + b"\0" * 600)), Reason.ACTIVE,
    ),
    "an object from elsewhere": ("letter.docx", lambda: pointing("oleObject"), Reason.LINKED),
    "a template from elsewhere": ("letter.docx", lambda: pointing("attachedTemplate", "file://10.0.0.1/t"), Reason.LINKED),
    "a picture from elsewhere": ("letter.docx", lambda: pointing("image", "https://example.org/?a>b"), Reason.LINKED),
    "an object from elsewhere, in disguise": (
        "letter.docx", lambda: pointing("oleObject", mode="TargetMode = '&#69;xternal'"), Reason.LINKED,
    ),
    "an entity": ("letter.docx", lambda: office((RELS, "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")), Reason.LINKED),
    "a part that leads out": ("letter.docx", lambda: renamed_within("word/aaaa.xml", b"../../aaa.xml"), Reason.PATHS),
    "a part from the root": ("letter.docx", lambda: renamed_within("xetc/passwd", b"/etc/passwd"), Reason.PATHS),
    "a part on a drive": ("letter.docx", lambda: renamed_within("c+aaaaaa", b"c:\\aaaaa"), Reason.PATHS),
    "two parts of one name": ("letter.docx", lambda: office("WORD/document.xml"), Reason.PATHS),
    "a part with two names": (
        "letter.docx", lambda: office("word/aaaa.xml").replace(b"word/aaaa.xml", b"word/bbbb.xml", 1), Reason.PATHS,
    ),
    "a bomb": ("letter.docx", lambda: office(("word/media/a.bin", ZEROS)), Reason.SWOLLEN),
    "a bomb that tells a small size": ("letter.docx", lambda: lying(b"\0" * 100_000, declared=10), Reason.SWOLLEN),
    "a bomb in a bomb": (
        "letter.docx",
        lambda: office(("word/embeddings/a.docx", office(("word/embeddings/b.docx", office())))), Reason.SWOLLEN,
    ),
    "a bomb of many parts": ("letter.docx", lambda: office(*(f"word/{number}" for number in range(5001))), Reason.SWOLLEN),
    "pointers without an end": ("letter.docx", lambda: office((RELS, "<Relationship " * 80_000)), Reason.SWOLLEN),
    "pointers in many parts": (
        "letter.docx", lambda: office(*((f"word/_rels/{number}.rels", "<a/>" * 64_000) for number in range(5))), Reason.SWOLLEN,
    ),
    "a picture of too many pixels": ("photo.png", lambda: png(60_000, 60_000), Reason.PIXELS),
    "a JPEG of too many pixels": ("photo.jpg", lambda: jpeg(20_000, 20_000), Reason.PIXELS),
    "a strip of a picture": ("photo.png", lambda: png(40_000, 1), Reason.PIXELS),
    "a text in Windows-1252": ("note.txt", lambda: "déjà vu – « là »".encode("cp1252"), Reason.ENCODING),
    "a text in UTF-16": ("note.txt", lambda: "déjà vu".encode("utf-16"), Reason.ENCODING),
    "a text that breaks off": ("note.txt", lambda: b"a" * 70_000 + b"\xc3", Reason.ENCODING),
    "a text with a null": ("note.txt", lambda: b"words\x00words", Reason.BINARY),
}  # fmt: skip
"""What it is: (the name it is sent under, what makes its bytes, why it is refused)."""
