"""The queue: what waits for this assessor, due soonest first, and the one to go on with.

Query fields: `state` (to_rate, to_open, drafting, sealed), `language` (fr, en), `sort` (due, oldest), `after` (a key).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import format_timedelta

from reviewboard.stages.assignment.own_figures import OwnFigures, own_figures
from reviewboard.stages.assignment.queries import (
    COUNTED,
    Figures,
    Key,
    Listing,
    desk_page,
    discussions,
    figures,
    next_to_rate,
)
from reviewboard.stages.workflow import SEATS
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.talks import language_word, talks
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext

ANY_SEAT = "SEAT"  # no id holds a capital letter
KEPT = ("state", "language", "sort")  # the query fields that say what of the queue is worked through
CARRYING = frozenset(
    f"assessor.{page}"
    for page in ("conflict", "declare", "recuse_form", "rate", "neighbour", "save", "cite", "uncite", "review", "seal")
)
TALKS = 10  # discussions beside the queue; the others have a page of their own
Desks = dict[bool, str]


@dataclass(frozen=True)
class Wish:
    """What of the queue is asked for; anything unknown in the address counts as not asked."""

    listing: Listing
    language: str | None
    oldest: bool
    after: Key | None


@blueprint.get("/desk")
def queue() -> str:
    """Show one page of the person's own queue."""
    wish, account_id = _wish(request.args), me().account_id or ""
    page = desk_page(account_id, listing=wish.listing, language=wish.language, oldest=wish.oldest, after=wish.after)
    mine, desks = figures(account_id), _desks()
    found = discussions(account_id, limit=TALKS + 1)
    return render_template(
        "assessor/queue.html",
        wish=wish,
        sentence=_sentence(mine),
        onward=_onward(mine, desks),
        own=[_own(one) for one in own_figures(account_id)],
        talks=talks(found[:TALKS]),
        more_talks=len(found) > TALKS,
        columns=_columns(wish),
        rows=[_row(row, wish, desks) for row in page.rows],
        older=_address(after=to_key(*page.onward)) if page.onward else None,
        newer=_address(after=None) if wish.after else None,
    )


@blueprint.url_defaults
def _carry_filter(endpoint: str, values: dict[str, Any]) -> None:
    """The addresses on the way of one rating keep the filter of the queue it began in, so that a seal leads on in it."""
    if endpoint in CARRYING and request.blueprint == blueprint.name and _wish(request.args).listing is not Listing.SEALED:
        values |= {name: text for name, text in _filter().items() if name not in values}


def _filter() -> dict[str, str]:
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def next_of_filter(account_id: str) -> tuple[Any | None, bool]:
    """Return the seat to rate next (id, cleared_at) of what the address says the queue was filtered for, else of all, or
    None; and whether the filter was left for it."""
    if not _filter():
        return next_to_rate(account_id), False
    wish = _wish(request.args)
    page = desk_page(account_id, listing=wish.listing, language=wish.language, oldest=wish.oldest)
    return (page.rows[0], False) if page.rows else (next_to_rate(account_id), True)


def _wish(asked: Mapping[str, str]) -> Wish:
    language = asked.get("language")
    state, after = asked.get("state", ""), from_key(asked.get("after"))
    return Wish(
        listing=Listing(state) if state in set(Listing) else Listing.TO_RATE,
        language=language if language in ("fr", "en") else None,
        oldest=asked.get("sort") == "oldest",
        after=Key(*after) if after else None,
    )


def _address(**changes: str | None) -> str:
    asked: dict[str, Any] = {name: value for name, value in (_filter() | changes).items() if value}
    return url_for("assessor.queue", **asked)


def _counted(number: int) -> str:
    return f"{COUNTED}+" if number >= COUNTED else str(number)


