"""The auditor's pages: history read, verified and counted. Nothing here writes, except that a case was read."""

from flask import Blueprint

from reviewboard.web.access_list import Access

blueprint = Blueprint("auditor", __name__)

ROUTES = {
    "auditor.journal": Access("journal.read"),
    "auditor.verification": Access("journal.read"),
    "auditor.case": Access("journal.read", "case"),
    "auditor.content": Access("journal.read", "case"),
    "auditor.evidence": Access("journal.read", "case"),
    "auditor.open_pages": Access("journal.read", "case"),
    "auditor.evidence_page": Access("journal.read", "case"),
    "auditor.evidence_picture": Access("journal.read", "case"),
    "auditor.answer_evidence_page": Access("journal.read", "case"),
    "auditor.answer_evidence_picture": Access("journal.read", "case"),
    "auditor.case_files": Access("case_file.auditor", "case"),
    "auditor.ask_case_file": Access("case_file.auditor", "case"),
    "auditor.case_file_page": Access("case_file.auditor", "case"),
    "auditor.case_file_download": Access("case_file.auditor", "case"),
    "auditor.statistics": Access("statistics.read"),
}

from reviewboard.web.auditor import case, casefile, content, evidence, journal, statistics, verification  # noqa: E402

__all__ = ["ROUTES", "blueprint", "case", "casefile", "content", "evidence", "journal", "statistics", "verification"]
