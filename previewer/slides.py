"""The text of a presentation, slide by slide, in the order in which they are shown.

Source: ECMA-376 part 1, 19 (PresentationML) and 21 (DrawingML).
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from previewer.answer import Block
from previewer.package import Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}sldId"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAIN = "ppt/presentation.xml"


def presentation(package: Package) -> Iterator[Block]:
    """Yield the text of every slide as blocks."""
    targets = package.targets(MAIN)
    order = [slide.get(_ID, "") for slide in package.xml(MAIN).iter(_SLIDE)]
    for number, place in enumerate(order, start=1):
        yield ["slide", number]
        if place in targets:
            yield from _blocks(package.xml(targets[place].part))


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == _A + "p":
            if text := _text(element):
                yield ["line", text]
        elif element.tag == _A + "tr":
            yield ["row", ["\n".join(map(_text, cell.iter(_A + "p"))) for cell in element.iter(_A + "tc")]]
        else:
            yield from _blocks(element)


def _text(paragraph: Element) -> str:
    return "".join(
        part.text or "" if part.tag == _A + "t" else "\n"
        for part in paragraph.iter()
        if part.tag in (_A + "t", _A + "br")
    ).strip()
