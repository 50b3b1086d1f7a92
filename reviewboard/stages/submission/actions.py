"""The verbs of a submission, from the first line to the receipt. Each is told in the module of its moment."""

from reviewboard.stages.submission.accommodating import answer_accommodation, ask_accommodation
from reviewboard.stages.submission.checking import check_again, look, note_check
from reviewboard.stages.submission.copies import sweep_copies
from reviewboard.stages.submission.discretion import decide_place
from reviewboard.stages.submission.filing import add_evidence, forget_file, note_forgotten, remove_evidence
from reviewboard.stages.submission.handing_in import case_digest, send_receipt, submit_case, withdraw_case
from reviewboard.stages.submission.repairing import WrongVault, repair_evidence
from reviewboard.stages.submission.settling import settle_upload
from reviewboard.stages.submission.starting import acknowledge_notice, choose_language, start_case
from reviewboard.stages.submission.strays import may_sweep, sweep_strays, sweep_uploads
from reviewboard.stages.submission.uploading import begin_upload, cancel_upload, note_received
from reviewboard.stages.submission.writing import add_example, remove_example, save_example

__all__ = [
    "WrongVault",
    "acknowledge_notice",
    "add_evidence",
    "add_example",
    "answer_accommodation",
    "ask_accommodation",
    "begin_upload",
    "cancel_upload",
    "case_digest",
    "check_again",
    "choose_language",
    "decide_place",
    "forget_file",
    "look",
    "may_sweep",
    "note_check",
    "note_forgotten",
    "note_received",
    "remove_evidence",
    "remove_example",
    "repair_evidence",
    "save_example",
    "send_receipt",
    "settle_upload",
    "start_case",
    "submit_case",
    "sweep_copies",
    "sweep_strays",
    "sweep_uploads",
    "withdraw_case",
]  # fmt: skip
