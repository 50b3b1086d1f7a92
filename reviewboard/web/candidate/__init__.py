"""The candidate's pages: start, read the notice, write, add evidence, check, submit, follow.

Fields of the forms, stable for scripts. Every POST carries `csrf_token`; `_key` or the header Idempotency-Key makes
sending it twice the same as once; of files their bytes do: the same bytes sent to the same place are one file. Fields that a form does not send stay as they are.

| endpoint | POST to | fields |
|---|---|---|
| candidate.start | /my/cases | `cycle_id`, `scale_version_id`, `language` (fr, en) |
| candidate.notice | /my/cases/<case_id>/notice | `notice_version` |
| candidate.language | /my/cases/<case_id>/language | `language` |
| candidate.add_example | …/examples | none; answers with the first step of the new example |
| candidate.save_example | …/examples/<example_id> | `version`; any of `title`, `when_from`, `when_to` (2026-03-31), `context`, `contacts`, `why_not_clients`, `confirmer_name`, `confirmer_email`, `actions`, `result`, `benefit`; `step`, `then` (stay, next) |
| candidate.remove_example | …/examples/<example_id>/remove | `version` |
| candidate.decide | …/examples/<example_id>/places | `mark` (of a place, on the check page), `keep` (yes, no) |
| candidate.upload | …/examples/<example_id>/evidence | `file` (one or more; multipart) |
| candidate.begin_upload and what follows | …/examples/<example_id>/uploads | see `uploading.py`; for scripts |
| candidate.remove_evidence | …/evidence/<evidence_id>/remove | none |
| candidate.submit | …/submit | `version` (of the case, on the check page) |
| candidate.withdraw | …/withdraw | none |
| candidate.ask | …/accommodation | `request` |
| candidate.save_answer | …/answer (to a question of the panel) | `answer`, `version`; `then` (check) |
| candidate.add_answer_file | …/answer/evidence | `file` (one or more; multipart) |
| candidate.remove_answer_file | …/answer/evidence/<evidence_id>/remove | none |
| candidate.hand_in_answer | …/answer/hand-in | `answer`, `version`, `files` (of the last look) |
| candidate.add_nothing | …/answer/nothing | none |
| candidate.recourse_keep | …/recourse/<kind>/draft | `version`, `request`; `ground` (one or more), `text_<ground>`; `then` (check) |
| candidate.recourse_ask | …/recourse/<kind> (feedback, decision_review, fresh_rating) | `version` (on the check page) |
| candidate.recourse_withdraw, _ready, _waive | …/recourse/<kind>/withdraw, …/ready, …/waive | none |
| candidate.make_statement | …/statement | `text` (first to …/statement/check) |
| candidate.ask_case_file | …/case-file | `variant` (whole, redacted) |

GET /my/cases/<case_id> takes `example` (an id) and `step` (situation, people, did, came, evidence). A form is answered
with 303 or 302 to the next page when it is taken; 409 (stale, too late, already submitted), 413 or 422 with a page that
holds what was typed when it is not.
"""  # noqa: E501

from flask import Blueprint

from reviewboard.web.candidate.access import ROUTES

blueprint = Blueprint("candidate", __name__)

from reviewboard.web.candidate import (  # noqa: E402
    accommodating,
    answer_view,
    answering,
    case,
    casefile,
    discretion,
    evidence,
    filing,
    finishing,
    home,
    receipt,
    recourse,
    recourse_acts,
    recourse_ask,
    recourse_file,
    removing,
    result,
    statement,
    uploading,
    writing,
)

__all__ = [
    "ROUTES", "accommodating", "answer_view", "answering", "blueprint", "case", "casefile", "discretion", "evidence",
    "filing", "finishing", "home", "receipt", "recourse", "recourse_acts", "recourse_ask", "recourse_file", "removing",
    "result", "statement", "uploading", "writing",
]  # fmt: skip
