"""Office files as text: the paragraphs of a document, the sheets of a workbook, the slides of a presentation."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from previewer.answer import Answer, Block
from previewer.package import Package
from previewer.sheets import workbook
from previewer.slides import presentation
from previewer.text import parts
from previewer.word import document

Read = Callable[[Package], Iterator[Block]]


def looks() -> dict[str, Callable[[BinaryIO], Answer]]:
    """Return, by ending, what looks into each kind of Office file."""
    return {"docx": _look(document), "xlsx": _look(workbook), "pptx": _look(presentation)}


def _look(read: Read) -> Callable[[BinaryIO], Answer]:
    def look(stream: BinaryIO) -> Answer:
        package = Package(stream)
        found = package.search()
        pieces, shortened = parts(read(package))
        return Answer(found=(*found, *shortened), pieces=pieces)

    return look
