"""The journal, newest first, by case, by actor, by action.

Query fields: `case` (a reference), `actor` (an e-mail address, or "board"), `action` (its code), `before` (a number).
"""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.foundation.journal.queries import entries_before
from reviewboard.foundation.people.actions import find_account
from reviewboard.stages.auditing import find_case
from reviewboard.stages.coordination import names, references
from reviewboard.stages.journal_words import ACTIONS, action_word, state_word
from reviewboard.web.auditor import blueprint
from reviewboard.web.filters import moment
from reviewboard.web.numbers import row_number

PAGE = 50
REASON_SHOWN = 80  # characters
FILTERS = ("case", "actor", "action")


@blueprint.get("/audit/journal")
def journal() -> str:
    """Show one page of the journal."""
    asked = {name: request.args.get(name, "").strip()[:254] for name in FILTERS}
    equal = _equal(asked)
    rows = entries_before(row_number(request.args.get("before")), limit=PAGE + 1, **equal) if equal is not None else []
    shown, more = rows[:PAGE], len(rows) > PAGE
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return render_template(
        "auditor/journal.html",
        asked=asked,
        actions=[{"value": "", "label": _("any")}, *_choices()],
        columns=[
            {"key": "what", "label": _("What")}, {"key": "number", "label": _("Entry"), "kind": "number"},
            {"key": "when", "label": _("When")}, {"key": "who", "label": _("Who")}, {"key": "case", "label": _("Case")},
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
        equal["actor_id"] = account.id if account else None
    if asked["action"]:
        equal["action"] = asked["action"]
    return None if None in equal.values() else equal


def prepared(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Return entries as rows of a list. Two statements: the names of the actors, the references of the cases."""
    people = names(sorted({entry.actor_id for entry in entries if entry.actor_id}))
    called = references(sorted({entry.case_id for entry in entries if entry.case_id}))
    return [
        {
            "cells": {
                "what": action_word(entry.action),
                "number": {"number": entry.number},
                "when": (moment(entry.at) or {})["full"],
                "who": people.get(entry.actor_id, entry.actor_id) if entry.actor_id else {"soft": _("the board")},
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


def _case(case_id: str | None, called: dict[str, str]) -> Any:
    if case_id is None:
        return ""
    return {"text": called.get(case_id, case_id), "code": True, "href": url_for("auditor.case", case_id=case_id)}


def _states(entry: Any) -> str:
    before, after = (state and state_word(entry.action, state) for state in (entry.from_state, entry.to_state))
    return after or "" if before == after else f"{before or '–'} → {after or '–'}"