def _sentence(mine: Figures) -> str:
    if mine.next is None:
        return _("Nothing waits for you.")
    due = moment(mine.next.due_at) or {}
    if due["late"]:
        return ngettext("%(count)s case to rate; it is late.", "%(count)s cases to rate; the first is late.",
                        mine.to_rate, count=_counted(mine.to_rate))  # fmt: skip
    return ngettext("%(count)s case to rate, due %(when)s.", "%(count)s cases to rate; the next is due %(when)s.",
                    mine.to_rate, count=_counted(mine.to_rate), when=due["relative"])  # fmt: skip


def _onward(mine: Figures, desks: Desks) -> dict[str, str] | None:
    if mine.next is None:
        return None
    return {"reference": mine.next.reference, "href": _desk_of(mine.next, desks)}


def _desks() -> Desks:
    """Return the addresses of a desk, by whether its conflict check is done, with ANY_SEAT in the place of its seat."""
    return {done: url_for(f"assessor.{page}", seat_id=ANY_SEAT) for done, page in ((True, "rate"), (False, "conflict"))}


def _desk_of(row: Any, desks: Desks) -> str:
    """The text opens only after the conflict check, so an unanswered one comes first."""
    return desks[row.cleared_at is not None].replace(ANY_SEAT, row.id)


def _columns(wish: Wish) -> list[dict[str, Any]]:
    columns: dict[str, dict[str, Any]] = {
        "case": {"label": _("Case")},
        "due": {
            "label": _("Due"),
            "sort": {"href": _address(sort=None), "direction": None if wish.oldest else "ascending"},
        },
        "sealed": {"label": _("Sealed")},
        "since": {
            "label": _("On your desk since"), "wide": True,
            "sort": {"href": _address(sort="oldest"), "direction": "ascending" if wish.oldest else None},
        },
        "language": {"label": _("Language"), "plain": True},
        "length": {"label": _("Length"), "plain": True},
        "state": {"label": _("State"), "plain": True},
        "touched": {"label": _("Last touched"), "wide": True},
    }
    hidden = ("due", "since", "touched") if wish.listing is Listing.SEALED else ("sealed",)
    return [{"key": key, **column} for key, column in columns.items() if key not in hidden]


def _row(row: Any, wish: Wish, desks: Desks) -> dict[str, Any]:
    sealed = wish.listing is Listing.SEALED
    cells = {
        "case": {"text": row.reference, "href": _desk_of(row, desks), "code": True},
        "due": {"due": moment(row.due_at)},
        "sealed": {"when": moment(row.sealed_at)},
        "since": {"when": moment(row.assigned_at)},
        "language": language_word(row.language),
        "length": _length(row),
        "state": {"status": _state(row)},
        "touched": {"when": moment(row.touched_at)},
    }
    return {"cells": cells, "needs": not sealed and row.touched_at is not None, "done": sealed}


def _own(one: OwnFigures) -> dict[str, str]:
    """One's own work in one cycle: never anybody else's, and compared with nothing."""
    sealed = ngettext("%(count)s sealed by you", "%(count)s sealed by you", one.sealed, count=_counted(one.sealed))
    return {
        "label": one.name_fr if locale() == "fr" else one.name_en,
        "value": sealed if one.median is None else _(
            "%(sealed)s; your median time from opening to seal: %(time)s", sealed=sealed,
            time=format_timedelta(one.median, granularity="minute", threshold=1.2),
        ),
    }  # fmt: skip


def _length(row: Any) -> str:
    examples = ngettext("%(num)s example", "%(num)s examples", row.example_count)
    words = ngettext("%(num)s word", "%(num)s words", row.words)
    return f"{examples} · {words}"


def _state(row: Any) -> str:
    """A sealed row says more only once both are sealed: a discussion both have, a level that is recorded.

    A third rating and a check say no more than that they are sealed, so that nobody can tell one from the other.
    """
    if row.sealed_at is None:
        return "drafting" if row.touched_at else "to_open"
    if row.place > SEATS:
        return "sealed"
    return {"discussion": "discussion", "recorded": "recorded", "released": "recorded"}.get(row.state, "sealed")
