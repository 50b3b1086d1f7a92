"""The visits that are measured: who makes them, to which page, and what shows that the answer is that page."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask, render_template
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from bench.boards import Board
from bench.clocks import database_clock
from reviewboard.extensions import db
from reviewboard.seeding.ground import MAIN
from reviewboard.web.access_list import Access

SEATS = 10  # of one assessor; their desks are visited in turn
WARM = 12  # visits to each page before any is measured
BARE = 20  # bare pages to one visit

Ask = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Visit:
    """A page: `ask` makes each request anew, `mark` stands in the page that is meant and in no other."""

    page: str
    app: Flask
    ask: Ask
    mark: str


@dataclass(frozen=True)
class Cost:
    """What one request takes: milliseconds of this process, of the database (None: it has no process of its own that
    could be asked), statements, bytes uncompressed."""

    page: str
    processor: float
    database: float | None
    statements: int
    size: int


def costs(board: Board, rounds: int) -> list[Cost]:
    """Return what the bare page and each page of the board cost: medians over rounds in which all take turns."""
    plan = [_bare(), _framed(board), *_visits(board)]
    for visit in plan:
        for _ in range(WARM):
            _made(visit)
    asked = {visit.page: _counted(visit) for visit in plan}
    clock = database_clock(board.app)
    spent: dict[str, list[float]] = {visit.page: [] for visit in plan}
    worked: dict[str, list[float]] = {visit.page: [] for visit in plan}
    for _ in range(rounds):
        for visit in plan:
            before = clock() if clock else 0
            spent[visit.page] += [_made(visit)[1] for _ in range(BARE if visit.page == plan[0].page else 1)]
            worked[visit.page].append((clock() if clock else 0) - before)
    return [
        Cost(
            visit.page,
            processor=1000 * median(spent[visit.page]),
            database=1000 * median(worked[visit.page]) if clock else None,
            statements=asked[visit.page],
            size=len(_made(visit)[0]),
        )
        for visit in plan
    ]


def _made(visit: Visit) -> tuple[str, float]:
    """Make one visit. Return the page and seconds of processor time. Raises AssertionError for another page."""
    environ, status = visit.ask(), list[str]()

    def start(told: str, *_headers: Any) -> Callable[[bytes], None]:
        status.append(told)
        return lambda _: None

    began = time.process_time()
    answer = visit.app.wsgi_app(environ, start)
    page = b"".join(answer)
    spent = time.process_time() - began
    if hasattr(answer, "close"):
        answer.close()
    text = page.decode()
    if status != ["200 OK"] or visit.mark not in text:
        raise AssertionError(f"{visit.page}: {status} {text[:400]}")
    return text, spent


def _counted(visit: Visit) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    if "sqlalchemy" not in visit.app.extensions:
        _made(visit)
        return 0
    with visit.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    _made(visit)
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def _bare() -> Visit:
    """A Flask page as plain as can be: one compiled template with one value in it."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({"bare.html": "<!doctype html><title>Bare</title><p>Hello {{ name }}</p>"})
    app.add_url_rule("/", "page", lambda: render_template("bare.html", name="World"))
    return Visit("bare", app, _asking("/", ""), "Hello World")


def _framed(board: Board) -> Visit:
    """The board's own empty page: a signed-in person, the gate, the layout every page has, and one line in it."""
    app = board.app
    app.extensions["access"]["framed"] = Access("account.own")
    line = '{% extends "layout/base.html" %}{% block main %}<p>Hello {{ name }}</p>{% endblock %}'
    app.jinja_loader = ChoiceLoader([DictLoader({"framed.html": line}), app.jinja_loader])  # type: ignore[list-item]
    app.add_url_rule("/framed", "framed", lambda: render_template("framed.html", name="World"))
    assessor = _signed_in(app, _busiest(board.sown)[0])
    return Visit("framed", app, _asking("/framed", assessor), "Hello World")


