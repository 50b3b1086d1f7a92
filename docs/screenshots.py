"""Photographs the board on a demo board of its own: contact sheets of every page, and the few pictures that README shows.

    python -m docs.screenshots                  the chosen pages and the contact sheets, into docs/screenshots
    python -m docs.screenshots --case-file      the pages of a case file alone, into docs/screenshots
    python -m docs.screenshots --all FOLDER     every page at full size: each role, language, width and theme, into FOLDER

A contact sheet holds every page of one role in one language, at one width, light or dark, each with its address.
"""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from docs.case_file import take_case_file
from docs.sheets import Picture, lay_out
from reviewboard.demo.people import DOMAIN, PASSWORD
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.crawling import OPEN_PAGES, PEOPLE, reachable, ways
from tests.live import running_board

HERE = Path(__file__).parent / "screenshots"
LANGUAGES = ("fr", "en")
WIDTHS = {"phone": 390, "wide": 1280}
HEIGHT = 860
THEMES = ("light", "dark")
MOST_BYTES = 300_000
PATIENCE = 30_000  # milliseconds
# file name without language and width: role, language, width, and the links to follow by the address they lead to. Who sits
# where is drawn anew for each board, so the first person of the role whose pages hold those links is taken.
CHOSEN = (
    ("assessor-desk", "assessor", "en", "wide", (r"^/desk/[a-z0-9]{20}$",)),
    ("candidate-example", "candidate who writes", "fr", "phone", (r"^/my/cases/[a-z0-9]{20}$", r"step=did")),
    ("panel-dispute", "lead", "en", "wide", (r"^/panel\?cycle=", r"^/panel/disputes/")),
    ("result", "candidate with a level", "en", "phone", (r"/result$",)),
    ("panel-board", "lead", "en", "wide", (r"^/panel\?cycle=", r"^/panel/disputes/", r"^/panel\?cycle=")),
    ("queue", "assessor", "fr", "wide", (r"^/desk/[a-z0-9]{20}", r"^/desk$")),
)  # fmt: skip


CASE_FILES = {"en": "candidate with a level", "fr": "candidate of another competency"}  # whose file is shown in a language


@contextmanager
def opened(browser: Browser, address: str, language: str, width: str) -> Iterator[Page]:
    """Yield a page of a browser of its own that asks for a language."""
    context = browser.new_context(
        base_url=address, viewport={"width": WIDTHS[width], "height": 844 if width == "phone" else HEIGHT},
        locale=f"{language}-CA", reduced_motion="reduce", color_scheme="light",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@contextmanager
def signed_in(browser: Browser, address: str, key: str, language: str, width: str) -> Iterator[Page]:
    """Yield a page of a demo person who has signed in and reads the board in a language."""
    with opened(browser, address, language, width) as page:
        page.goto("/sign-in")
        page.fill("[name=email]", f"{key}@{DOMAIN}")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)
        reads_in(page, language)
        yield page


def reads_in(page: Page, language: str) -> None:
    """Switch the page to a language unless it stands in it."""
    if page.locator("html").get_attribute("lang") != language:
        page.click(f"button[name=language][value={language}]")
        page.wait_for_selector(f"html[lang={language}]")


def follow(page: Page, way: tuple[str, ...]) -> bool:
    """Go from page to page by addresses like each of these in turn. Return whether the page was led to the end of the way."""
    if not way:
        return True
    for address in dict.fromkeys(ways(page.content())):
        if re.search(way[0], address):
            page.goto(address)
            if follow(page, way[1:]):
                return True
    return False


def take_chosen(browser: Browser, address: str, folder: Path) -> None:
    """Photograph what README shows. Raises ValueError when nobody has such a page or a picture is too large for it."""
    for name, role, language, width, way in CHOSEN:
        path = folder / f"{name}-{language}-{width}.png"
        if not any(_taken(browser, address, key, language, width, way, path) for key in PEOPLE[role]):
            raise ValueError(f"no {role} has links to {way}")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{path.name} has {path.stat().st_size} bytes, at most {MOST_BYTES} are wanted")
        print(path)  # noqa: T201


def _taken(
    browser: Browser, address: str, key: str, language: str, width: str, way: tuple[str, ...], path: Path
) -> bool:
    with signed_in(browser, address, key, language, width) as page:
        found = follow(page, way)
        if found:
            page.screenshot(path=path, animations="disabled")
        return found


def take_all(browser: Browser, address: str, folder: Path) -> list[Picture]:
    """Photograph the fullest page of each kind for each role in every language, width and theme. Return the pictures taken."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(browser, address, "fr", "wide") as page:
        pictures = _in_every_way(page, folder, "anybody", {kind: kind for kind in OPEN_PAGES})
    for state, people in PEOPLE.items():
        seen: set[str] = set()
        for key in people:
            with signed_in(browser, address, key, "fr", "wide") as page:
                found = {kind: pages[0] for kind, pages in reachable(page).items() if kind not in seen}
                seen.update(found)
                pictures += _in_every_way(page, folder, state, found)
        print(f"{state}: {len(seen)} pages")  # noqa: T201
    return pictures


def _in_every_way(page: Page, folder: Path, state: str, pages: dict[str, str]) -> list[Picture]:
    taken = []
    for language in LANGUAGES:
        page.goto("/")
        reads_in(page, language)
        for kind, address in pages.items():
            page.goto(address)
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                for width, pixels in WIDTHS.items():
                    page.set_viewport_size({"width": pixels, "height": HEIGHT})
                    name = re.sub(r"\W+", "-", f"{state} {kind}".replace("·", "one")).strip("-")
                    path = folder / f"{name}-{language}-{width}-{theme}.png"
                    page.screenshot(path=path, full_page=True, animations="disabled")
                    taken.append(Picture(path, state.split()[0], language, width, theme, kind))
    return taken


def take_case_files(browser: Browser, address: str, folder: Path) -> None:
    """Let a candidate of each language ask for their case file, and photograph its pages."""
    for language, role in CASE_FILES.items():
        with signed_in(browser, address, PEOPLE[role][0], language, "wide") as page:
            if not follow(page, (r"/result$", r"/case-file$")):
                raise ValueError(f"no {role} has a case file")
            take_case_file(page, page.url, folder / f"case-file-{language}.webp")


def main() -> None:
    """Start a demo board and a browser, take the pictures, stop both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="photograph every page at full size into FOLDER")
    parser.add_argument("--case-file", action="store_true", help="photograph the pages of a case file alone")
    asked = parser.parse_args()
    folder = asked.all
    with TemporaryDirectory() as data, running_board(Path(data), "screenshots", "demo") as board, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        if asked.case_file:
            take_case_files(browser, board.address, HERE)
        elif folder is not None:
            take_all(browser, board.address, folder.resolve())
        else:
            take_chosen(browser, board.address, HERE)
            take_case_files(browser, board.address, HERE)
            with TemporaryDirectory() as full_size:
                lay_out(browser, take_all(browser, board.address, Path(full_size)), HERE)
        browser.close()


if __name__ == "__main__":
    main()
