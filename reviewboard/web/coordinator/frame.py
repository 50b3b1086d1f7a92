"""What the pages of one cycle share: its name and state on top, the way to its other pages, and pages by key."""

from collections.abc import Sequence
from typing import Any

from flask import g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.web.coordinator.stuck import stuck_counts, stuck_lately
from reviewboard.web.coordinator.words import counted
from reviewboard.web.door import fresh_key

PAGE = 30


def cycle_name(cycle: Any) -> str:
    """Return a cycle's name in the reader's language."""
    name: str = cycle.name_fr if str(get_locale()) == "fr" else cycle.name_en
    return name


def in_cycle(here: str, **more: Any) -> dict[str, Any]:
    """Return what a page of g.cycle is rendered with; `here` is the endpoint of the place it belongs to.

    Raises TypeError for a name of the page's own that the frame uses already.
    """
    cycle: Cycle = g.cycle
    return dict(
        cycle={
            "id": cycle.id, "name": cycle_name(cycle), "state": cycle.state, "version": cycle.version,
            "draft": cycle.state == "draft",
        },
        places=_places(cycle, here), key=fresh_key(), **more,
    )  # fmt: skip


def _places(cycle: Cycle, here: str) -> list[dict[str, Any]]:
    labels = {
        "cycle": _("Overview"),
        "people": _("People"),
        "cases": _("Cases"),
        "seats": _("Seats"),
        "assignment": _("Assignment"),
        "quality": _("Quality"),
        "requests": _("Requests"),
        "conflicts": _("Conflicts of interest"),
        "recourse": _("Recourse"),
        "retention": _("Retention"),
        "attention": _("What is stuck"),
    }
    running = cycle.state != "draft"
    listed = here in ("cycle", "attention")
    stuck = (stuck_counts(cycle.id).total if listed else stuck_lately(cycle.id)) if running else 0
    return [
        {"label": label, "href": url_for(f"coordinator.{place}", cycle_id=cycle.id), "current": place == here,
         "count": counted(stuck) if stuck and place == "attention" else None}
        for place, label in labels.items()
        if running or place in ("cycle", "people", "conflicts")
    ]  # fmt: skip


def one_page(rows: Sequence[Any]) -> tuple[Sequence[Any], Any | None]:
    """Return the first PAGE of rows (read with one more), and the last of them when there are more."""
    return rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None


def paged(endpoint: str, after: str | None, **arguments: Any) -> dict[str, str | None]:
    """Return the addresses of the page after this one (`after` is its key, None at the end) and of the first one."""
    onward = url_for(endpoint, **arguments, after=after) if after else None
    first = url_for(endpoint, **arguments) if request.args.get("after") else None
    return {"older": onward, "newer": first}


def full(moment: dict[str, Any] | None) -> str:
    """Return a prepared moment in full, with the distance beside it."""
    return _("%(date)s (%(distance)s)", date=moment["full"], distance=moment["relative"]) if moment else "–"
