"""The lead's board: the stages as one line, what needs a lead, what goes on without one, how long things wait.

Query field: `cycle` (an id).
"""

from collections import Counter
from datetime import datetime
from typing import Any

from flask import render_template, url_for

from reviewboard.quality.queries import waiting_count
from reviewboard.stages.record.board import LATE, MOST_COUNTED, Count, asks_a_lead, counts, under_way
from reviewboard.stages.record.words import state_word
from reviewboard.stages.recourse.own_work import Doing, own_work
from reviewboard.stages.recourse.queries import led_under_way
from reviewboard.stages.workflow import State
from reviewboard.web.door import me, now
from reviewboard.web.filters import days_since, moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.cycles import chosen_cycle, cycle_name, cycle_options
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext

SHOWN = 50  # rows of each list

STAGES = {
    "submission": (State.DRAFT,),
    "assignment": (State.SUBMITTED,),
    "rating": (State.RATING,),
    "consensus": (State.DISCUSSION, State.CONFIRMATION, State.DISPUTE, State.ASKED, State.THIRD_RATING,
                  State.COUNTERSIGN, State.DECIDED),
    "record": (State.RECORDED, State.RELEASED),
}  # fmt: skip
WAITS = tuple(state for states in STAGES.values() for state in states if state is not State.RELEASED)
PAGES = {
    State.DISPUTE: "panel.dispute",
    State.ASKED: "panel.dispute",
    State.THIRD_RATING: "panel.dispute",
    State.CONFIRMATION: "panel.confirmation",
    State.COUNTERSIGN: "panel.countersign_form",
    State.DISCUSSION: "panel.discussion",
}


@blueprint.get("")
def board() -> str:
    """Show the board of one cycle."""
    cycle, cycles = chosen_cycle()
    found = counts(cycle.id, me(), now=now())
    needs = asks_a_lead(cycle.id, me(), limit=SHOWN + 1)
    going = under_way(cycle.id, me(), limit=SHOWN + 1)
    return render_template(
        "panel/board.html",
        cycle=cycle.id,
        name=cycle_name(cycle),
        cycles=cycle_options(cycles),
        stages=_stages(found, cycle.id),
        needs=[_need(row) for row in needs[:SHOWN]],
        more_needs=len(needs) > SHOWN,
        going=[_going(row) for row in going[:SHOWN]],
        more_going=len(going) > SHOWN,
        to_release=shown_number(found[State.RECORDED].number),
        late=shown_number(found[LATE].number),
        releases=url_for("panel.releases", cycle=cycle.id),
        waits=_waits(found),
        recourse=_recourse(cycle.id),
        checks=shown_number(waiting_count(cycle.id, me(), most=MOST_COUNTED)),
    )


def _recourse(cycle_id: str) -> str:
    """Return how many recourses wait for this lead, by what they wait for; empty: none."""
    found = Counter(own_work(led_under_way(cycle_id, me(), limit=SHOWN), me()).values())
    words = (
        (found[Doing.TAKE], lambda number: ngettext("%(num)s you may take", "%(num)s you may take", number)),
        (found[Doing.ANSWER], lambda number: ngettext("%(num)s to answer", "%(num)s to answer", number)),
        (found[Doing.SIGN], lambda number: ngettext("%(num)s to sign", "%(num)s to sign", number)),
    )
    return ", ".join(word(number) for number, word in words if number)


def shown_number(number: int) -> str:
    """Return a bounded count as it is shown."""
    return f"{MOST_COUNTED}+" if number >= MOST_COUNTED else str(number)


def stage_word(name: str) -> str:
    """Return what a stage is called."""
    return {
        "submission": _("Submission"), "assignment": _("Assignment"), "rating": _("Rating"),
        "consensus": _("Consensus"), "record": _("Record"),
    }[name]  # fmt: skip


def _stages(found: dict[str, Count], cycle_id: str) -> list[dict[str, Any]]:
    return [
        {
            "label": stage_word(name),
            "href": url_for("panel.cases", cycle=cycle_id, stage=name) if name != "submission" else None,
            "count": shown_number(sum(found[state].number for state in states)),
            "late": found[LATE].number if name == "rating" else 0,
            "age": _age(_oldest(found, states)),
        }
        for name, states in STAGES.items()
    ]


def _oldest(found: dict[str, Count], states: tuple[State, ...]) -> datetime | None:
    moments = [found[state].oldest for state in states if state is not State.RELEASED]
    return min((at for at in moments if at is not None), default=None)


def _age(oldest: datetime | None) -> str | None:
    if oldest is None:
        return None
    days = days_since(oldest)
    return ngettext("oldest %(num)s day", "oldest %(num)s days", days) if days else _("oldest since today")


def _need(row: Any) -> dict[str, Any]:
    page = "panel.own_level" if row.owed else PAGES[State(row.state)]
    link = {"text": row.reference, "href": url_for(page, case_id=row.id), "code": True}
    return {
        "cells": {
            "case": link,
            "what": {"status": row.state},
            "apart": _("Note your own level first") if row.owed else _apart(row),
            "since": {"when": moment(row.since)},
        },
        "needs": row.stake == 2,
    }


def _apart(row: Any) -> str:
    if row.kinds:
        return _("Different kinds of outcome")
    apart = row.highest - row.lowest
    if apart == 0:
        return _("The same outcome")
    if row.stake == 2:
        return ngettext(
            "%(num)s level apart, across the required level %(required)s",
            "%(num)s levels apart, across the required level %(required)s", apart, required=row.required_level,
        )  # fmt: skip
    return ngettext("%(num)s level apart", "%(num)s levels apart", apart)


def _going(row: Any) -> dict[str, Any]:
    link = {"text": row.reference, "href": url_for(PAGES[State(row.state)], case_id=row.id), "code": True}
    return {
        "cells": {
            "case": link,
            "what": {"status": row.state, "label": _going_word(row.state)},
            "since": {"when": moment(row.since)},
            "due": {"due": moment(row.due_at)},
        }
    }


def _going_word(state: str) -> str | None:
    """Of the decisions to be countersigned, only the lead's own is under way without them."""
    return _("waits for another lead's signature") if state == State.COUNTERSIGN else None


def _waits(found: dict[str, Count]) -> list[dict[str, Any]]:
    """Return how long the oldest case waits in each state that holds one, as bars."""
    rows = []
    for state in WAITS:
        oldest = found[state].oldest
        if oldest is not None:
            days = days_since(oldest)
            text = ngettext("%(num)s day", "%(num)s days", days) if days else _("today")
            rows.append({"label": state_word(state), "value": days, "text": text})
    return rows
