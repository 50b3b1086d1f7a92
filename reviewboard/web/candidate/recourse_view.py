"""What a candidate reads of their recourse: what each one is, until when, where it stands, how it ended. Nobody's name."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.queries import (
    decision_in_force,
    granted_by_review,
    grounds_of,
    records_of,
    recourses_of,
    windows_of,
)
from reviewboard.stages.recourse.rules import Shut, Verdict, Window
from reviewboard.stages.recourse.steps import OVER, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision
from reviewboard.stages.recourse.words import ground_word, kind_word, verdict_word
from reviewboard.stages.submission.tables import Case
from reviewboard.web.filters import moment
from reviewboard.web.language import locale


def kind_in(address: str) -> Kind:
    """Return the kind of recourse that an address names. Raises NotYours."""
    try:
        return Kind(address)
    except ValueError:
        raise NotYours() from None


def what_it_is(kind: Kind) -> str:
    """Return in two sentences what a recourse of this kind is."""
    match kind:
        case Kind.FEEDBACK:
            return _(
                "Somebody who knows the reasons goes through them with you. It decides nothing: your result stays as it is."
            )
        case Kind.REVIEW:
            return _("A panel lead who took no part in the decision reviews it on your grounds: it may be the one who released"
                     " the result, which decides nothing. You read the file before the meeting. The outcome may be upheld,"
                     " varied or returned to a fresh pair.")  # fmt: skip
    return _("Two other assessors rate what you handed in, on the same scale, and see nothing of the first round. The outcome"
             " may be the same, higher or lower. Until it is decided, your result stays in force.")  # fmt: skip


def steps_of(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Return the three recourses in their order, each with where it stands in one sentence. At most four statements."""
    found, windows = recourses_of(case.id), windows_of(case, now=now)
    granted = granted_by_review(found)
    return [_step(case, kind, found.get(kind), windows, granted=granted and kind is Kind.FRESH) for kind in Kind]


def _step(
    case: Case, kind: Kind, recourse: Recourse | None, windows: dict[Kind, Window], *, granted: bool
) -> dict[str, Any]:
    window = windows[kind]
    asked = recourse is not None and recourse.asked_at is not None
    written = recourse is not None and recourse.stand == Stand.DRAFT
    return {
        "kind": kind.value,
        "name": kind_word(kind),
        "what": what_it_is(kind),
        "sentence": sentence_of(recourse, granted=granted) if recourse is not None and asked else _window_sentence(window),
        "more": way_past(kind, windows),
        "until": moment(window.until) if window.open and window.until else None,
        "open": window.open,
        "asked": asked,
        "over": recourse is not None and Stand(recourse.stand) in OVER,
        "href": url_for("candidate.recourse_one", case_id=case.id, kind=kind.value)
        if asked or written or window.open
        else None,
        "label": _("Go on writing") if written and window.open else None,
    }


def way_past(kind: Kind, windows: dict[Kind, Window]) -> str:
    """Return that a review may be asked for without feedback, or before it was given, and what that gives up; or nothing."""
    review = windows[Kind.REVIEW]
    if kind is not Kind.REVIEW:
        return ""
    if review.open and windows[Kind.FEEDBACK].open:
        return _("You may go straight to it. You then give up individual feedback.")
    if review.shut is Shut.AFTER_FEEDBACK:
        return _("If you would rather not wait, take your feedback back: you may then ask for the review at once.")
    return ""


def _window_sentence(window: Window) -> str:
    match window.shut:
        case None:
            return _("You can ask until:")
        case Shut.OVER:
            return _("The time to ask for it is over.")
        case Shut.GIVEN_UP:
            return _("You asked for the next step, so this one can no longer be asked for.")
        case Shut.AFTER_FEEDBACK:
            return _("You can ask for it once your feedback was given.")
        case Shut.REVIEW_WITHDRAWN:
            return _("Closed: you took back the decision review, and a fresh rating follows only a decided one.")
        case Shut.REVIEW_OVER:
            return _("Closed: the time to ask for a decision review is over, and a fresh rating follows only a decided one.")
    return _("You can ask for it once a review is decided.")


def sentence_of(recourse: Recourse, *, granted: bool = False) -> str:
    """Return where a recourse stands, in one honest sentence. `granted`: a fresh rating that the review granted."""
    due = (moment(recourse.due_at) or {}).get("full", "")
    match Stand(recourse.stand), Kind(recourse.kind):
        case Stand.CONCLUDED, _any:
            return _("It is concluded. Read the answer.")
        case Stand.WITHDRAWN, _any if granted:
            return _("The review granted it, and you gave it up on %(day)s.", day=_ended(recourse))
        case Stand.WITHDRAWN, _any:
            return _("You took it back.")
        case Stand.DISCLOSED, _any:
            return _("The file is open to you. The meeting comes next.")
        case ((Stand.MET | Stand.COUNTERSIGN), _any):
            return _("A panel lead is deciding. You will have the answer by %(due)s.", due=due)
        case _stand, Kind.FRESH:
            return _("Two other assessors rate what you handed in. You will have the answer by %(due)s. Until then your result"
                     " stays in force.", due=due)  # fmt: skip
        case Stand.ASKED, _any:
            return _("It was sent, and waits for a panel lead. You will have the answer by %(due)s.", due=due)
    return _("A panel lead has taken it up. You will have the answer by %(due)s.", due=due)


