"""Every case that two raters agreed on at once is counted in its stratum, and every so many of them is drawn."""

import secrets
from datetime import datetime

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.people.tables import Account
from reviewboard.quality.rules import outcome_key
from reviewboard.quality.sampling import PARTS, Stratum, is_drawn
from reviewboard.quality.tables import Draw, StratumRow
from reviewboard.stages.assignment.round import lock_for_one
from reviewboard.stages.assignment.tables import Seat, pair_of
from reviewboard.stages.consensus.queries import ladder_of
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.consensus.tables import Agreement
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.tables import Record
from reviewboard.stages.step import payload_of, single_of
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS


def draw(*, case_id: str, actor: Principal = SYSTEM, now: datetime) -> bool:
    """Count a recorded case in its stratum and return whether it is drawn for a check.

    Nothing is counted twice, nor where the policy draws none, nor what was discussed or resolved: more than two eyes
    looked at that already. A case that is rated afresh is no sample of the first round. Raises NotYours.
    """
    require(actor, "board")
    cycle, case = lock_for_one(case_id)
    percent, record = ladder_of(cycle.id).sampling_percent, record_in_force(case.id)
    if not percent or record is None or not _agreed_at_once(case, record) or db.session.get(Draw, case.id):
        return False
    stratum = _stratum(cycle, stratum_of(case, record))
    last = select(func.max(Draw.number)).where(Draw.stratum_id == stratum.id)  # not their count: cases are disposed of
    number = (db.session.execute(last).scalar_one() or 0) + 1
    drawn = is_drawn(number, percent, stratum.start)
    db.session.add(Draw(case_id=case.id, stratum_id=stratum.id, number=number, drawn=drawn, drawn_at=now))
    db.session.flush()
    enter("quality.draw", actor=actor, now=now, case_id=case.id, cycle_id=cycle.id, subject=f"stratum:{stratum.id}",
          details={"number": number, "drawn": drawn})  # fmt: skip
    if drawn:
        owe("quality.seat", payload_of("quality.seat", case), now=now, case_id=case.id, cycle_id=cycle.id,
            single=single_of("quality.seat", case))  # fmt: skip
    return drawn


def stratum_of(case: Case, record: Record) -> Stratum:
    """Return the stratum of a case that two raters agreed on."""
    raters = db.session.execute(
        select(Seat.assessor_id).where(Seat.case_id == case.id, Seat.ended_at.is_(None), Seat.place <= SEATS)
    ).scalars()
    unit = db.session.execute(select(Account.unit).where(Account.id == case.candidate_id)).scalar_one()
    return Stratum(outcome_key(as_outcome(record)), pair_of(*raters), unit or "")


def _agreed_at_once(case: Case, record: Record) -> bool:
    if case.fresh_of is not None or record.agreement_id is None:
        return False
    return db.session.get_one(Agreement, record.agreement_id).discussion_id is None


def _stratum(cycle: Cycle, wanted: Stratum) -> StratumRow:
    """Return the row of a stratum; the first case of it draws its start."""
    alike = {"cycle_id": cycle.id, "outcome": wanted.outcome, "pair": wanted.pair, "unit": wanted.unit}
    row = db.session.execute(select(StratumRow).filter_by(**alike)).scalar_one_or_none()
    if row is None:
        row = StratumRow(**alike, start=secrets.randbelow(PARTS))
        db.session.add(row)
        db.session.flush()
    return row
