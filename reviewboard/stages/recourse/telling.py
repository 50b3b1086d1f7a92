"""Who hears of a recourse: leads who may answer, its handler, its candidate. Mail says only that something is there."""

from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.actions import notify
from reviewboard.stages.consensus.telling import coordinators_of
from reviewboard.stages.recourse.people import waits_for
from reviewboard.stages.recourse.steps import OVER, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case

UNSIGNED = "recourse.unsigned"


def tell_leads(*, recourse_id: str, now: datetime) -> None:
    """Tell every lead who may act that a recourse waits for one of them; where nobody may, the coordinators hear it."""
    case, recourse = _load(recourse_id)
    if recourse.stand not in (Stand.ASKED, Stand.COUNTERSIGN):
        return
    able, once = waits_for(recourse), once_there(recourse)
    for lead_id in able:
        notify(lead_id, "recourse.waits", once=once, now=now, case_id=case.id, reference=case.reference, case=case.id,
               recourse=recourse.kind)  # fmt: skip
    if not able and recourse.stand == Stand.COUNTERSIGN:
        tell_nobody_signs(case, recourse, once=once, now=now)
    elif not able:
        _tell_coordinators(case, once=once, now=now)


def once_there(recourse: Recourse) -> str:
    """Return what names that a recourse stands where it does: told of once, until it comes there again."""
    return f"{recourse.id}:{recourse.since.isoformat()}"


def tell_nobody_signs(case: Case, recourse: Recourse, *, once: str, now: datetime) -> None:
    """Tell the coordinators, who may add a lead, and who decided, who may take the decision back. Part of a transaction."""
    _tell_coordinators(case, once=once, now=now)
    if recourse.handler_id is not None:
        notify(recourse.handler_id, UNSIGNED, once=once, now=now, case_id=case.id, reference=case.reference, case=case.id,
               recourse=recourse.kind)  # fmt: skip


def _tell_coordinators(case: Case, *, once: str, now: datetime) -> None:
    for account_id in coordinators_of(case.cycle_id):
        notify(account_id, "recourse.nobody", once=once, now=now, case_id=case.id, reference=case.reference,
               cycle=case.cycle_id)  # fmt: skip


def tell_handler(*, recourse_id: str, now: datetime) -> None:
    """Tell who answers a recourse that there is news of it; nothing where nobody does."""
    case, recourse = _load(recourse_id)
    if recourse.handler_id is not None:
        notify(recourse.handler_id, "recourse.moved", once=f"{recourse.id}:{recourse.version}", now=now, case_id=case.id,
               reference=case.reference, case=case.id, recourse=recourse.kind)  # fmt: skip


def tell_candidate(*, recourse_id: str, now: datetime) -> None:
    """Tell the candidate that there is news of what they asked: the same words whatever it is."""
    case, recourse = _load(recourse_id)
    if recourse.stand == Stand.DISCLOSED or recourse.stand in OVER:
        notify(case.candidate_id, "recourse.news", once=f"{recourse.id}:{recourse.stand}", now=now, case_id=case.id,
               reference=case.reference, case=case.id)  # fmt: skip


def tell_rated(*, case_id: str, now: datetime) -> None:
    """Tell who answers a fresh rating that the pair came to its outcome; nothing for any other case."""
    found = db.session.execute(select(Recourse).where(Recourse.fresh_case_id == case_id)).scalar_one_or_none()
    if found is not None and found.handler_id is not None and found.stand == Stand.TAKEN:
        case = db.session.get_one(Case, found.case_id)
        notify(found.handler_id, "recourse.moved", once=f"{found.id}:rated", now=now, case_id=case.id,
               reference=case.reference, case=case.id, recourse=found.kind)  # fmt: skip


def _load(recourse_id: str) -> tuple[Case, Recourse]:
    recourse = db.session.get_one(Recourse, recourse_id)
    return db.session.get_one(Case, recourse.case_id), recourse
