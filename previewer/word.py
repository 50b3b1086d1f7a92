"""The text of a Word document: headings, paragraphs and tables in their order, then the notes.

Source: ECMA-376 part 1, 17 (WordprocessingML).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from previewer.answer import Block
from previewer.package import Package
from previewer.reasons import Reason, Refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading|title|titre", re.IGNORECASE)
_RUNS = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_FETCHES = re.compile(r"\bINCLUDE(TEXT|PICTURE)\b|\bIMPORT\b", re.IGNORECASE)
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def document(package: Package) -> Iterator[Block]:
    """Yield the text of a document as blocks. Raises Refused, also for a field that runs or fetches something."""
    yield from _blocks(package.xml("word/document.xml"))
    for part in NOTES:
        if part in package.names:
            yield from _blocks(package.xml(part))


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == _W + "p":
            yield from _paragraph(element)
        elif element.tag == _W + "tbl":
            yield from (["row", [_cell(cell) for cell in _own(row, "tc")]] for row in _own(element, "tr"))
        elif element.tag != _FALLBACK:
            yield from _blocks(element)


def _paragraph(element: Element) -> Iterator[Block]:
    commands = "".join(field.text or "" for field in element.iter(_W + "instrText"))
    commands += " ".join(field.get(_W + "instr", "") for field in element.iter(_W + "fldSimple"))
    if _RUNS.search(commands):
        raise Refused(Reason.SCRIPT)
    if _FETCHES.search(commands):
        raise Refused(Reason.EXTERNAL)
    text = "".join(_said(element)).strip()
    if text:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        yield ["heading" if style is not None and _HEADING.search(style.get(_W + "val", "")) else "line", text]


def _said(element: Element) -> Iterator[str]:
    for part in element:
        if part.tag == _W + "t":
            yield part.text or ""
        elif part.tag == _W + "tab":
            yield "\t"
        elif part.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif part.tag != _FALLBACK and part.tag != _W + "pPr":
            yield from _said(part)


def _own(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row: its own, and none of a table that lies in one of them."""
    for element in parent:
        if element.tag == _W + name:
            yield element
        elif element.tag not in (_W + "tbl", _W + "tc", _FALLBACK):
            yield from _own(element, name)


def _cell(cell: Element) -> str:
    """Return what a cell says; a table within it as lines, one for each row."""
    return "\n".join("\t".join(said) if kind == "row" else str(said) for kind, said in _blocks(cell))
