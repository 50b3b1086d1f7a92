"""Requests for an accommodation: between the candidate and the coordinator. The answer may give more time.

Query field: `after`. Fields of an answer: `answer`, `extended_to` (local day and time, or empty), `sure` (yes: later than the
promised answer, and meant). Fields of another time: `extended_to`, `reason`, `sure`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import db
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus.refusals import ReasonSaysNothing, ReasonTooShort, TooLong
from reviewboard.stages.extending import change_given_time
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.submission.actions import answer_accommodation
from reviewboard.stages.submission.queries import accommodations_in
from reviewboard.stages.submission.refusals import NoDraftToExtend, NothingToAnswer, TimeBeyondPromise, TimeInVain
from reviewboard.stages.workflow import State
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.parsing import as_local, local_moment, paragraphs
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import day, moment


def _page(refusal: Refusal | None, cycle_id: str, case_id: str | None = None) -> str:
    rows, last = one_page(accommodations_in(cycle_id, after=from_key(request.args.get("after")), limit=PAGE + 1))
    return render_template(
        "coordinator/requests.html",
        **in_cycle(
            "requests",
            asked=[_request(row, row.case_id == case_id) for row in rows],
            closes=moment(g.cycle.closes_at),
            promised=day(g.cycle.hear_by),
            least=MIN_REASONS,
            zone=me().timezone,
            errors=_errors(refusal, rows, case_id),
            wrong=_wrong(refusal),
            beyond=isinstance(refusal, TimeBeyondPromise),
            **paged("coordinator.requests", to_key(last.requested_at, last.id) if last else None, cycle_id=cycle_id),
        ),
    )


def _wrong(refusal: Refusal | None) -> dict[str, str]:
    """Return what is wrong by field of the one form that was sent."""
    match refusal:
        case NothingToAnswer():
            return {"answer": refusal.text}
        case ReasonTooShort() | ReasonSaysNothing() | TooLong():
            return {"reason": refusal.text}
        case TimeInVain() | TimeBeyondPromise() | NoDraftToExtend():
            return {"extended_to": refusal.text}
    return field_errors(refusal)


def _errors(refusal: Refusal | None, rows: Sequence[Any], case_id: str | None) -> list[dict[str, Any]]:
    """Return the errors, each leading to its field in the form of this case."""
    wrong = _wrong(refusal)
    place = next((number for number, row in enumerate(rows, start=1) if row.case_id == case_id), None)
    if not wrong or place is None:
        return summary(refusal)
    ids = {"answer": f"answer-{place}", "extended_to": f"extended-{place}", "reason": f"reason-{place}"}
    return [{"field": ids.get(name), "message": message} for name, message in wrong.items()]


def _request(row: Any, answering: bool) -> dict[str, Any]:
    return {
        "case_id": row.case_id,
        "reference": row.reference,
        "candidate": row.candidate,
        "text": row.request,
        "when": moment(row.requested_at),
        "answer": row.answer,
        "answered": moment(row.answered_at),
        "extended": moment(row.extended_to),
        "until": as_local(row.extended_to, me().timezone) if row.extended_to else "",
        "changes": row.state == State.DRAFT and row.extended_to is not None and row.extended_to > now(),
        "beyond": _promise_passed(row.extended_to) if row.extended_to else False,
        "typed": request.form if answering else {},
    }


def _promise_passed(until: datetime) -> bool:
    return until.date() > g.cycle.hear_by


@blueprint.get("/cycles/<cycle_id>/requests")
def requests(cycle_id: str) -> str:
    """List what candidates asked for, oldest first."""
    return _page(None, cycle_id)


def _answering(refusal: Refusal, case_id: str) -> str:
    g.cycle = db.session.get_one(Cycle, g.facts.cycle_id)
    return _page(refusal, g.cycle.id, case_id)


@blueprint.post("/coordination/cases/<case_id>/request")
@refused_by(_answering)
@writes
def answer_request(case_id: str) -> Response:
    """Answer one request."""
    until = request.form.get("extended_to", "").strip()
    extended_to = local_moment(until, me().timezone)
    if until and extended_to is None:
        raise WrongSettings(("extended_to",))
    answer_accommodation(case_id=case_id, answer=paragraphs(request.form.get("answer")), extended_to=extended_to,
                         sure=_sure(), actor=me(), now=now())  # fmt: skip
    flash(_("The candidate is told that an answer is there."), "done")
    return redirect(url_for("coordinator.requests", cycle_id=g.facts.cycle_id))


@blueprint.post("/coordination/cases/<case_id>/request/time")
@refused_by(_answering)
@writes
def change_time(case_id: str) -> Response:
    """Let the time that was given end at another moment."""
    extended_to = local_moment(request.form.get("extended_to", ""), me().timezone)
    if extended_to is None:
        raise WrongSettings(("extended_to",))
    change_given_time(case_id=case_id, extended_to=extended_to, reason=paragraphs(request.form.get("reason")), sure=_sure(),
                      actor=me(), now=now())  # fmt: skip
    flash(_("The time is changed, and the candidate is told that there is news."), "done")
    return redirect(url_for("coordinator.requests", cycle_id=g.facts.cycle_id))


def _sure() -> bool:
    return request.form.get("sure") == "yes"
