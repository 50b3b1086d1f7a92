"""When the queue of a cycle will be empty, at the pace seen so far or one that is tried.

Query fields: `pace` (ratings of one assessor in a week, above 0 and at most 100), `fr`, `en` (cases still to come).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request
from flask_babel import format_decimal, ngettext, to_user_timezone
from flask_babel import gettext as _

from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.assignment.forecasting import LANGUAGES, Forecast, Reader, forecast
from reviewboard.stages.assignment.queue_counts import Waiting, readers_of, seats_waiting, weekly_pace
from reviewboard.stages.workflow import SEATS
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.door import now
from reviewboard.web.numbers import whole_number

USUAL = 3.0  # ratings a week, where nobody has sealed enough to tell
MOST_CASES = 100_000
WEEK = 7
WEEKS = 12  # bars


@blueprint.get("/cycles/<cycle_id>/forecast", endpoint="forecast")
def forecast_page(cycle_id: str) -> str:
    """Show when the queue will be empty; beside a number that makes no sense there is no answer."""
    waiting, readers = seats_waiting(cycle_id), readers_of(g.cycle)
    seen = weekly_pace(cycle_id, now())
    typed = {one: request.args.get(one, "0") for one in LANGUAGES}
    typed["pace"] = request.args.get("pace", format_decimal(seen or USUAL))
    pace, coming, wrong = _read(typed)
    today = to_user_timezone(now()).date()
    sentence, weeks = _("Correct the numbers below: until then there is no answer."), []
    if pace is not None and not wrong:
        until = max(0, (to_user_timezone(g.cycle.closes_at).date() - today).days)
        seats = {one: SEATS * cases for one, cases in coming.items()}
        found = forecast(waiting.all(), readers, pace / WEEK, today, seats, until)
        sentence, weeks = _sentence(found, waiting, today, any(coming.values())), _weeks(found, today)
    labels = _labels()
    return render_template(
        "coordinator/forecast.html",
        **in_cycle(
            "assignment", sentence=sentence, weeks=weeks, typed=typed, wrong=wrong, labels=labels,
            errors=[{"field": name, "message": _("%(field)s: %(problem)s", field=labels[name], problem=problem)}
                    for name, problem in wrong.items()],
            known=_known(waiting, readers, seen, today),
            spread=_spread(today),
        ),
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "pace": _("Ratings of one assessor in a week"), "fr": _("French cases still to come"),
        "en": _("English cases still to come"),
    }  # fmt: skip


def _known(waiting: Waiting, readers: Sequence[Reader], seen: float | None, today: date) -> list[dict[str, str]]:
    all_of, rating = waiting.all(), [reader.languages for reader in readers if reader.rates_on(today)]
    only = [rating.count(frozenset({language})) for language in LANGUAGES]
    return [
        {"label": _("Ratings that wait in French"), "value": str(all_of.get("fr", 0))},
        {"label": _("Ratings that wait in English"), "value": str(all_of.get("en", 0))},
        {"label": _("Of these, with an assessor (the list of seats) and without one yet"),
         "value": f"{sum(waiting.held.values())}, {sum(waiting.open.values())}"},
        {"label": _("Assessors who rate today and read only French, only English, both"),
         "value": ", ".join(str(number) for number in (*only, rating.count(frozenset(LANGUAGES))))},
        {"label": _("Ratings of one assessor in a week, seen in the last four"),
         "value": format_decimal(seen) if seen else _("too few to tell")},
    ]  # fmt: skip


def _spread(today: date) -> str:
    closes = to_user_timezone(g.cycle.closes_at).date()
    if closes <= today:
        return _("Cases still to come count as there today, as the cycle has closed.")
    return _("Cases still to come are spread evenly until the cycle closes on %(day)s.", day=written_day(closes))


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


def _sentence(found: Forecast, waiting: Waiting, today: date, more_comes: bool) -> str:
    if not sum(waiting.all().values()) and not more_comes:
        return _("Nothing waits to be rated.")
    if found.unread:
        return _unread(found.unread)
    if found.empty_on is None:
        return _("Not within a year at this pace.")
    if found.empty_on == 0:
        answer = _("Today at this pace.")
    else:
        day = written_day(today + timedelta(days=found.empty_on))
        answer = ngettext("On %(day)s at this pace, in %(num)s day.", "On %(day)s at this pace, in %(num)s days.",
                          found.empty_on, day=day)  # fmt: skip
    if not waiting.stuck:
        return answer
    blocked = ngettext("But not while %(num)s seat has nobody: the assignment says why.",
                       "But not while %(num)s seats have nobody: the assignment says why.", waiting.stuck)  # fmt: skip
    return f"{answer} {blocked}"


def _unread(languages: tuple[str, ...]) -> str:
    if languages == ("fr",):
        return _("Never as things stand: nobody rates cases in French.")
    if languages == ("en",):
        return _("Never as things stand: nobody rates cases in English.")
    return _("Never as things stand: nobody rates cases in French or in English.")


def _weeks(found: Forecast, today: date) -> list[dict[str, Any]]:
    """Return what is left at the end of each week: the seventh day from today, the fourteenth, and so on."""
    last = len(found.left) - 1
    days = sorted({min(week * WEEK - 1, last) for week in range(1, WEEKS + 1)}) if found.left != (0.0,) else []
    return [
        {"label": written_day(today + timedelta(days=day)), "value": found.left[day], "text": f"{found.left[day]:.0f}"}
        for day in days
    ]
