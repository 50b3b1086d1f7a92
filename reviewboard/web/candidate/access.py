"""The right that opens each page of a candidate.

Writing and submitting ask for one's own case only: whoever comes after the end is told so, kindly, by the action,
which asks for the right to write, and gets the typed text back.
"""

from reviewboard.stages.submission.queries import TEXT_FIELDS
from reviewboard.web.access_list import Access

OWN = Access("submission.own", "case")
RECOURSE = Access("recourse.own", "case")

ROUTES = {
    "candidate.home": Access("candidate.home"),
    "candidate.start": Access("candidate.home"),
    "candidate.case": OWN,
    "candidate.notice": OWN,
    "candidate.language": OWN,
    "candidate.add_example": OWN,
    "candidate.save_example": Access("submission.own", "case", tidies=TEXT_FIELDS),
    "candidate.remove_example": OWN,
    "candidate.decide": OWN,
    "candidate.upload": Access("submission.own", "case", files=True),
    "candidate.begin_upload": OWN,
    "candidate.upload_state": OWN,
    "candidate.send_piece": OWN,
    "candidate.finish_upload": OWN,
    "candidate.cancel_upload": OWN,
    "candidate.ask_removal": OWN,
    "candidate.remove_evidence": OWN,
    "candidate.evidence": OWN,
    "candidate.evidence_page": OWN,
    "candidate.evidence_picture": OWN,
    "candidate.preview": OWN,
    "candidate.check": OWN,
    "candidate.submit": OWN,
    "candidate.receipt": OWN,
    "candidate.receipt_content": OWN,
    "candidate.withdrawal": OWN,
    "candidate.withdraw": OWN,
    "candidate.accommodation": OWN,
    "candidate.ask": OWN,
    "candidate.answer": OWN,
    "candidate.save_answer": OWN,
    "candidate.add_answer_file": Access("submission.own", "case", files=True),
    "candidate.ask_removal_of_answer": OWN,
    "candidate.remove_answer_file": OWN,
    "candidate.check_answer": OWN,
    "candidate.hand_in_answer": OWN,
    "candidate.add_nothing": OWN,
    "candidate.answer_evidence": OWN,
    "candidate.answer_evidence_page": OWN,
    "candidate.answer_evidence_picture": OWN,
    "candidate.result": Access("result.read", "case"),
    "candidate.case_files": Access("case_file.candidate", "case"),
    "candidate.ask_case_file": Access("case_file.candidate", "case"),
    "candidate.case_file_page": Access("case_file.candidate", "case"),
    "candidate.case_file_download": Access("case_file.candidate", "case"),
    # recourse: only once the result is released
    "candidate.recourse": RECOURSE,
    "candidate.recourse_one": RECOURSE,
    "candidate.recourse_keep": RECOURSE,
    "candidate.recourse_check": RECOURSE,
    "candidate.recourse_ask": RECOURSE,
    "candidate.recourse_leaving": RECOURSE,
    "candidate.recourse_withdraw": RECOURSE,
    "candidate.recourse_ready": RECOURSE,
    "candidate.recourse_waiving": RECOURSE,
    "candidate.recourse_waive": RECOURSE,
    "candidate.recourse_file": RECOURSE,
    "candidate.statement": RECOURSE,
    "candidate.statement_check": RECOURSE,
    "candidate.make_statement": RECOURSE,
}
