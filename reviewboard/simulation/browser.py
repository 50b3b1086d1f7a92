"""A person's browser: keeps the session, sends forms with a key of their own, and repeats what got no answer.

A request that ended without an answer, or with a fault of the board, is sent again with the same key until it is
answered: the board must then do its work exactly once.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urljoin, urlsplit

import requests

from reviewboard.foundation.database import ID_LENGTH
from reviewboard.simulation.pages import Fields, Form, Page, read_page

TIMEOUT = 30.0  # seconds for one answer
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0  # seconds between repeats
SIGN_IN = "/sign-in"


class Unanswered(Exception):
    """The board gave no answer for as long as this person had patience."""


class Refused(Exception):
    """The board answered, and did not do what was asked. `page` is what it said.

    `repeated`: an earlier sending of the same request got no answer, so the board may have done it then.
    """

    def __init__(self, page: Page, *, repeated: bool = False) -> None:
        super().__init__(f"{page.status} at {place_of(page.address)}: {page.alert or page.text[:160]}")
        self.page, self.repeated = page, repeated


@dataclass
class Tally:
    """What one browser went through: requests, what of them had to be repeated and why, what was refused where."""

    requests: int = 0
    repeats: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)


class Browser:
    """One browser of one person. Not for two threads at a time."""

    def __init__(self, base_url: str, email: str, password: str, *, rng: Random, patience: float) -> None:
        self.base_url, self.email, self._password = base_url.rstrip("/"), email, password
        self.tally = Tally()
        self._repeated = False
        self._patience, self._rng = patience, rng
        self._session = requests.Session()
        self._session.headers["Accept"] = "text/html"

    def get(self, path: str) -> Page:
        """Return the page at a path, signing in first where the board asks who it is. Raises Refused, Unanswered."""
        page = self._ask("GET", path)
        if urlsplit(page.address).path == SIGN_IN:
            self._sign_in(page)
            page = self._ask("GET", path)
        return self._taken(page)

    def send(
        self, form: Form, answers: dict[str, str], *, to: str | None = None, lists: dict[str, list[str]] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
    ) -> Page:  # fmt: skip
        """Fill a form and send it (to another address where its button says so). Raises Refused, Unanswered."""
        fields = form.filled(answers, lists)
        if form.method == "get":
            return self._taken(self._ask("GET", form.action, query=fields))
        key = f"{self._rng.getrandbits(96):024x}"
        page = self._ask("POST", to or form.action, fields=fields, files=files, key=key)
        if urlsplit(page.address).path == SIGN_IN:
            raise Refused(page)
        return self._taken(page)

    def close(self) -> None:
        """Let go of the connections that are kept open."""
        self._session.close()

    def _sign_in(self, page: Page) -> None:
        form = page.form_to(SIGN_IN)
        if form is None:
            raise Refused(page)
        fields = form.filled({"email": self.email, "password": self._password})
        answer = self._ask("POST", form.action, fields=fields)
        if answer.status >= 400 or urlsplit(answer.address).path == SIGN_IN:
            raise Refused(answer)

    def _ask(
        self, method: str, path: str, *, fields: Fields | None = None, query: Fields | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None, key: str | None = None,
    ) -> Page:  # fmt: skip
        ends, pause, self._repeated = time.monotonic() + self._patience, FIRST_PAUSE, False
        while True:
            self.tally.requests += 1
            try:
                answer = self._session.request(
                    method, urljoin(self.base_url + "/", path), data=fields, params=query, files=files,
                    timeout=TIMEOUT, headers={"Idempotency-Key": key} if key else {},
                )  # fmt: skip
                if answer.status_code < 500:
                    return read_page(answer.url, answer.status_code, answer.text)
                problem = f"{answer.status_code} {place_of(answer.url)}"
            except requests.RequestException as fault:
                problem = f"{type(fault).__name__} {place_of(path)}"
            if time.monotonic() + pause > ends:
                raise Unanswered(problem)
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            self.tally.repeats[problem] += 1
            self._repeated = True

    def _taken(self, page: Page) -> Page:
        if page.status >= 400:
            self.tally.refusals[f"{page.status} {place_of(page.address)}"] += 1
            raise Refused(page, repeated=self._repeated)
        return page


def place_of(address: str) -> str:
    """Return the path of an address without the ids in it."""
    return "/".join(part for part in urlsplit(address).path.split("/") if len(part) != ID_LENGTH)
