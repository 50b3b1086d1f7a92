"""Honest files of every kind that the board takes, as people make them: in both languages, short and long, odd and plain."""

import io
from collections.abc import Callable, Iterator
from functools import partial

from PIL import Image

from reviewboard.sample.files import docx, pdf
from tests.previewer import samples

TEXTS = ("Compte rendu de la réunion du 3 mars.", "Minutes: we agreed on a joint list.", "« Merci » — à l’équipe, 5 ≤ 7.",
         "日本語, العربية, עברית", "1 < 2 && 3 > 2; a <b> c </b> is no page", "Ligne 1\nLigne 2\n\tretrait\r\nfin")  # fmt: skip
MODES = ("RGB", "L", "RGBA", "P", "1")
SIZES = ((1, 1), (40, 30), (1200, 800), (30, 2500))


def benign() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name each file is sent under, and what makes it. No two hold the same bytes."""
    for number, text in enumerate(TEXTS):
        yield f"note {number}.txt", partial(str.encode, text)
        yield f"compte rendu {number}.pdf", partial(pdf, text)
        yield f"lettre {number}.docx", partial(docx, text)
    yield "long.txt", partial(bytes, b"A line of an honest text.\n" * 20_000)
    yield "long.docx", lambda: docx("A long letter.\n" * 3000)
    for number in (2, 5, 30):
        yield f"{number} pages.pdf", partial(samples.pages, number)
    yield "liens.pdf", samples.linked
    yield "tableau.xlsx", samples.workbook
    yield "diapositives.pptx", samples.presentation
    yield "photo.jpg", samples.photo
    yield "photo.JPEG", partial(samples.photo, quality=30)
    for mode in MODES:
        for width, height in SIZES:
            yield f"{mode} {width} × {height}.png", partial(_picture, mode, width, height, "PNG")
    for width, height in SIZES:
        yield f"{width} × {height}.jpg", partial(_picture, "RGB", width, height, "JPEG")


def _picture(mode: str, width: int, height: int, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 1).save(out, kind)
    return out.getvalue()
