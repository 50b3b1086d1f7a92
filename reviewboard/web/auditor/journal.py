"""The journal, newest first, by case, by person, by action, by cycle, by day.

Query fields: `case` (a reference), `actor` (the e-mail address of who did it or whom it is about), `action` (its code), `cycle`
(an id), `from` and `to` (days, both included, where the reader is), `before` (a number).
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.foundation.journal.queries import concerns, entered_between, entries_before
from reviewboard.foundation.people.actions import find_account
from reviewboard.stages.auditing import cycles_by_id, find_case, newest_cycles
from reviewboard.stages.coordination import names, references
from reviewboard.stages.journal_words import ACTIONS, action_word, state_word
from reviewboard.web.auditor import blueprint
from reviewboard.web.auditor.objects import about, people_in
from reviewboard.web.coordinator.frame import cycle_name
from reviewboard.web.coordinator.parsing import a_day
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.numbers import row_number

PAGE = 50
REASON_SHOWN = 80  # characters
CYCLES = 200  # to choose from
FILTERS = ("case", "actor", "action", "cycle", "from", "to")


@blueprint.get("/audit/journal")
def journal() -> str:
    """Show one page of the journal."""
    asked = {name: request.args.get(name, "").strip()[:254] for name in FILTERS}
    equal, wrong = _equal(asked), _wrong_days(asked)
    rows: list[Any] = []
    if equal is not None and not wrong:
        person = [concerns(equal.pop("person"))] if "person" in equal else []
        where = (*person, *entered_between(*_bounds(asked)))
        rows = entries_before(row_number(request.args.get("before")), *where, limit=PAGE + 1, **equal)
    shown, more = rows[:PAGE], len(rows) > PAGE
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return render_template(
        "auditor/journal.html",
        asked=asked,
        wrong=wrong,
        actions=[{"value": "", "label": _("any")}, *_choices()],
        cycles=[{"value": "", "label": _("any")},
                *({"value": row.id, "label": cycle_name(row)} for row in newest_cycles(limit=CYCLES))],
        columns=[
            {"key": "what", "label": _("What")}, {"key": "number", "label": _("Entry"), "kind": "number"},
            {"key": "when", "label": _("When")}, {"key": "who", "label": _("Who")},
            {"key": "about", "label": _("About")}, {"key": "case", "label": _("Case")},
            {"key": "states", "label": _("From and to")}, {"key": "reason", "label": _("Reason")},
        ],
        rows=prepared(shown),
        older=url_for("auditor.journal", **kept, before=shown[-1].number) if more else None,
        newer=url_for("auditor.journal", **kept) if request.args.get("before") else None,
        filtered=bool(kept),
    )  # fmt: skip


def _choices() -> list[dict[str, str]]:
    """Every action that has words, in the order of the words."""
    choices = [{"value": code, "label": str(word)} for code, word in ACTIONS.items()]
    return sorted(choices, key=lambda choice: choice["label"].casefold())


def _equal(asked: dict[str, str]) -> dict[str, Any] | None:
    """Return the columns that must be equal; None where what was asked for is not known, so nothing can fit."""
    equal: dict[str, Any] = {}
    if asked["case"]:
        equal["case_id"] = find_case(asked["case"].upper())
    if asked["actor"]:
        account = find_account(asked["actor"])
        equal["person"] = account.id if account else None
    for name, column in (("action", "action"), ("cycle", "cycle_id")):
        if asked[name]:
            equal[column] = asked[name]
    return None if None in equal.values() else equal


def _wrong_days(asked: dict[str, str]) -> dict[str, str]:
    wrong = [name for name in ("from", "to") if asked[name] and a_day(asked[name]) is None]
    return {name: _("Write a day, such as 2027-03-31.") for name in wrong}


def _bounds(asked: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """Return the first moment that is asked for, and the moment after the last, in the reader's zone."""
    first, last = a_day(asked["from"]), a_day(asked["to"])
    zone = ZoneInfo(me().timezone)
    midnights = [first, last + timedelta(days=1) if last and last < date.max else last]
    start, end = (datetime.combine(on, time(), zone) if on else None for on in midnights)
    return start, end


def prepared(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Return entries as rows of a list. Three statements: the names of people and of cycles, the references of the cases."""
    people = names(sorted({entry.actor_id for entry in entries if entry.actor_id} | people_in(entries)))
    cycles = cycles_by_id(sorted({entry.cycle_id for entry in entries if entry.cycle_id}))
    called = references(sorted({entry.case_id for entry in entries if entry.case_id}))
    return [
        {
            "cells": {
                "what": action_word(entry.action),
                "number": {"number": entry.number},
                "when": {"when": moment(entry.at)},
                "who": people.get(entry.actor_id, entry.actor_id) if entry.actor_id else {"soft": _("the board")},
                "about": " · ".join(filter(None, (about(entry, people), _cycle(entry, cycles)))),
                "case": _case(entry.case_id, called),
                "states": _states(entry),
                "reason": _shortened(entry.reason),
            }
        }
        for entry in entries
    ]


def _shortened(reason: str) -> str:
    """The whole of a long reason stands in the history of its case."""
    return reason if len(reason) <= REASON_SHOWN else f"{reason[:REASON_SHOWN].rstrip()}…"


def _cycle(entry: Any, cycles: dict[str, Any]) -> str:
    """Return the cycle of an entry about no case."""
    return cycle_name(cycles[entry.cycle_id]) if entry.case_id is None and entry.cycle_id in cycles else ""


def _case(case_id: str | None, called: dict[str, str]) -> Any:
    if case_id is None:
        return ""
    return {"text": called.get(case_id, case_id), "code": True, "href": url_for("auditor.case", case_id=case_id)}


def _states(entry: Any) -> str:
    before, after = (state and state_word(entry.action, state) for state in (entry.from_state, entry.to_state))
    return after or "" if before == after else f"{before or '–'} → {after or '–'}"
