"""The cases of a cycle: where each stands, what it waits for, who sits on it and why. Never what was written.

Query fields: `standing` (draft, waiting, rating, consensus, recorded, released, withdrawn, on_record:
recorded or released), `lacking` (yes: only cases
that lack an assessor), `reference`, `after`; of one case `why_not` (an account id).
"""

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.access.predicates import check_open
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.assignment.asked import is_check
from reviewboard.stages.assignment.explaining import why_not
from reviewboard.stages.assignment.queries import candidate_card, seats_of
from reviewboard.stages.assignment.why_words import why_not_sentences, why_this_one
from reviewboard.stages.assignment.words import barred_words, conflict_word, ended_word, waiting_sentence
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.coordination import (
    STATES,
    CaseKey,
    Standing,
    assessors_of,
    cases_page,
    conflicts_of_candidate,
    names,
    standing_of,
)  # fmt: skip
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.record.queries import plan_of, record_in_force
from reviewboard.stages.record.words import method_word
from reviewboard.stages.recourse.queries import statement_of
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, cycle_name, full, in_cycle, one_page, paged
from reviewboard.web.coordinator.words import standing_word
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me, now
from reviewboard.web.filters import moment
from reviewboard.web.language import locale

ON_RECORD = "on_record"  # recorded or released: what the line of stages counts as recorded
FILTERS = {each.value: STATES[each] for each in Standing} | {ON_RECORD: STATES[Standing.RECORDED] + STATES[Standing.RELEASED]}
STATUS = {"draft": "draft", "waiting": "waiting", "rating": "rating", "consensus": "consensus",
          "recorded": "recorded", "released": "released", "withdrawn": "withdrawn"}  # fmt: skip


@blueprint.get("/cycles/<cycle_id>/cases")
def cases(cycle_id: str) -> str:
    """List the cases, longest where they are first."""
    wanted, reference = request.args.get("standing", ""), request.args.get("reference", "").strip().upper()[:16]
    lacking = request.args.get("lacking") == "yes"
    rows, last = one_page(
        cases_page(cycle_id, states=FILTERS.get(wanted), waiting=lacking, reference=reference,
                   after=_after(request.args.get("after", "")), limit=PAGE + 1)
    )  # fmt: skip
    kept = {"standing": wanted or None, "lacking": "yes" if lacking else None, "reference": reference or None}
    return render_template(
        "coordinator/cases.html",
        **in_cycle(
            "cases",
            columns=[
                {"key": "case", "label": _("Case")}, {"key": "candidate", "label": _("Candidate")},
                {"key": "language", "label": _("Language")}, {"key": "state", "label": _("Stage")},
                {"key": "since", "label": _("Since")}, {"key": "waits", "label": _("Waits for")},
            ],
            rows=[_row(row) for row in rows],
            wanted=wanted,
            lacking=lacking,
            reference=reference,
            standings=[{"value": "", "label": _("all")}]
            + [{"value": each, "label": standing_word(each)} for each in FILTERS],
            **paged("coordinator.cases", f"{last.rank}~{to_key(last.state_since, last.id)}" if last else None,
                    cycle_id=cycle_id, **kept),
        ),
    )  # fmt: skip


def _after(text: str) -> CaseKey | None:
    rank, _sign, rest = text.partition("~")
    key = from_key(rest)
    return CaseKey(int(rank), *key) if key and rank in ("0", "1", "2") else None


def _row(row: Any) -> dict[str, Any]:
    standing = standing_of(row.state)
    return {
        "cells": {
            "case": {"text": row.reference, "code": True, "href": url_for("coordinator.case", case_id=row.id)},
            "candidate": row.candidate,
            "language": {"fr": _("French"), "en": _("English")}[row.language],
            "state": {"status": STATUS[standing]},
            "since": {"when": moment(row.state_since)},
            "waits": waiting_sentence(row.waiting) if row.waiting else "",
        },
        "needs": row.waiting is not None,
        "done": standing in (Standing.RELEASED, Standing.WITHDRAWN),
    }


