"""Photographs of the case file: a candidate of the demo asks for it on the running board, and its pages become one picture."""

import io
import time
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

COLUMNS, PAGE_WIDTH, EDGE = 5, 420, 12  # pages in a row; pixels of a page's width, and around it
MOST_BYTES = 400_000
QUALITIES = (60, 45, 30, 20)
PATIENCE = 90  # seconds


def take_case_file(page: Page, case_page: str, path: Path) -> None:
    """Ask for the whole file on a case's page of files, wait until it is made, and lay its pages out into path.

    Raises TimeoutError when none is made, ValueError when the picture is too large.
    """
    page.goto(case_page)
    page.locator("section", has=page.locator("#variant-whole")).locator("button").first.click()
    ends = time.monotonic() + PATIENCE
    while not page.locator("#made a.button").count():
        if time.monotonic() > ends:
            raise TimeoutError(case_page)
        page.wait_for_timeout(1000)
        page.goto(case_page)
    href = page.locator("#made a.button").first.get_attribute("href") or ""
    path.write_bytes(_laid_out(page.request.get(href).body(), path.name))
    print(path)  # noqa: T201


def _laid_out(content: bytes, name: str) -> bytes:
    pdf = pypdfium2.PdfDocument(content)
    try:
        pages = [one.render(scale=PAGE_WIDTH / one.get_width()).to_pil() for one in pdf]
    finally:
        pdf.close()
    width, height = pages[0].width + EDGE, pages[0].height + EDGE
    sheet = Image.new("RGB", (COLUMNS * width + EDGE, -(-len(pages) // COLUMNS) * height + EDGE), "#d9d4c8")
    for place, one in enumerate(pages):
        sheet.paste(one, (EDGE + place % COLUMNS * width, EDGE + place // COLUMNS * height))
    for quality in QUALITIES:
        written = io.BytesIO()
        sheet.save(written, "WEBP", quality=quality, method=6)
        if len(written.getvalue()) <= MOST_BYTES:
            return written.getvalue()
    raise ValueError(f"{name} has more than {MOST_BYTES} bytes")
