"""What every page of a case shows of it: competency, language, where it stands."""

from datetime import datetime
from typing import Any

from flask import g
from flask_babel import to_user_timezone

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.foundation.written_dates import written_hour
from reviewboard.stages.recourse.queries import changed_on
from reviewboard.stages.workflow import State
from reviewboard.web.candidate.progress import progress_of
from reviewboard.web.door import now
from reviewboard.web.filters import moment
from reviewboard.web.language import LANGUAGES, locale


def cycle_at_hand() -> Cycle:
    """Return the cycle of the case at hand."""
    return db.session.get_one(Cycle, g.case.cycle_id)


def frame(cycle: Cycle) -> dict[str, Any]:
    """Return what every page of a case shows of it."""
    scale = scale_view(g.case.scale_version_id, locale())
    changed = changed_on([g.case.id]) if g.case.state == State.RELEASED else {}
    return {
        "case_id": g.case.id,
        "reference": g.case.reference,
        "language": g.case.language,
        "language_name": LANGUAGES[g.case.language],
        "cycle_name": name_of(cycle),
        "scale": scale,
        "required": g.case.required_level,
        "progress": progress_of(g.case, cycle, now(), changed.get(g.case.id)),
    }


def saved(at: datetime) -> dict[str, Any]:
    """Return when something was saved, as a moment: by the clock today, by the distance later on."""
    shown = moment(at) or {}
    today = to_user_timezone(at).date() == to_user_timezone(now()).date()
    return shown | ({"relative": written_hour(at)} if today else {})


def name_of(cycle: Any) -> str:
    """Return a cycle's name in the reader's language."""
    return str(cycle.name_fr if locale() == "fr" else cycle.name_en)
