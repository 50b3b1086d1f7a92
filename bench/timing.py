"""Does the time of an answer tell what its words do not? Of sign-in with an address that is known or not, and of ids that are
somebody else's or nobody's.

    python -m bench.timing [--tries N] [--folder FOLDER]

It starts a whole board of its own, seeded, and asks it over HTTP, of either kind in random turns: N known addresses with a
wrong password and N unknown ones, N ids of what is not the asker's and N that never were. The area under the curve says how
well the times alone tell the two kinds apart: 0.5 is a coin, 1.0 is certainty. It returns 1 where one is above 0.55.
Not a test of the usual run: a busy machine blurs every difference, so look at it on a quiet one.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode, urlsplit

from tests.live import running_board

MOST = 0.55
CASES, ASSESSORS, SEED = 240, 12, 4
PER_ADDRESS, PER_SOURCE = 9, 50  # wrong passwords: below what the board's throttles allow
Ask = Callable[[], float]


class Browser:
    """A connection of its own from an address of its own, with its cookies."""

    def __init__(self, address: str, source: str) -> None:
        where = urlsplit(address)
        self._connection = HTTPConnection(where.hostname or "", where.port, timeout=60, source_address=(source, 0))
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, float]:
        """Return status, body and the seconds that an answer took."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = urlencode(fields) if fields is not None else None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request("GET" if fields is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        took = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, said.decode("utf-8", "replace"), took

    def token(self) -> str:
        """Return a form's token for this browser."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("/sign-in")[1])
        if found is None:
            raise LookupError("no form")
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        """Sign in. Raises LookupError when that is refused."""
        status, _body, _took = self.ask("/sign-in", {"csrf_token": self.token(), "email": email, "password": password})
        if status != 302:
            raise LookupError(f"{email}: {status}")


def area(first: list[float], second: list[float]) -> float:
    """Return how well the times tell the two kinds apart: the area under the curve, whichever of the two is slower.

    The chance that one of `first` is greater than one of `second`, ties counted as a half (Mann and Whitney).
    """
    ranked = sorted([(seconds, 1) for seconds in first] + [(seconds, 0) for seconds in second])
    below = wins = 0
    for _seconds, kind in ranked:
        below += kind == 0
        wins += below if kind else 0
    found = wins / (len(first) * len(second))
    return max(found, 1 - found)


def in_turns(tries: int, one: Iterator[Ask], other: Iterator[Ask]) -> tuple[list[float], list[float]]:
    """Return the seconds of either kind, asked in random turns."""
    chance = Random(1)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(tries):
        turn = [0, 1]
        chance.shuffle(turn)
        for kind in turn:
            times[kind].append(next((one, other)[kind])())
    return times


def signing_in(address: str, emails: list[str]) -> tuple[Iterator[Ask], Iterator[Ask]]:
    """Return tries to sign in at known addresses, and at unknown ones of the same lengths; sources change in time."""
    numbers = count()
    browsers: dict[str, tuple[Browser, str]] = {}

    def tries(addresses: list[str]) -> Iterator[Ask]:
        for email in (email for email in addresses for _ in range(PER_ADDRESS)):
            yield partial(wrong, email)

    def wrong(email: str) -> float:
        source = f"127.0.1.{1 + next(numbers) // PER_SOURCE}"
        if source not in browsers:
            browser = Browser(address, source)
            browsers[source] = browser, browser.token()
        browser, token = browsers[source]
        fields = {"csrf_token": token, "email": email, "password": "not the password at all"}
        status, _body, took = browser.ask("/sign-in", fields)
        if status != 422:
            raise LookupError(f"{status} for {email} from {source}")
        return took

    return tries(emails), tries([email[::-1].replace("@", "a") + "@x.org" for email in emails])


def ids(address: str, sown: dict[str, object]) -> tuple[Iterator[Ask], Iterator[Ask]]:
    """Return asking for what is somebody else's, and for what never was, in the same places by the same people."""
    states: dict[str, list[dict[str, object]]] = sown["states"]  # type: ignore[assignment]
    accounts: dict[str, list[dict[str, str]]] = sown["accounts"]  # type: ignore[assignment]
    password, chance = str(sown["password"]), Random(2)
    cases = [str(one["case"]) for state in ("rating", "discussion", "dispute", "released") for one in states[state]]
    seats = [str(seat["id"]) for one in states["rating"] for seat in one["seats"] if seat["live"]]  # type: ignore[attr-defined]
    people = {"candidate": accounts["candidate"][0], "assessor": accounts["lapsed"][0], "auditor": accounts["administrator"][0]}
    asked = {
        "candidate": (("/my/cases/{}", cases), ("/my/cases/{}/result", cases), ("/my/cases/{}/receipt.json", cases)),
        "assessor": (("/desk/{}", seats), ("/desk/rooms/{}", cases), ("/desk/{}/conflict", seats)),
        "auditor": (("/panel/cases/{}", cases), ("/coordination/cases/{}", cases)),
    }
    browsers = {}
    for number, (who, person) in enumerate(people.items(), start=1):
        browsers[who] = Browser(address, f"127.0.2.{number}")
        browsers[who].sign_in(person["email"], password)
    own = {str(one["case"]) for found in states.values() for one in found if one["candidate"] == people["candidate"]["id"]}
    plan = [(who, path, [one for one in there if one not in own]) for who, ways in asked.items() for path, there in ways]

    def tries(*, known: bool) -> Iterator[Ask]:
        for who, path, there in cycle(plan):
            named = chance.choice(there)
            never = "".join(chance.choices("abcdefghjkmnpqrstvwxyz0123456789", k=len(named)))
            yield partial(refused, who, path.format(named if known else never))

    def refused(who: str, path: str) -> float:
        status, _body, took = browsers[who].ask(path)
        if status != 404:
            raise LookupError(f"{status} at {path}")
        return took

    return tries(known=True), tries(known=False)


def main(arguments: list[str]) -> int:
    """Measure and print; return 1 where the times of two kinds differ more than they may."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tries", type=int, default=1000, help="of either kind")
    chosen = asked.parse_args(arguments)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "sown.json"
        seed = ("seed", "--cases", str(CASES), "--assessors", str(ASSESSORS), "--seed", str(SEED), "--json", str(told))
        with running_board(Path(folder), "timing", *seed) as board:
            sown = json.loads(told.read_text("utf-8"))
            emails = [person["email"] for people in sown["accounts"].values() for person in people]
            for name, kinds in (("foreign id", ids(board.address, sown)), ("sign-in", signing_in(board.address, emails))):
                known, unknown = in_turns(chosen.tries, *kinds)
                found[name] = area(known, unknown)
                medians = f"medians {1000 * median(known):.1f} and {1000 * median(unknown):.1f} ms"
                print(f"{name}: {len(known):,} + {len(unknown):,}, {medians}, area {found[name]:.3f}", flush=True)
    return int(any(one > MOST for one in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
