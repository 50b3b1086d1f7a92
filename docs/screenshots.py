"""Photographs the board's pages on a demo board of its own: the few that README shows, or with --all FOLDER every kind.

    python -m docs.screenshots                  the chosen pages, into docs/screenshots
    python -m docs.screenshots --all FOLDER     one page of each kind for each role, both languages, narrow and wide
"""

import argparse
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from reviewboard.demo.people import DOMAIN, PASSWORD
from tests.browser.conftest import ARGUMENTS
from tests.browser.crawling import PEOPLE, reachable, ways
from tests.live import running_board

HERE = Path(__file__).parent / "screenshots"
WIDTHS = {"phone": 390, "wide": 1280}
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


@contextmanager
def signed_in(browser: Browser, address: str, key: str, language: str, width: str) -> Iterator[Page]:
    """Yield a page of a demo person who has signed in and reads the board in a language."""
    context = browser.new_context(
        base_url=address, viewport={"width": WIDTHS[width], "height": 844 if width == "phone" else 860},
        locale=f"{language}-CA", reduced_motion="reduce", color_scheme="light",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", f"{key}@{DOMAIN}")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    if page.locator("html").get_attribute("lang") != language:
        page.click(f"button[name=language][value={language}]")
        page.wait_for_selector(f"html[lang={language}]")
    yield page
    context.close()


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


def photograph(page: Page, path: Path, *, whole: bool) -> None:
    """Photograph the page, whole or what fits the window."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=whole, animations="disabled")


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
            photograph(page, path, whole=False)
        return found


def take_all(browser: Browser, address: str, folder: Path) -> None:
    """Photograph the fullest page of each kind for each role, in both languages, narrow and wide."""
    for role, people in PEOPLE.items():
        for language in ("fr", "en"):
            taken: set[str] = set()
            for key in people:
                with signed_in(browser, address, key, language, "wide") as page:
                    for kind, pages in reachable(page).items():
                        if kind not in taken:
                            taken.add(kind)
                            page.goto(pages[0])
                            _at_each_width(page, folder, f"{role} {len(taken):02} {kind}", language)
            print(f"{role} {language}: {len(taken)} pages")  # noqa: T201


def _at_each_width(page: Page, folder: Path, title: str, language: str) -> None:
    name = re.sub(r"\W+", "-", title).strip("-")
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 860})
        photograph(page, folder / f"{name}-{language}-{width}.png", whole=True)


def main() -> None:
    """Start a demo board and a browser, take the pictures, stop both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="photograph every kind of page into FOLDER")
    folder = parser.parse_args().all
    with TemporaryDirectory() as data, running_board(Path(data), "screenshots", "demo") as board, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        if folder is None:
            take_chosen(browser, board.address, HERE)
        else:
            take_all(browser, board.address, folder)
        browser.close()


if __name__ == "__main__":
    main()
