"""Couriers of submission: files are checked, the receipt goes out, bytes that nobody names any more go away."""

from datetime import datetime
from typing import Any

from reviewboard.stages.submission import actions
from workers.app import LASTS_LONGEST, courier


@courier("submission.receipt")
def receipt(case_id: str, *, now: datetime) -> None:
    """Tell a candidate that the submission is in."""
    actions.send_receipt(case_id=case_id, now=now)


@courier("submission.check_evidence", outside=actions.look, lasts=LASTS_LONGEST)
def check_evidence(evidence_id: str, *, now: datetime, **looked: Any) -> None:
    """Note what a look into one file showed."""
    actions.note_check(evidence_id=evidence_id, now=now, **looked)


@courier("submission.forget_file", outside=actions.forget_file)
def forget_file(vault_key: str, *, now: datetime) -> None:
    """Note that the bytes of removed evidence are out of the vault."""
    actions.note_forgotten(vault_key=vault_key, now=now)
