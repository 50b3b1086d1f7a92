"""Where a case stands, as its candidate may know it: never finer than "in assessment" before the result is released.

Only the candidate's own acts, the announced dates and the release count here. Nothing an assessor or a lead does shows.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import to_user_timezone

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.submission.queries import deadline_of, is_open
from reviewboard.stages.submission.tables import Case
from reviewboard.web.filters import moment


def progress_of(case: Case, cycle: Cycle, now: datetime, changed_at: datetime | None = None) -> dict[str, Any]:
    """Return {state, sentence, stages, due}: a status key, one honest sentence, stages, the deadline of a draft.

    `changed_at`: when the result in force took the place of an earlier one.
    """
    if case.state == "withdrawn":
        return _told("withdrawn", _("You withdrew it on %(day)s.", day=_day(case.withdrawn_at)))
    if case.state == "draft":
        return _draft(case, cycle, now)
    since = _day(case.submitted_at)
    if case.state == "released":
        sentence = _("Your result has been here since %(day)s.", day=_day(case.released_at))
        if changed_at is not None:
            sentence = _("Your result has been here since %(day)s. It was changed on %(changed)s.",
                         day=_day(case.released_at), changed=_day(changed_at))  # fmt: skip
        return _told("released", sentence, ("done", "done", "current"))
    by = written_day(cycle.hear_by)
    if to_user_timezone(now).date() <= cycle.hear_by:
        sentence = _("In assessment since %(since)s. You will hear by %(by)s.", since=since, by=by)
    else:
        sentence = _("In assessment since %(since)s. You were to hear by %(by)s: it takes longer than planned.",
                     since=since, by=by)  # fmt: skip
    return _told("in_assessment", sentence, ("done", "current", "todo"))


def _draft(case: Case, cycle: Cycle, now: datetime) -> dict[str, Any]:
    deadline = moment(deadline_of(case, cycle)) or {}
    if is_open(case, cycle, now):
        sentence = _("A draft. Submit it by %(deadline)s.", deadline=deadline["full"])
        return _told("draft", sentence, ("current", "todo", "todo")) | {"due": deadline}
    return _told("closed", _("It was not submitted. The deadline was %(deadline)s.", deadline=deadline["full"]))


def _told(state: str, sentence: str, stages: tuple[str, ...] = ()) -> dict[str, Any]:
    labels = (_("Submission"), _("In assessment"), _("Result"))
    line = [{"label": label, "state": stage} for label, stage in zip(labels, stages, strict=False)]
    return {"state": state, "sentence": sentence, "stages": line, "due": None}


def _day(at: datetime | None) -> str:
    return written_day(at) if at else ""
