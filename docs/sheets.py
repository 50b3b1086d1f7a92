"""Contact sheets: the pages of one role in one language, width and theme, each thumbnail with its address; many on several."""

import base64
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

COLUMNS = {"wide": (4, 480), "phone": (8, 234)}  # thumbnails in a row, and the pixels each is wide
TALLEST = 1.15, 2.4  # how tall a thumbnail may be for its width, wide and phone; what is below is cut
MOST_PAGES = 32  # on one sheet
MOST_BYTES = 300_000
QUALITIES = (60, 45, 30, 20, 10)
STYLE = """
body { margin: 0; padding: 24px; background: #d9d4c8; color: #1c1a16; font: 15px/1.3 sans-serif; }
h1 { margin: 0 0 16px; font: 26px serif; }
main { display: grid; gap: 20px 16px; align-items: start; }
figure { margin: 0; }
figcaption { margin-bottom: 4px; overflow-wrap: anywhere; }
div { overflow: hidden; border: 1px solid #857a66; }
img { display: block; width: 100%; }
"""


class Picture(NamedTuple):
    """One photograph: the file, whose page it is, how it was taken, and the kind of page."""

    path: Path
    role: str
    language: str
    width: str
    theme: str
    kind: str


def lay_out(browser: Browser, pictures: list[Picture], folder: Path) -> None:
    """Write the sheets of each role, language, width and theme into the folder, each under MOST_BYTES, and name them."""
    groups: dict[str, list[Picture]] = defaultdict(list)
    for picture in pictures:
        groups[f"{picture.role}-{picture.language}-{picture.width}-{picture.theme}"].append(picture)
    for name, group in groups.items():
        for first in range(0, len(group), MOST_PAGES):
            part, number = group[first : first + MOST_PAGES], first // MOST_PAGES + 1
            path = folder / f"all-{name}{f'-{number}' if number > 1 else ''}.webp"
            path.write_bytes(_photographed(browser, name, part))
            print(f"{path}: {len(part)} pages")  # noqa: T201


def _photographed(browser: Browser, title: str, group: list[Picture]) -> bytes:
    columns, pixels = COLUMNS[group[0].width]
    page = browser.new_page(viewport={"width": columns * (pixels + 16) + 48, "height": 600})
    source = group[0].path.with_name(f"{title}.html")
    source.write_text(_document(title, group), "utf-8")
    page.goto(source.as_uri())
    session = page.context.new_cdp_session(page)
    try:
        for quality in QUALITIES:
            asked = {"format": "webp", "quality": quality, "captureBeyondViewport": True}
            body = base64.b64decode(session.send("Page.captureScreenshot", asked)["data"])
            if len(body) <= MOST_BYTES:
                return body
    finally:
        page.close()
    raise ValueError(f"{title} has {len(body)} bytes, at most {MOST_BYTES} are wanted")


def _document(title: str, group: list[Picture]) -> str:
    columns, pixels = COLUMNS[group[0].width]
    tallest = round(pixels * TALLEST[group[0].width == "phone"])
    figures = "".join(
        f'<figure><figcaption>{escape(one.kind)}</figcaption><div style="max-height: {tallest}px">'
        f'<img src="{escape(one.path.name)}" alt=""></div></figure>'
        for one in group
    )
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}main {{ grid-template-columns: repeat({columns}, {pixels}px); }}'
        f"</style><h1>{escape(title)}</h1><main>{figures}</main>"
    )
