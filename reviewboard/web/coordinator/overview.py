"""One cycle at a glance: how far it is set up, what it lacks, how its cases stand; opening and closing it.

Fields of both confirmations: `version`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle import actions
from reviewboard.foundation.cycle.queries import preparation, role_counts, scales_of
from reviewboard.foundation.cycle.refusals import MISSING_WORDS
from reviewboard.foundation.cycle.rules import Missing, missing_before_open
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.assignment.queue_counts import readers_of
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.coordination import Standing, late_count, standings, waiting_count
from reviewboard.stages.policy import settled
from reviewboard.stages.recourse.queries import asked_count
from reviewboard.stages.submission.queries import unanswered_count
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.before_opening import not_ready_yet, notice_said, other_years_named, too_few
from reviewboard.web.coordinator.cases import ON_RECORD
from reviewboard.web.coordinator.frame import full, in_cycle
from reviewboard.web.coordinator.stuck import stuck_counts
from reviewboard.web.coordinator.words import counted, people_counted, roles_word, standing_word, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.numbers import whole_number
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext

WHERE_TO_MEND = {
    Missing.DATES: "dates", Missing.SCALE: "scale_choice", Missing.ASSESSORS: "people", Missing.LEAD: "people",
    Missing.LIMITS: "limits", Missing.NOTICE: "notice",
}  # fmt: skip


@blueprint.get("/cycles/<cycle_id>")
def cycle(cycle_id: str) -> str:
    """Show one cycle."""
    running = g.cycle.state != "draft"
    late = late_count(cycle_id, now=now()) if running else 0
    return render_template(
        "coordinator/cycle.html",
        **in_cycle(
            "cycle",
            sections=_sections(cycle_id),
            missing=[] if running else _missing(cycle_id),
            stages=_stages(cycle_id, late) if running else [],
            asks=_asks(cycle_id, late) if running else [],
        ),
    )


def _missing(cycle_id: str) -> list[dict[str, str]]:
    return [
        {"text": str(MISSING_WORDS[each]), "href": url_for(f"coordinator.{WHERE_TO_MEND[each]}", cycle_id=cycle_id)}
        for each in missing_before_open(preparation(g.cycle), now())
    ]


def _sections(cycle_id: str) -> list[dict[str, Any]]:
    """Each section of the set-up with what it says now; what is frozen can only be read."""
    cycle = g.cycle
    opens, closes = (moment(at) or {} for at in (cycle.opens_at, cycle.closes_at))
    said = {
        "dates": (_("Dates"), _("from %(opens)s to %(closes)s", opens=opens["full"], closes=closes["full"])),
        "scale_choice": (_("Scale and required level"), _scales(cycle_id)),
        "limits": (_("Limits"), ngettext("at most %(num)s example", "at most %(num)s examples",
                                         cycle.limits["examples_max"])),
        "policy": (_("Policy"), _policy()),
        "notice": (_("Privacy notice"), notice_said()),
        "people": (_("People"), _people(cycle_id)),
    }  # fmt: skip
    return [
        {
            "label": label, "value": value,
            "change": {
                "href": url_for(f"coordinator.{place}", cycle_id=cycle_id),
                "label": None if place == "people" or cycle.state == "draft" else _("Read"),
            },
        }
        for place, (label, value) in said.items()
    ]  # fmt: skip


def _scales(cycle_id: str) -> str:
    names = [
        _("%(name)s, level %(level)s required", name=view.name, level=scale.required_level)
        if scale.required_level is not None
        else view.name
        for scale in scales_of(cycle_id)
        for view in [scale_view(scale.version_id, str(get_locale()))]
    ]
    return " · ".join(names) or _("none chosen yet")


def _policy() -> str:
    ladder = Ladder.from_policy(g.cycle.policy)
    if not ladder.discuss_distance:
        return _("every difference goes to a panel lead")
    return ngettext("differences of %(num)s level are discussed", "differences of up to %(num)s levels are discussed",
                    ladder.discuss_distance)  # fmt: skip


def _people(cycle_id: str) -> str:
    counts = role_counts(cycle_id)
    return " · ".join(f"{roles_word(role)} {people_counted(counts[role])}" for role in Role)


def _stages(cycle_id: str, late: int) -> list[dict[str, Any]]:
    """The five stages as one line: what is released counts as recorded, and so it does where the line leads."""
    counts = standings(cycle_id)
    counts[Standing.RECORDED] += counts.pop(Standing.RELEASED)
    counts.pop(Standing.WITHDRAWN)
    return [
        {
            "label": standing_word(standing), "count": counted(count), "late": late * (standing is Standing.RATING),
            "href": url_for("coordinator.cases", cycle_id=cycle_id,
                            standing=ON_RECORD if standing is Standing.RECORDED else standing.value),
        }
        for standing, count in counts.items()
    ]  # fmt: skip


def _asks(cycle_id: str, late: int) -> list[dict[str, str]]:
    """What in a running cycle waits for its coordinator."""
    waiting, stuck = waiting_count(cycle_id), stuck_counts(cycle_id)
    for_leads = max(0, asked_count(cycle_id) - stuck.asked)
    asked, nobody = unanswered_count(cycle_id), _nobody() if g.cycle.state == "open" else None
    found = (
        (asked, ngettext("%(count)s request for accommodation waits for your answer.",
                         "%(count)s requests for accommodation wait for your answer.", asked, count=counted(asked)),
         "requests"),
        (late, ngettext("%(count)s seat is late.", "%(count)s seats are late.", late, count=counted(late)), "seats"),
        (nobody is not None, nobody or "", "people"),
        (waiting, ngettext("%(count)s case lacks an assessor.",
                           "%(count)s cases lack an assessor, those in rating or before a third rating included.",
                           waiting, count=counted(waiting)), "cases"),
        (stuck.leaderless, ngettext("%(count)s case has no panel lead who may act.",
                                    "%(count)s cases have no panel lead who may act.", stuck.leaderless,
                                    count=counted(stuck.leaderless)), "attention"),
        (stuck.recourses, ngettext("%(count)s recourse has no panel lead who may answer it.",
                                   "%(count)s recourses have no panel lead who may answer them.", stuck.recourses,
                                   count=counted(stuck.recourses)), "attention"),
        (for_leads, ngettext("%(count)s recourse waits for a panel lead; you may name one.",
                             "%(count)s recourses wait for a panel lead; you may name one.", for_leads,
                             count=counted(for_leads)), "recourse"),
        (stuck.work, ngettext("%(count)s piece of work failed and waits for you.",
                              "%(count)s pieces of work failed and wait for you.", stuck.work,
                              count=counted(stuck.work)), "attention"),
    )  # fmt: skip
    only: dict[str, dict[str, Any]] = {"seats": {"late": "yes"}, "cases": {"lacking": "yes"}, "recourse": {"asked": "yes"}}
    return [
        {"text": text, "href": url_for(f"coordinator.{place}", cycle_id=cycle_id, **only.get(place, {}))}
        for number, text, place in found
        if number
    ]


def _nobody() -> str | None:
    """Return that nobody could take a new case today, or None where somebody could."""
    today = now().date()
    here = [reader for reader in readers_of(g.cycle) if reader.rates_on(today)]
    if not here:
        return _("No assessor rates today: nobody is here, trained and open to cases. What comes in waits.")
    if not any(reader.capacity > reader.held for reader in here):
        return _("No assessor has a free place: what comes in waits until a rating is sealed.")
    return None


def _opening(refusal: Refusal | None, cycle_id: str) -> str:
    cycle = g.cycle
    return render_template(
        "coordinator/opening.html",
        **in_cycle(
            "cycle",
            errors=summary(refusal),
            missing=_missing(cycle_id) if cycle.state == "draft" else [],
            facts=[section | {"change": None} for section in _sections(cycle_id)],
            closes=full(moment(cycle.closes_at)),
            warnings=[*too_few(), *not_ready_yet(), *other_years_named()],
            one_lead=role_counts(cycle_id)[Role.LEAD] == 1 and Ladder.from_policy(cycle.policy).countersign_other,
        ),
    )


@blueprint.get("/cycles/<cycle_id>/open")
def opening(cycle_id: str) -> str:
    """Show what opening does."""
    return _opening(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/open")
@refused_by(_opening)
@writes
def open_cycle(cycle_id: str) -> Response:
    """Open it."""
    version = whole_number(request.form.get("version")) or 0
    actions.open_cycle(cycle_id=cycle_id, version=version, settle=settled, actor=me(), now=now())
    flash(_("The cycle is open. Candidates can write from now on."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))


def _closing(refusal: Refusal | None, cycle_id: str) -> str:
    return render_template(
        "coordinator/closing.html",
        **in_cycle("cycle", errors=summary(refusal), stages=_stages(cycle_id, late_count(cycle_id, now=now()))),
    )


@blueprint.get("/cycles/<cycle_id>/close")
def closing(cycle_id: str) -> str:
    """Show what closing does."""
    return _closing(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/close")
@refused_by(_closing)
@writes
def close_cycle(cycle_id: str) -> Response:
    """Close it."""
    version = whole_number(request.form.get("version")) or 0
    actions.close_cycle(cycle_id=cycle_id, version=version, actor=me(), now=now())
    flash(_("The cycle is closed. What began in it goes on to its end."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))
