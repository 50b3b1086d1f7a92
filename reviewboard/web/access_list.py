"""Every route, and the one right that opens it. A route that stands nowhere here does not answer."""

from dataclasses import dataclass
from typing import Literal

Subject = Literal["case", "seat", "cycle"]


@dataclass(frozen=True)
class Access:
    """The permission a route asks, and what it is asked on: a case, a seat of the person, a cycle, or nothing."""

    permission: str
    subject: Subject | None = None


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
