"""Where one case stands: who is how far (as letters), what happened, and the page on which a lead may act."""

from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.comparison import LETTERS
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import levels_of, outcome_view
from reviewboard.stages.record.board import waiting_since
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.words import method_word
from reviewboard.stages.recourse.queries import statement_of
from reviewboard.stages.workflow import CHECK_PLACE, State, find_step
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.board import PAGES
from reviewboard.web.panel.history import history


@blueprint.get("/cases/<case_id>")
def case(case_id: str) -> str:
    """Show where a case stands."""
    facts: CaseFacts = g.facts
    scale = scale_view(g.case.scale_version_id, locale())
    return render_template(
        "panel/case.html",
        case=g.case,
        competency=scale.name,
        levels=levels_of(scale),
        since=moment(waiting_since(g.case)),
        seats=_seats(facts),
        links=_links(me(), facts),
        log=history(g.case, facts, me()),
        final=_final(me(), facts, scale),
        may_part=any(find_step(State(g.case.state), action) for action in ("hand_over", "note_conflict")),
    )


def _seats(facts: CaseFacts) -> list[dict[str, str]]:
    """Return how far each rater is: status only. A check is none of them, and nothing here tells of it."""
    return [
        {
            "label": _("Rater %(letter)s", letter=LETTERS[seat.place]),
            "value": _("sealed") if seat.sealed else _("not sealed yet"),
        }
        for seat in facts.seats
        if seat.live and seat.place < CHECK_PLACE
    ]


def _links(person: Principal, facts: CaseFacts) -> list[dict[str, Any]]:
    """Return the pages of this case that this lead may open; `primary` is the one where it stands now."""
    names = {
        "panel.dispute": _("The dispute and both ratings"), "panel.confirmation": _("The agreement to confirm"),
        "panel.countersign_form": _("The decision to countersign"),
        "panel.discussion": _("Both ratings and what was said"), "panel.case_files": _("The case file"),
        "panel.own_level": _("Note your own level first"),
    }  # fmt: skip
    endpoints, own = [], facts.decided_by == person.account_id
    page = "panel.own_level" if may(person, "own_level.note", facts) else PAGES.get(State(facts.state))
    if own:
        page, names["panel.dispute"] = "panel.dispute", _("Your decision, which waits for another lead")
    if page is not None:
        endpoints.append(page)
    if may(person, "dispute.read", facts):
        endpoints.append("panel.dispute")
    if may(person, "discussion.read", facts):
        endpoints.append("panel.discussion")
    if may(person, "case_file.lead", facts):
        endpoints.append("panel.case_files")
    return [
        {"label": names[endpoint], "href": url_for(endpoint, case_id=facts.case_id), "primary": endpoint == page}
        for endpoint in dict.fromkeys(endpoints)
    ]


def _final(person: Principal, facts: CaseFacts, scale: Any) -> dict[str, Any] | None:
    record = record_in_force(facts.case_id) if may(person, "record.read", facts) else None
    if record is None:
        return None
    return {
        "outcome": outcome_view(as_outcome(record), scale), "method": method_word(record.method),
        "reasons": record.reasons, "at": moment(record.recorded_at), "released": moment(record.released_at),
        "statement": statement_of(facts.case_id), "adjusted": g.case.extended_to is not None,
    }  # fmt: skip
