"""How the checks of agreed cases go: counted, drawn, under way, sealed; how often they say the same; what leads noted.

A figure that fewer than five checks stand behind is not shown: beside the seats of a case it would tell a rating."""

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.quality.queries import figures_of, notes_for_coordinator
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.coordination import names
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.quality_view import follows_word, found_bars, level_bars, of_many, pair_bars, unit_bars


@blueprint.get("/cycles/<cycle_id>/quality")
def quality(cycle_id: str) -> str:
    """Show the checks of one cycle. Query field: `after`, of the notes."""
    cycle: Cycle = g.cycle
    figures = figures_of([cycle_id])[cycle_id]
    many = of_many(figures)
    notes, last = one_page(notes_for_coordinator(cycle_id, me(), limit=PAGE + 1, after=from_key(request.args.get("after"))))
    called = names(sorted({who for pair in many.pairs for who in pair.split(":")}))
    return render_template(
        "coordinator/quality.html",
        **in_cycle(
            "quality",
            percent=Ladder.from_policy(cycle.policy).sampling_percent,
            counts=[
                {"label": _("Agreed at once"), "value": figures.agreed}, {"label": _("Drawn"), "value": figures.drawn},
                {"label": _("Checks under way"), "value": figures.under_way},
                {"label": _("Checks sealed"), "value": figures.sealed},
            ],
            sealed=figures.sealed,
            found=found_bars(many),
            levels=level_bars(many),
            pairs=pair_bars(many, called),
            units=unit_bars(many),
            notes=[
                {
                    "reference": row.reference, "href": url_for("coordinator.case", case_id=row.case_id),
                    "follows": follows_word(row.follows), "reasons": row.reasons, "by": row.lead,
                    "at": moment(row.noted_at),
                }
                for row in notes
            ],
            **paged("coordinator.quality", to_key(last.noted_at, last.id) if last else None, cycle_id=cycle_id),
        ),
    )  # fmt: skip
