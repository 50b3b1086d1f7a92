"""Counts by cycle, only where they are five or more.

Query field: `after`.
"""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from reviewboard.foundation.cycle.queries import scale_versions_of
from reviewboard.foundation.scale.queries import scale_of
from reviewboard.quality.queries import Figures, figures_of
from reviewboard.quality.rules import Gap
from reviewboard.stages.auditing import cycles_page, outcome_counts, standing_counts
from reviewboard.stages.coordination import Standing
from reviewboard.stages.disclosure import FEWEST, told
from reviewboard.stages.rating.rules import OutcomeKind
from reviewboard.web.auditor import blueprint
from reviewboard.web.coordinator.words import standing_word
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.outcomes import key_word
from reviewboard.web.quality_view import gap_word

PAGE = 10


@blueprint.get("/audit/statistics")
def statistics() -> str:
    """Show how cases stand and what was recorded, cycle by cycle."""
    found = cycles_page(after=from_key(request.args.get("after")), limit=PAGE + 1)
    shown = found[:PAGE]
    ids = [cycle.id for cycle in shown]
    standing, outcomes, scales = standing_counts(ids), outcome_counts(ids), scale_versions_of(ids)
    checks = figures_of(ids)
    return render_template(
        "auditor/statistics.html",
        fewest=FEWEST,
        cycles=[
            {
                "checks": _checks(checks[cycle.id]),
                "name": cycle.name_fr if str(get_locale()) == "fr" else cycle.name_en,
                "standing": _rows([each.value for each in Standing], standing[cycle.id], standing_word),
                "outcomes": _rows(_outcomes(scales[cycle.id]), outcomes[cycle.id], key_word),
            }
            for cycle in shown
        ],
        older=url_for("auditor.statistics", after=to_key(shown[-1].created_at, shown[-1].id))
        if len(found) > PAGE
        else None,
        newer=url_for("auditor.statistics") if request.args.get("after") else None,
    )


def _outcomes(version_ids: list[str]) -> list[str]:
    """Return every outcome a case on these scales can have, said or not: that one is absent tells something too."""
    levels = {number for version_id in version_ids for number in scale_of(version_id).level_numbers}
    return [str(number) for number in sorted(levels)] + [
        kind.value for kind in OutcomeKind if kind != OutcomeKind.LEVEL
    ]


def _rows(keys: list[str], counts: dict[str, int], word: Callable[[str], str]) -> list[list[Any]]:
    """Return the counts that may be told, a dash for the others; nothing where none may."""
    shown = told({key: counts.get(key, 0) for key in keys})
    if set(shown.values()) <= {None}:
        return []
    return [[word(key), "–" if count is None else count] for key, count in shown.items()]


def _checks(figures: Figures) -> list[list[Any]]:
    """Return what checks of agreed cases found, and how many are under way, as far as it may be told."""
    under_way = "under_way"
    counts = {under_way: figures.under_way} | {gap.value: figures.gaps[gap] for gap in Gap}
    return _rows(list(counts), counts, lambda key: _("under way") if key == under_way else gap_word(key))