def under_way_view(recourse: Recourse) -> dict[str, Any]:
    """Return a recourse under way as the pages of its case point to it: its name, where it stands, its address."""
    href = url_for("candidate.recourse_one", case_id=recourse.case_id, kind=recourse.kind)
    return {"name": kind_word(recourse.kind), "sentence": sentence_of(recourse), "due": moment(recourse.due_at), "href": href}


def became_of(fresh: Recourse) -> str:
    """Return what became of the fresh rating that a review granted, for the review's own page."""
    match Stand(fresh.stand):
        case Stand.WITHDRAWN:
            return _("You gave up this fresh rating on %(day)s. Your result stays in force as it is.", day=_ended(fresh))
        case Stand.CONCLUDED:
            return _("The fresh rating is concluded since %(day)s.", day=_ended(fresh))
    due = (moment(fresh.due_at) or {}).get("full", "")
    return _("The fresh rating is under way. You will have its answer by %(due)s.", due=due)


def _ended(recourse: Recourse) -> str:
    return written_day(recourse.ended_at) if recourse.ended_at else ""


def line_of(recourse: Recourse) -> list[dict[str, str]]:
    """Return the way of a recourse as a line of stages, the current one marked."""
    names = {
        Kind.FEEDBACK: [_("Sent"), _("With a panel lead"), _("Answer")],
        Kind.REVIEW: [_("Sent"), _("With a panel lead"), _("File disclosed"), _("Being decided"), _("Answer")],
        Kind.FRESH: [_("Sent"), _("Rated afresh"), _("Answer")],
    }[Kind(recourse.kind)]
    places = {
        Kind.FEEDBACK: {Stand.ASKED: 0, Stand.TAKEN: 1},
        Kind.REVIEW: {Stand.ASKED: 0, Stand.TAKEN: 1, Stand.DISCLOSED: 2, Stand.MET: 3, Stand.COUNTERSIGN: 3},
        Kind.FRESH: {Stand.ASKED: 1, Stand.TAKEN: 1},
    }[Kind(recourse.kind)]
    if recourse.stand == Stand.WITHDRAWN:
        return []
    here = places.get(Stand(recourse.stand), len(names) - 1)
    return [
        {"label": name, "state": "done" if at < here else "current" if at == here else "todo"} for at, name in enumerate(names)
    ]


def asked_facts(recourse: Recourse, language: str) -> list[dict[str, Any]]:
    """Return what was asked as facts to read: the grounds, each with its text, then the question or wish."""
    label = _("Your question") if recourse.kind == Kind.FEEDBACK else _("What you ask for")
    facts = [
        {"label": ground_word(name), "value": text, "long": True, "lang": language}
        for name, text in grounds_of(recourse.id).items()
    ]
    if recourse.request:
        facts.append({"label": label, "value": recourse.request, "long": True, "lang": language})
    return facts


def answer_of(case: Case, recourse: Recourse) -> dict[str, Any] | None:
    """Return the answer to a concluded recourse: the verdict, reasons per ground, the old and the new outcome."""
    decision = decision_in_force(recourse.id) if recourse.stand == Stand.CONCLUDED else None
    if decision is None:
        return None
    scale = scale_view(case.scale_version_id, locale())
    before, after = _outcomes(case, decision)
    return {
        "word": verdict_word(decision.verdict),
        "at": moment(recourse.ended_at),
        "reasons": decision.reasons,
        "grounds": [{"label": ground_word(name), "value": text, "long": True, "lang": case.language}
                    for name, text in decision.ground_reasons.items()],
        "before": outcome_view(as_outcome(before), scale) if before else None,
        "after": outcome_view(as_outcome(after), scale) if after else None,
        "scale": scale,
    }  # fmt: skip


def _outcomes(case: Case, decision: RecourseDecision) -> tuple[Record | None, Record | None]:
    """Return the record in force when this was decided and, where it was varied, the one that took its place."""
    if decision.verdict not in (Verdict.UPHELD, Verdict.VARIED, Verdict.RETURNED):
        return None, None
    records = records_of(case.id)
    decided = decision.countersigned_at or decision.decided_at
    before = next((one for one in records if one.superseded_at is None or one.superseded_at >= decided), None)
    after = next((one for one in records if before is not None and one.supersedes_id == before.id), None)
    return before, after if decision.verdict == Verdict.VARIED else None
