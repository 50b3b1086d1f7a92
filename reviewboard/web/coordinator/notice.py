"""The privacy and process notice that candidates acknowledge, in both languages.

Fields: `notice_fr`, `notice_en`, `version`. A changed text gets the next version number.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.actions import change_cycle
from reviewboard.foundation.cycle.notice_years import PLACES
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.parsing import paragraphs
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.numbers import whole_number


def _form(refusal: Refusal | None, cycle_id: str) -> str:
    held = {"notice_fr": g.cycle.notice_fr, "notice_en": g.cycle.notice_en}
    facts = [
        {"label": _("In French"), "value": g.cycle.notice_fr, "lang": "fr", "long": True},
        {"label": _("In English"), "value": g.cycle.notice_en, "lang": "en", "long": True},
    ]
    return render_template(
        "coordinator/notice.html",
        **in_cycle("cycle", typed=held | request.form.to_dict(), errors=summary(refusal), wrong=field_errors(refusal),
                   number=g.cycle.notice_version, years=PLACES, facts=facts,
                   stale=isinstance(refusal, StaleWrite)),
    )  # fmt: skip


@blueprint.get("/cycles/<cycle_id>/notice")
def notice(cycle_id: str) -> str:
    """Show the notice."""
    return _form(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/notice")
@refused_by(_form)
@writes
def save_notice(cycle_id: str) -> Response:
    """Keep it."""
    typed = {name: paragraphs(request.form.get(name)) for name in ("notice_fr", "notice_en")}
    version = whole_number(request.form.get("version")) or 0
    change_cycle(cycle_id=cycle_id, version=version, changes=typed, actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))
