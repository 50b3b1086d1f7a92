"""The auditor's pages: history read, verified, and counted. Nothing here writes, except that reading was done."""

from flask import Blueprint

from reviewboard.web.access_list import Access

blueprint = Blueprint("auditor", __name__)

ROUTES = {
    "auditor.journal": Access("journal.read"),
}

from reviewboard.web.auditor import journal  # noqa: E402

__all__ = ["blueprint", "journal"]
