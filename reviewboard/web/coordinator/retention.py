"""Cases at their end: what may go and what stands against it, proposing a disposal, the stubs of what went.

Query fields: `after`, `since` (of proposals), `case` (an id, once for each chosen case). Fields of a proposal: `case`, `why`.
"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.retention import actions
from reviewboard.stages.retention.lives import ended_cases, kept_cases
from reviewboard.stages.retention.queries import carried_out, proposals, schedule_of
from reviewboard.stages.retention.refusals import NothingToDispose
from reviewboard.stages.retention.rules import MOST_AT_ONCE
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, cycle_name, in_cycle, one_page, paged
from reviewboard.web.coordinator.words import summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.disposals import cells, columns, life_view, proposal_columns, proposal_row, stub_view
from reviewboard.web.door import me, now, refused_by, writes

PROPOSALS = 20  # shown at once, oldest first


@blueprint.get("/cycles/<cycle_id>/retention")
def retention(cycle_id: str) -> str:
    """List the cases at their end, longest ago first, and the proposals that wait."""
    return _list(None, cycle_id)


def _list(refusal: Refusal | None, cycle_id: str) -> str:
    found = ended_cases(cycle_id, person=me(), now=now(), after=from_key(request.args.get("after")), limit=PAGE + 1)
    rows, last = one_page(found)
    schedule = schedule_of(cycle_id)
    since = from_key(request.args.get("since"))
    waiting = proposals(cycle_id, limit=PROPOSALS + 1, after=since)
    last_waiting = waiting[PROPOSALS - 1] if len(waiting) > PROPOSALS else None
    return render_template(
        "coordinator/retention.html",
        **in_cycle(
            "retention",
            rows=[life_view(row, schedule) for row in rows],
            schedule=schedule,
            errors=summary(refusal),
            waiting=[
                proposal_row(row, cycle_name(row), url_for("coordinator.disposal", cycle_id=cycle_id, batch_id=row.batch_id))
                for row in waiting[:PROPOSALS]
            ],
            more_waiting=url_for("coordinator.retention", cycle_id=cycle_id,
                                 since=to_key(last_waiting.proposed_at, last_waiting.batch_id)) if last_waiting else None,
            first_waiting=url_for("coordinator.retention", cycle_id=cycle_id) if since else None,
            waiting_columns=proposal_columns(),
            stubs=url_for("coordinator.stubs", cycle_id=cycle_id),
            **paged("coordinator.retention", to_key(last.life.ended_at, last.id) if last else None, cycle_id=cycle_id),
        ),
    )


@blueprint.get("/cycles/<cycle_id>/retention/preview")
def disposal_preview(cycle_id: str) -> str | tuple[str, int]:
    """Show what would be proposed, and ask why."""
    chosen = request.args.getlist("case")
    if not chosen:
        refusal = NothingToDispose()
        return _list(refusal, cycle_id), refusal.status
    return _preview(None, cycle_id, chosen)


def _preview(refusal: Refusal | None, cycle_id: str, chosen: list[str] | None = None) -> str:
    wanted = request.form.getlist("case") if chosen is None else chosen
    schedule = schedule_of(cycle_id)
    found = kept_cases(cycle_id, wanted[:MOST_AT_ONCE], person=me(), now=now())
    views = [life_view(row, schedule) for row in found]
    return render_template(
        "coordinator/disposal_preview.html",
        **in_cycle(
            "retention",
            chosen=[view["id"] for view in views],
            rows=[cells(view) for view in views],
            columns=columns(),
            barred=[view["reference"] for view in views if view["bars"]],
            why=request.form.get("why", ""),
            errors=summary(refusal),
        ),
    )


@blueprint.post("/cycles/<cycle_id>/retention")
@refused_by(_preview)
@writes
def propose_disposal(cycle_id: str) -> Response:
    """Propose the chosen cases; somebody else carries it out."""
    chosen = request.form.getlist("case")
    actions.propose(
        cycle=CycleFacts(cycle_id, "closed"), case_ids=chosen, why=request.form.get("why", "")[:2000], actor=me(), now=now()
    )
    flash(
        ngettext("%(num)s case is proposed. Somebody else has to carry it out.",
                 "%(num)s cases are proposed. Somebody else has to carry it out.", len(set(chosen))),
        "done",
    )  # fmt: skip
    return redirect(url_for("coordinator.retention", cycle_id=cycle_id))


@blueprint.get("/cycles/<cycle_id>/stubs")
def stubs(cycle_id: str) -> str:
    """List what was disposed of, newest first."""
    rows, last = one_page(carried_out(cycle_id, after=request.args.get("after"), limit=PAGE + 1))
    return render_template(
        "coordinator/stubs.html",
        **in_cycle(
            "retention",
            stubs=[stub_view(one) for one in rows],
            **paged("coordinator.stubs", last.id if last else None, cycle_id=cycle_id),
        ),
    )
