"""A candidate may add a statement to their result, once and for good: it is read wherever the record is."""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.recourse.queries import statement_of
from reviewboard.stages.recourse.refusals import SayLess, SayWhat, StatementThere
from reviewboard.stages.recourse.rules import STATEMENT_LONGEST
from reviewboard.stages.recourse.tables import Statement
from reviewboard.stages.step import lock_case


def add_statement(*, case_id: str, text: str, actor: Principal, now: datetime) -> Statement:
    """Keep the candidate's statement with the record. Raises NotYours, StatementThere, SayWhat, SayLess."""
    case = lock_case(case_id)
    require(actor, "recourse.own", case_facts(case, actor))
    said = tidy_statement(text)
    if statement_of(case_id) is not None:
        raise StatementThere()
    record = record_in_force(case_id)
    if record is None:
        raise NotYours()
    made = Statement(case_id=case_id, record_id=record.id, text=said, made_at=now)
    db.session.add(made)
    db.session.flush()
    enter("record.statement", actor=actor, now=now, case_id=case_id, cycle_id=case.cycle_id, subject=f"statement:{made.id}",
          details={"digest": fixed_digest(made, Statement.FIXED), "record": record.id})  # fmt: skip
    return made


def tidy_statement(text: str) -> str:
    """Return a statement as it is kept. Raises SayWhat, SayLess."""
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise SayWhat()
    if len(said) > STATEMENT_LONGEST:
        raise SayLess(most=STATEMENT_LONGEST)
    return said
