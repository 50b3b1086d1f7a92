"""What somebody may send who means harm, or whose browser does: forms with other values, and any route with anything."""

import re
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from random import Random
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.routing import Map

from tests.browser.crawling import OPTION, SELECT

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
CONTROL = re.compile(r"<(?:input|button|textarea)\b([^>]*)>")
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
ARGUMENT = re.compile(r"<[^>]+>")  # of a route
ID = re.compile(r"\b[a-z0-9]{20}\b")
KEPT = 400  # links, forms and ids that are remembered at once
NASTY = (
    "", " ", "\n\n", "\x00", "a\x00b", "-1", "0", "3", "1.5", "99999999999999999999", "1e309", "NaN", "true", "null", "[]",
    "{}", '{"a":', "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-11-29T25:61", "'; DROP TABLE cases; --",
    '" OR ""="', "%", "_", "\\", "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s%n%(x)s", "../../../etc/passwd",
    "\u202eabc\u202c", "e\u0301\u0301", "👩‍👩‍👧‍👦", "Ａ", "\ufeff", "z" * 20, "level", "level:9", "x" * 5_000, "é " * 40_000,
    "http://[", "//elsewhere.example/", "javascript:1",
)  # fmt: skip
HEADERS = (
    {}, {}, {}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "\"'<"}, {"Accept-Language": "x" * 300 + ";q=z"},
    {"Range": "bytes=5-1,99999999999-"}, {"If-None-Match": '"'}, {"If-Modified-Since": "never"}, {"Cookie": "board=.x.y.z"},
    {"Idempotency-Key": "\u00ff"}, {"Upload-Offset": "-9"}, {"X-Request-Id": "a\u00e9"}, {"Content-Type": "application/json"},
    {"Content-Type": "multipart/form-data"}, {"Content-Type": "multipart/form-data; boundary=\""},
)  # fmt: skip
QUERY = ("after", "before", "sort", "state", "language", "example", "step", "cycle", "page", "entries", "next", "level")
FILES = (b"", b"%PDF-1.7 no", b"PK\x03\x04", b"\x00" * 70_000)
METHODS = ("GET", "GET", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, how, and what its fields offer."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]


@dataclass
class Known:
    """What somebody has seen so far: links, forms and ids to send."""

    links: list[str] = field(default_factory=lambda: ["/"])
    forms: list[Form] = field(default_factory=list)
    ids: list[str] = field(default_factory=lambda: ["z" * 20])

    def read(self, page: str, address: str, dice: Random) -> None:
        """Learn from a page."""
        self._keep(self.links, [unescape(link) for link in LINK.findall(page)], dice)
        self._keep(self.ids, ID.findall(page), dice)
        self._keep(self.forms, [form_of(head, inside, address, dice) for head, inside in FORM.findall(page)], dice)

    def _keep(self, kept: list[Any], found: list[Any], dice: Random) -> None:
        for one in found:
            if one in kept:
                continue
            if len(kept) < KEPT:
                kept.append(one)
            else:
                kept[dice.randrange(KEPT)] = one


def form_of(head: str, inside: str, address: str, dice: Random) -> Form:
    """Return a form by its markup on the page at an address, with one option of each of its lists."""
    said = dict(ATTRIBUTE.findall(head))
    action = said.get("action") or said.get("hx-post") or said.get("hx-put") or address
    fields = [(name, unescape(told.get("value", ""))) for told in map(dict, map(ATTRIBUTE.findall, CONTROL.findall(inside)))
              if (name := told.get("name")) and name != "csrf_token"]  # fmt: skip
    fields += [(name, unescape(dice.choice(OPTION.findall(body) or [""]))) for name, body in SELECT.findall(inside)]
    return Form(unescape(action), "PUT" if "hx-put" in said else said.get("method", "post").upper(), tuple(fields))


@dataclass(frozen=True)
class Sent:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    fields: Any  # a MultiDict of the form, or bytes


def anything(known: Known, routes: Map, dice: Random, token: str) -> Sent:
    """Return something to send next: a link, a form with other values, or a route with anything."""
    chance = dice.random()
    if chance < 0.25:
        return Sent("GET", _bent(dice.choice(known.links), dice), dice.choice(HEADERS), None)
    if chance < 0.75 and known.forms:
        form = dice.choice(known.forms)
        return Sent(form.method, form.action, dice.choice(HEADERS[:6]), _filled(form, dice, token))
    rule = dice.choice(list(routes.iter_rules()))
    path = ARGUMENT.sub(lambda _found: dice.choice((*known.ids, "1", "image", "%00", "%ff%fe", "é")), rule.rule)
    strange = MultiDict({"csrf_token": token, dice.choice(NASTY)[:50]: dice.choice(NASTY)})
    body: Any = dice.choice((b"", b"{", b"\xff\xfe\x00", strange))
    return Sent(dice.choice(METHODS), path, dice.choice(HEADERS), body)


def _bent(link: str, dice: Random) -> str:
    if dice.random() < 0.6:
        return link
    value = dice.choice(("%ff", "%00", "-1", "x" * 2000, "9" * 30, *map(_quoted, NASTY[:30])))
    return f"{link}{'&' if '?' in link else '?'}{dice.choice(QUERY)}={value}"


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode()[:500])


def _filled(form: Form, dice: Random, token: str) -> Any:
    filled = MultiDict([("csrf_token", token if dice.random() < 0.97 else "no")])
    for name, value in form.fields:
        turn = dice.random()
        if turn < 0.6:
            filled.add(name, value or dice.choice(NASTY))
        elif turn < 0.9:
            filled.add(name, dice.choice(NASTY))
        elif turn < 0.95:
            filled.setlist(name, [value, dice.choice(NASTY)])
    if dice.random() < 0.1:
        filled.add(dice.choice(("over", "_key", "version", "level", "id", "role", "is_administrator")), dice.choice(NASTY))
    if "file" in filled or dice.random() < 0.03:
        filled["file"] = (BytesIO(dice.choice(FILES)), dice.choice(("a.pdf", "", "..", "x\x00.txt")))
    return filled
