"""The page of a recourse that was sent: where it stands, its clock, the meeting, its answer."""

from typing import Any

from flask import g, render_template, url_for

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.rating.words import levels_of
from reviewboard.stages.recourse.queries import granted_by_review, meeting_of, recourses_of, windows_of
from reviewboard.stages.recourse.rules import may_meet_from
from reviewboard.stages.recourse.steps import HANDLED, OVER, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import kind_word
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.recourse_view import answer_of, asked_facts, became_of, line_of, sentence_of, what_it_is
from reviewboard.web.door import fresh_key, now
from reviewboard.web.filters import day, moment


def one_page(found: Recourse, refusal: Refusal | None = None) -> str:
    """Return the page of a recourse that was sent, or lapsed, with why something was not done, if it was not."""
    kind, stand = Kind(found.kind), Stand(found.stand)
    answer, every = answer_of(g.case, found), recourses_of(g.case.id)
    granted = granted_by_review(every)
    mine = granted and kind is Kind.FRESH
    return render_template(
        "candidate/recourse_one.html",
        **frame(cycle_at_hand()),
        kind=kind.value,
        name=kind_word(kind),
        what=what_it_is(kind),
        sentence=sentence_of(found, granted=mine),
        granted=mine,
        became=became_of(every[Kind.FRESH]) if granted and kind is Kind.REVIEW else None,
        following=_following(kind, stand),
        problem=refusal.text if refusal else None,
        stages=line_of(found),
        lapsed=stand is Stand.LAPSED,
        due=moment(found.due_at) if stand in (Stand.ASKED, *HANDLED, Stand.COUNTERSIGN) else None,
        asked_at=moment(found.asked_at),
        asked=asked_facts(found, g.case.language),
        file=url_for("candidate.recourse_file", case_id=g.case.id) if found.disclosed_at else None,
        meeting=_meeting(found),
        may_withdraw=stand in (Stand.ASKED, *HANDLED, Stand.COUNTERSIGN),
        answer=answer,
        levels=levels_of(answer["scale"]) if answer else [],
        key=fresh_key(),
    )


def _following(kind: Kind, stand: Stand) -> dict[str, Any] | None:
    """Return the next recourse that may be asked for once this one is over: its name, until when, its address; or None."""
    order = list(Kind)
    if stand not in OVER or kind is order[-1]:
        return None
    following = order[order.index(kind) + 1]
    window = windows_of(g.case, now=now())[following]
    href = url_for("candidate.recourse_one", case_id=g.case.id, kind=following.value)
    return {"name": kind_word(following), "until": moment(window.until), "href": href} if window.open else None


def _meeting(found: Recourse) -> dict[str, Any]:
    """Return what the page says of the meeting: from when on it may be held, that it was waived, or that it was held."""
    waits = found.stand == Stand.DISCLOSED and found.disclosed_at is not None
    heard = meeting_of(found.id)
    earliest = may_meet_from(found.disclosed_at, found.ready_at) if waits and found.disclosed_at else None
    return {
        "from": moment(earliest) if earliest and earliest > now() else None,
        "waits": waits,
        "ready": found.ready_at is not None,
        "waived": heard is not None and heard.met_on is None,
        "held": day(heard.met_on) if heard else None,
        "attended": heard.attended if heard else "",
        "notes": heard.notes if heard else "",
    }
