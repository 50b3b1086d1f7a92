"""When the queue of a cycle will be empty, at the pace seen so far or one that is tried.

Query fields: `pace` (ratings of one assessor in a week, above 0 and at most 100), `fr`, `en` (cases still to come).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import g, render_template, request
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from reviewboard.stages.assignment.forecasting import LANGUAGES, Forecast, Readers, forecast
from reviewboard.stages.assignment.queue_counts import readers_of, seats_waiting, weekly_pace
from reviewboard.stages.workflow import SEATS
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.door import now
from reviewboard.web.numbers import whole_number
from reviewboard.web.written_dates import written_day

USUAL = 3.0  # ratings a week, where nobody has sealed enough to tell
MOST_CASES = 100_000
WEEK = 7
WEEKS = 12  # bars


@blueprint.get("/cycles/<cycle_id>/forecast", endpoint="forecast")
def forecast_page(cycle_id: str) -> str:
    """Show when the queue will be empty."""
    waiting, only, both = seats_waiting(cycle_id), *readers_of(g.cycle, now().date())
    seen = weekly_pace(cycle_id, now())
    typed = {one: request.args.get(one, "0") for one in LANGUAGES}
    typed["pace"] = request.args.get("pace", format_decimal(seen or USUAL))
    pace, coming, wrong = _read(typed)
    until = max(0, (g.cycle.closes_at - now()).days) if any(coming.values()) else 0
    readers = Readers(only, both, (pace or USUAL) / WEEK)
    found = forecast(waiting, readers, {one: SEATS * cases for one, cases in coming.items()}, until)
    return render_template(
        "coordinator/forecast.html",
        **in_cycle(
            "assignment", sentence=_sentence(found), weeks=_weeks(found), typed=typed, wrong=wrong,
            errors=[{"field": name, "message": message} for name, message in wrong.items()],
            known=[
                {"label": _("Ratings that wait in French"), "value": str(waiting.get("fr", 0))},
                {"label": _("Ratings that wait in English"), "value": str(waiting.get("en", 0))},
                {"label": _("Assessors who read French, English, both"),
                 "value": f"{only.get('fr', 0)}, {only.get('en', 0)}, {both}"},
                {"label": _("Ratings of one assessor in a week, seen in the last four"),
                 "value": format_decimal(seen) if seen else _("too few to tell")},
            ],
        ),
    )  # fmt: skip


def _read(typed: dict[str, str]) -> tuple[float | None, dict[str, int], dict[str, str]]:
    wrong = {}
    text = typed["pace"].replace(",", ".").strip()
    pace = float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else None
    if pace is None or not 0 < pace <= 100:
        pace, wrong["pace"] = None, _("Give a number above 0 and at most 100.")
    coming = {}
    for language in LANGUAGES:
        number = whole_number(typed[language])
        if number is None or number > MOST_CASES:
            wrong[language] = _("Give a whole number from 0 to %(most)s.", most=MOST_CASES)
        coming[language] = min(number or 0, MOST_CASES)
    return pace, coming, wrong


def _sentence(found: Forecast) -> str:
    if found.unread:
        names = {"fr": _("French"), "en": _("English")}
        unread = ", ".join(names[language] for language in found.unread)
        return _("Never as things stand: nobody rates cases in %(language)s.", language=unread)
    if found.empty_on is None:
        return _("Not within a year at this pace.")
    if found.left == (0.0,):
        return _("Nothing waits to be rated.")
    day = written_day((now() + timedelta(days=found.empty_on)).date())
    return ngettext("On %(day)s at this pace, in %(num)s day.", "On %(day)s at this pace, in %(num)s days.",
                    found.empty_on, day=day)  # fmt: skip


def _weeks(found: Forecast) -> Sequence[dict[str, Any]]:
    last = len(found.left) - 1
    days = sorted({min(week * WEEK, last) for week in range(1, WEEKS + 1)}) if last else []
    return [
        {"label": written_day((now() + timedelta(days=day)).date()), "value": found.left[day], "text": f"{found.left[day]:.0f}"}
        for day in days
    ]
