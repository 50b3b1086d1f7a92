"""Walks every page that a person can reach by links: one of each kind, ids aside."""

import re
from collections import deque
from urllib.parse import urlsplit

from playwright.sync_api import Page

ID = re.compile(r"/[a-z0-9]{20}(?=/|$)")
MOST = 80
NOT_PAGES = re.compile(r"/evidence/|\.css$|\.js$|/static/|/sign-out|/template$|\.csv$")


def kind_of(path: str) -> str:
    """Return an address's kind: its path with ids taken out, and the names of its query."""
    parts = urlsplit(path)
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return ID.sub("/·", parts.path) + ("?" + "&".join(names) if names else "")


def reachable(page: Page, start: str = "/") -> list[str]:
    """Return one address of each kind that links lead to from start, in the order they were found."""
    found: dict[str, str] = {}
    waiting = deque([start])
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in found or NOT_PAGES.search(address):
            continue
        page.goto(address)
        found[kind] = address
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        for link in links:
            path = urlsplit(link)
            if not path.scheme and not path.netloc and path.path.startswith("/"):
                waiting.append(path.path + (f"?{path.query}" if path.query else ""))
    return list(found.values())
