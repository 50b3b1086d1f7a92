"""A real headless Chromium on a real running board that holds the demo cycle."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from reviewboard.demo.people import DOMAIN, PASSWORD
from tests.live import LiveBoard

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# the same engine without a window's machinery takes half the processor
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PATIENCE = 15_000  # milliseconds


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, or the one Playwright brought where there is none."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    yield browser
    browser.close()


# What the browser and htmx log of an answer that refuses, and of none on a cut line: the journey itself looks at that.
ANSWERS = (
    "Failed to load resource", "Response Status Error Code", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort",
)  # fmt: skip


def _complains(said: ConsoleMessage) -> bool:
    """Whether the browser logs an error of the page's own."""
    return said.type == "error" and not said.text.startswith(ANSWERS)


@pytest.fixture
def open_browser(chromium: Browser, board: LiveBoard) -> Iterator[Callable[..., Page]]:
    """Opens a page of a browser of its own: language, width, with or without script, light or dark.

    Whatever the browser complains of on the way, in a script or of the page's policy, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(*, language: str = "en", width: int = 1280, script: bool = True, theme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=board.address, locale={"fr": "fr-CA", "en": "en-CA"}[language], java_script_enabled=script,
            viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a browser, signs a demo person in by the form (the part of their address before the @), in a language."""

    def enter(key: str, **how: object) -> Page:
        page = open_browser(**how)
        page.goto("/sign-in")
        page.fill("[name=email]", f"{key}@{DOMAIN}")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)
        wanted = how.get("language", "en")
        if page.locator("html").get_attribute("lang") != wanted:
            page.click(f"button[name=language][value={wanted}]")
            page.wait_for_selector(f"html[lang={wanted}]")
        return page

    return enter


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The empty board of this test on a port, under a name: a number gets no passkey."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(kept, base_url=f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app.extensions["settings"].base_url
    server.shutdown()
    thread.join()
    app.extensions["settings"] = kept
