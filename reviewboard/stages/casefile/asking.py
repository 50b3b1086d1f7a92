"""Whoever may have a case file asks for it. Asked twice while nothing has changed, it is one file and one making."""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.casefile.document import input_digest, language_of
from reviewboard.stages.casefile.queries import fresh_file
from reviewboard.stages.casefile.refusals import UnknownVariant
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case

TOPIC = "casefile.make"


def variant_called(name: str) -> Variant:
    """Return the variant of this name. Raises UnknownVariant."""
    try:
        return Variant(name)
    except ValueError as problem:
        raise UnknownVariant() from problem


def ask_case_file(*, case_id: str, reader: Reader, variant: str, actor: Principal, now: datetime) -> CaseFile:
    """Return the file that was asked for, made already or owed now. Part of a transaction.

    The case is locked first, so two who ask at once get one file. Raises NotYours, UnknownVariant.
    """
    case = lock_case(case_id)
    require(actor, f"case_file.{reader.value}", case_facts(case, actor))
    chosen = variant_called(variant)
    wanted = CaseFile(
        case_id=case.id, account_id=actor.account_id or "", reader=reader.value, variant=chosen.value,
        language=language_of(case), input_digest=input_digest(case, reader, chosen, actor.account_id or ""), asked_at=now,
    )  # fmt: skip
    if (found := fresh_file(wanted)) is not None:
        return found
    db.session.add(wanted)
    db.session.flush()
    enter("case_file.ask", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"case_file:{wanted.id}",
          details={"reader": reader.value, "variant": chosen.value})  # fmt: skip
    owe(TOPIC, {"file_id": wanted.id}, now=now, case_id=case.id, cycle_id=case.cycle_id, single=f"{TOPIC}:{wanted.id}")
    return wanted
