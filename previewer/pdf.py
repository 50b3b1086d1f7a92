"""A PDF: first what it would do, by walking everything it reaches; then its pages as pictures, with their words."""

import io
import logging
import time
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, FileNotDecryptedError

from previewer.answer import Answer, Piece, text_piece
from previewer.limits import DRAW_FOR, EDGE, PAGE_TEXT_MOST, PAGES_MOST, PAGES_SHOWN, THUMBNAIL_EDGE
from previewer.pdf_objects import findings
from previewer.picture import as_piece
from previewer.reasons import Found, Reason, Refused

logging.disable()  # libraries quote what they read


def rehearse() -> None:
    """Look into a PDF of one empty page, so that whatever the libraries load as they go is loaded."""
    writer, empty = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.write(empty)
    empty.seek(0)
    look(empty)


def look(stream: BinaryIO) -> Answer:
    """Return the first pages of a PDF as pictures with their text. Raises Refused."""
    content = stream.read()
    found = _walked(content)
    try:
        document = pdfium.PdfDocument(content)
        pages = len(document)
    except pdfium.PdfiumError:
        raise Refused(Reason.BROKEN) from None
    if pages < 1:
        raise Refused(Reason.BROKEN)
    if pages > PAGES_MOST:
        raise Refused(Reason.TOO_MANY_PAGES)
    pieces = _drawn(document, min(pages, PAGES_SHOWN))
    shown = sum(piece.kind == "image" for piece in pieces)
    if shown < pages:
        found = (*found, Found.SHORTENED)
    return Answer(found=found, pages=pages, pieces=tuple(pieces))


def _walked(content: bytes) -> tuple[Found, ...]:
    """Return what is not shown. Raises Refused for what a PDF must not do, or when it cannot be walked to its end."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused(Reason.ENCRYPTED)
        return findings(reader)
    except (DependencyError, FileNotDecryptedError):
        raise Refused(Reason.ENCRYPTED) from None
    except (Refused, MemoryError, OSError, ImportError):
        raise
    except Exception:  # whatever a made-up file makes of the library's assumptions
        raise Refused(Reason.BROKEN) from None


def _drawn(document: pdfium.PdfDocument, most: int) -> list[Piece]:
    """Return the pages drawn in the time there is: the first always, further ones as long as there is some left."""
    began, pieces = time.process_time(), []
    for number in range(1, most + 1):
        if number > 1 and time.process_time() - began > DRAW_FOR:
            break
        try:
            page = document[number - 1]
            drawn = page.render(scale=EDGE / max(*page.get_size(), 1), may_draw_forms=False).to_pil().convert("RGB")
            words = page.get_textpage().get_text_range()[:PAGE_TEXT_MOST]
        except (pdfium.PdfiumError, ValueError):
            raise Refused(Reason.BROKEN) from None
        pieces.append(as_piece("image", number, drawn, EDGE))
        if number == 1:
            pieces.append(as_piece("thumbnail", 1, drawn, THUMBNAIL_EDGE))
        if words.strip():
            pieces.append(text_piece(number, [["line", line] for line in words.splitlines() if line.strip()]))
    return pieces