def _visits(board: Board) -> Iterator[Visit]:
    app, sown = board.app, board.sown
    cycle = sown["cycles"][MAIN]
    assessor, seats = _busiest(sown)
    signed = {role: _signed_in(app, account) for role, account in (
        ("assessor", assessor), ("lead", sown["accounts"]["lead"][0]["id"]),
        ("coordinator", sown["accounts"]["coordinator"][0]["id"]),
    )}  # fmt: skip
    yield Visit("queue", app, _asking("/desk", signed["assessor"]), "data-shortcut-rows")
    yield Visit("rating form", app, _in_turn([_asking(f"/desk/{seat}", signed["assessor"]) for seat in seats]), 'id="rating"')
    yield Visit("autosave", app, _in_turn([_saving(app, seat, signed["assessor"]) for seat in seats]), "save-saved")
    yield Visit("board", app, _asking(f"/panel?cycle={cycle}", signed["lead"]), "stage-line")
    yield Visit("overview", app, _asking(f"/cycles/{cycle}", signed["coordinator"]), "stage-line")


def _busiest(sown: dict[str, Any]) -> tuple[str, list[str]]:
    """Return who has most to rate, and some of their seats whose text is open."""
    desks: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for case in sown["states"]["rating"]:
        for seat in case["seats"]:
            if seat["live"] and not seat["sealed"]:
                waiting[seat["assessor"]] = waiting.get(seat["assessor"], 0) + 1
                if seat["cleared"] and len(case["examples"]) == 1:
                    desks.setdefault(seat["assessor"], []).append(seat["id"])
    busiest = max(desks, key=lambda who: (len(desks[who]) >= SEATS, waiting[who]))
    return busiest, desks[busiest][:SEATS]


def _signed_in(app: Flask, account_id: str) -> str:
    """Return the cookie of a browser that this person is signed in with."""
    from datetime import UTC, datetime

    from reviewboard.foundation.database import transaction
    from reviewboard.foundation.people.sessions import begin_session
    from reviewboard.foundation.people.tables import Account

    with app.app_context(), transaction():
        token = begin_session(db.session.get_one(Account, account_id), now=datetime.now(UTC))
    with app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        client.get("/account")
        if (cookie := client.get_cookie("board")) is None:
            raise LookupError("nobody is signed in")
    return f"board={cookie.value}"


def _asking(address: str, cookie: str) -> Ask:
    path, _sign, query = address.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers=[("Cookie", cookie)]).get_environ()
    return lambda: dict(environ)


def _saving(app: Flask, seat: str, cookie: str) -> Ask:
    """Save a desk's form as htmx does, some words longer each time."""
    desk = Visit("desk", app, _asking(f"/desk/{seat}", cookie), 'id="rating"')
    page, numbers = _made(desk)[0], count(1)
    version = int(re.search(r'name="version" value="(\d+)"', page)[1])  # type: ignore[index]
    token = re.search(r'"X-CSRFToken": "([^"]+)"', page)[1]  # type: ignore[index]
    environ = EnvironBuilder(
        path=f"/desk/{seat}/draft", method="POST", content_type="application/x-www-form-urlencoded",
        headers=[("Cookie", cookie), ("HX-Request", "true"), ("X-CSRFToken", token)],
    ).get_environ()  # fmt: skip

    def ask() -> dict[str, Any]:
        nth = next(numbers)
        body = urlencode({
            "in_scope": "yes", "dimension-effort-level": "2", "dimension-effort-reasons": f"Words that were typed {nth}.",
            "outcome": "level:2", "reasons": "The contact was sought out on purpose and is kept up. " * 4 + str(nth),
            "why_not_above": "No network for future issues is shown.", "version": str(version + nth - 1),
        }).encode()  # fmt: skip
        return {**environ, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
                "HTTP_IDEMPOTENCY_KEY": f"{seat}-{version}-{nth}"}  # fmt: skip

    return ask


def _in_turn(asks: list[Ask]) -> Ask:
    turns = count()
    return lambda: asks[next(turns) % len(asks)]()
