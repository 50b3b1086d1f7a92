"""The page of a recourse that was sent: where it stands, its clock, the meeting, its answer."""

from typing import Any

from flask import g, render_template, url_for

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.rating.words import levels_of
from reviewboard.stages.recourse.queries import meeting_of
from reviewboard.stages.recourse.rules import may_meet_from
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import kind_word
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.recourse_view import answer_of, asked_facts, line_of, sentence_of, what_it_is
from reviewboard.web.door import fresh_key, now
from reviewboard.web.filters import day, moment


def one_page(found: Recourse, refusal: Refusal | None = None) -> str:
    """Return the page of a recourse that was sent, or lapsed, with why something was not done, if it was not."""
    kind, stand = Kind(found.kind), Stand(found.stand)
    answer = answer_of(g.case, found)
    return render_template(
        "candidate/recourse_one.html",
        **frame(cycle_at_hand()),
        kind=kind.value,
        name=kind_word(kind),
        what=what_it_is(kind),
        sentence=sentence_of(found),
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
