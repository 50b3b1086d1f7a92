"""A proposal to dispose of cases, as the second person reads it: references and moments, never a word of a case."""

from collections.abc import Sequence
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.stages.retention.lives import Kept, kept_cases
from reviewboard.stages.retention.queries import schedule_of
from reviewboard.stages.retention.rules import Bar, Schedule, bars, due
from reviewboard.stages.retention.tables import Disposal
from reviewboard.web.door import me, now
from reviewboard.web.filters import moment


def bar_word(bar: Bar) -> str:
    """Return what stands against the disposal of a case."""
    return {
        Bar.NOT_OVER: _("not at its end"), Bar.TOO_EARLY: _("not yet"), Bar.HELD: _("held"),
        Bar.RECOURSE: _("in recourse"), Bar.ASKABLE: _("a recourse may still be asked for"),
        Bar.PROPOSED: _("proposed already"), Bar.TOOK_PART: _("you took part in it"),
    }[bar]  # fmt: skip


def life_view(kept: Kept, schedule: Schedule) -> dict[str, Any]:
    """Return a case's end, last use, and from when it may go, as moments, with what stands against it in words.

    Whoever took part in it reads no moment of it.
    """
    life, standing = kept.life, bars(kept.life, schedule, now())
    told = not life.took_part
    from_then = due(life.ended_at, life.last_used_at, schedule) if life.ended_at else None
    return {
        "id": kept.id, "reference": kept.reference, "bars": [bar_word(bar) for bar in standing], "told": told,
        "ended": moment(life.ended_at if told else None), "used": moment(life.last_used_at if told else None),
        "due": moment(from_then if told else None),
    }  # fmt: skip


def columns() -> list[dict[str, Any]]:
    """Return the columns of a list of cases past their schedule."""
    return [
        {"key": "case", "label": _("Case")}, {"key": "ended", "label": _("Ended")}, {"key": "used", "label": _("Last used")},
        {"key": "due", "label": _("May go from")}, {"key": "against", "label": _("Against it")},
    ]  # fmt: skip


def cells(view: dict[str, Any]) -> dict[str, Any]:
    """Return a case as a row of that list."""
    return {
        "cells": {
            "case": {"text": view["reference"], "code": True}, "ended": {"when": view["ended"]},
            "used": {"when": view["used"]}, "due": {"when": view["due"]}, "against": ", ".join(view["bars"]) or "–",
        }
    }  # fmt: skip


def proposal_row(row: Any, name: str, href: str) -> dict[str, Any]:
    """Return a waiting proposal as a row: its cycle leads to it."""
    return {
        "cells": {
            "cycle": {"text": name, "href": href},
            "number": ngettext("%(num)s case", "%(num)s cases", row.number),
            "by": row.by,
            "since": {"when": moment(row.proposed_at)},
        }
    }


def proposal_columns() -> list[dict[str, Any]]:
    """Return the columns of a list of waiting proposals."""
    return [
        {"key": "cycle", "label": _("Cycle")}, {"key": "number", "label": _("How many")},
        {"key": "by", "label": _("Proposed by")}, {"key": "since", "label": _("Since")},
    ]  # fmt: skip


def proposal_view(found: Sequence[Disposal]) -> dict[str, Any]:
    """Return a proposal as its page shows it: its cases, its reason, whether this person may carry it out."""
    first = found[0]
    schedule = schedule_of(first.cycle_id)
    waiting = [one for one in found if one.carried_out_at is None and one.sent_back_at is None]
    rows = kept_cases(first.cycle_id, [one.case_id for one in waiting], person=me(), now=now())
    views = [life_view(row, schedule) for row in rows]
    return {
        "batch": first.batch_id,
        "why": first.why,
        "since": moment(first.proposed_at),
        "number": len(found),
        "waits": bool(waiting),
        "own": first.proposed_by == me().account_id,
        "columns": columns(),
        "rows": [cells(_without_proposal(view)) for view in views],
        "took_part": [view["reference"] for view in views if not view["told"]],
        "sent_back": first.sent_back_why,
        "stubs": [stub_view(one) for one in found if one.stub is not None],
    }


def _without_proposal(view: dict[str, Any]) -> dict[str, Any]:
    return view | {"bars": [word for word in view["bars"] if word != bar_word(Bar.PROPOSED)]}


def stub_view(one: Disposal) -> dict[str, Any]:
    """Return a stub as it is read: what was here, when it went, under which digest."""
    return {"reference": one.reference, "at": moment(one.carried_out_at), "digest": one.digest, "why": one.why}


def told_gone(number: int) -> None:
    """Say that this many cases are gone."""
    flash(ngettext("%(num)s case is gone for good. Its stub stays.", "%(num)s cases are gone for good. Their stubs stay.",
                   number), "done")  # fmt: skip
