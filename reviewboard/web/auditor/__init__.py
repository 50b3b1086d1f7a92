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
    "auditor.statistics": Access("statistics.read"),
}

from reviewboard.web.auditor import case, content, journal, statistics, verification  # noqa: E402

__all__ = ["ROUTES", "blueprint", "case", "content", "journal", "statistics", "verification"]