@blueprint.get("/coordination/cases/<case_id>")
def case(case_id: str) -> str:
    """Show one case: where it stands, its seats with the reasons for them, conflicts of interest."""
    found, card, seats = g.case, candidate_card(g.case), seats_of([case_id])
    called = names([who for seat in seats for who in seat.explanation.get("shared", {})])
    cycle = db.session.get_one(Cycle, found.cycle_id)
    return render_template(
        "coordinator/case.html",
        case_id=case_id,
        reference=found.reference,
        cycle={"id": cycle.id, "name": cycle_name(cycle)},
        back=url_for("coordinator.cases", cycle_id=cycle.id),
        state=STATUS[standing_of(found.state)],
        waits=waiting_sentence(found.waiting) if found.waiting else None,
        barred=barred_words(found.waiting) if found.waiting else [],
        pool=url_for("coordinator.people", cycle_id=cycle.id),
        facts=[
            {"label": _("Candidate"), "value": card.name},
            {"label": _("Unit and team"), "value": " · ".join(part for part in (card.unit, card.team) if part) or "–"},
            {"label": _("Supervisor"), "value": card.supervisor or "–"},
            {"label": _("Language"), "value": {"fr": _("French"), "en": _("English")}[found.language]},
            *_more_time(found),
            *_recorded(found),
        ],
        seats=[_seat(seat, case_id, called) for seat in seats],
        **_asked_about(found),
        conflicts=[
            {"text": f"{row.other} – {conflict_word(row.kind)}", "when": moment(row.declared_at)}
            for row in conflicts_of_candidate(found.candidate_id)
        ],
    )


def _more_time(found: Any) -> list[dict[str, Any]]:
    until = found.extended_to
    return [{"label": _("More time to submit, until"), "value": full(moment(until))}] if until else []


def _recorded(found: Any) -> list[dict[str, Any]]:
    """Return the recorded outcome, how it came about and its reasons, once there is a record that this coordinator may read."""
    record = record_in_force(found.id) if may(me(), "record.read", g.facts) else None
    if record is None:
        return []
    word = outcome_view(as_outcome(record), scale_view(found.scale_version_id, locale()))["word"]
    return [
        {"label": _("The recorded outcome"), "value": word},
        {"label": _("How it came about"), "value": method_word(record.method)},
        *_release(record),
        {"label": _("Reasons"), "value": _reasons(record), "long": True},
        *kept_with(found),
    ]


def _release(record: Any) -> list[dict[str, Any]]:
    """Return whether a lead holds the result back, or the moment it goes out by itself; why it is held stays with the leads."""
    plan = plan_of(record.id) if record.released_at is None else None
    if plan is None or (plan.held_at is None and plan.release_at is None):
        return []
    if plan.held_at is not None:
        return [{"label": _("Its release"), "value": _("held back by a panel lead")}]
    return [{"label": _("Its release"), "value": _("by itself: %(moment)s", moment=full(moment(plan.release_at)))}]


def _reasons(record: Any) -> str:
    """Return the reasons of who decided. Those of an agreement are the raters' own words, which a coordinator never reads."""
    if record.agreement_id is None:
        return str(record.reasons)
    return _("The two raters agree, each with their own reasons. Ratings and discussions stay closed to you.")


def kept_with(found: Any) -> list[dict[str, Any]]:
    """Return what is kept with a record as facts: the candidate's statement."""
    said = statement_of(found.id)
    return [{"label": _("The candidate’s statement"), "value": said.text, "long": True, "lang": found.language}] if said else []


def _seat(seat: Any, case_id: str, called: dict[str, str]) -> dict[str, Any]:
    live = seat.ended_at is None
    free = live and seat.sealed_at is None and may(me(), "seat.free", g.facts)
    return {
        "assessor": seat.assessor,
        "place": _("for a check") if is_check(seat) else _("seat %(place)s", place=seat.place),
        "live": live,
        "status": seat_status(seat) if live else "recused",
        "ended": ended_word(seat.ended_why),
        "due": moment(seat.due_at) if live and seat.sealed_at is None else None,
        "why": why_this_one(seat.explanation, called),
        "free": url_for("coordinator.free_seat_form", case_id=case_id, seat_id=seat.id) if free else None,
    }


def _asked_about(found: Any) -> dict[str, Any]:
    """Return whom the coordinator may ask about, and the answer about whom they ask (`why_not`, an account id)."""
    if found.state not in ("submitted", "rating", "third_rating") and not _check_goes_on(found):
        return {"people": [], "asked": "", "answer": []}
    people = assessors_of(found.cycle_id)
    asked = request.args.get("why_not", "")
    if asked not in people:
        asked = ""
    answer = why_not_sentences(why_not(found, asked, now().date()), people[asked], people) if asked else []
    options = [{"value": "", "label": _("choose")}, *({"value": who, "label": name} for who, name in people.items())]
    return {"people": options, "asked": asked, "answer": answer}


def _check_goes_on(found: Any) -> bool:
    """Whether a check of this recorded case lacks an assessor, or has one who has not sealed."""
    return found.waiting is not None or check_open(me(), g.facts)


def seat_status(seat: Any) -> str:
    """Return how far a seat is: its status and nothing of the rating."""
    if seat.sealed_at is not None:
        return "sealed"
    if seat.cleared_at is None:
        return "to_open"
    return "drafting" if seat.touched_at is not None else "declared"
