"""Every route, and the one right that opens it. A route that stands nowhere here does not answer."""

from dataclasses import dataclass
from typing import Literal

Subject = Literal["case", "seat", "left_seat", "cycle"]


@dataclass(frozen=True)
class Access:
    """The permission a route asks, and what it is asked on: a case, one's own seat, one that was one's own, a cycle, nothing.

    `tidies` names the fields whose text its action cleans by itself: a NUL in them is no reason to refuse them.
    A route with `files` takes in requests that are as large as files may be.
    """

    permission: str
    subject: Subject | None = None
    tidies: tuple[str, ...] = ()
    files: bool = False


PUBLIC = Access("public")


def routes() -> dict[str, Access]:
    """Return endpoint → Access for the whole board. Raises ValueError when an endpoint stands in two lists."""
    from reviewboard.web import AUDIENCES

    listed: dict[str, Access] = {"static": PUBLIC}
    for audience in AUDIENCES:
        twice = listed.keys() & audience.ROUTES.keys()
        if twice:
            raise ValueError(f"listed twice: {sorted(twice)}")
        listed |= audience.ROUTES
    return listed
