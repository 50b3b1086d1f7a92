"""The panel lead's pages: the board, disputes, confirmations, countersigns, discussions, releases.

Raters are letters and candidates coded references on all of them.
"""

from flask import Blueprint

blueprint = Blueprint("panel", __name__, url_prefix="/panel")

from reviewboard.web.panel import (  # noqa: E402
    board,
    case,
    casefile,
    cases,
    check,
    confirmation,
    countersign,
    decision,
    discussion,
    dispute,
    evidence,
    handing_over,
    holding,
    quality,
    question,
    recourse,
    recourse_answer,
    releases,
)
from reviewboard.web.panel.access import ROUTES  # noqa: E402

__all__ = [
    "ROUTES", "blueprint", "board", "case", "casefile", "cases", "check", "confirmation", "countersign", "decision",
    "discussion", "dispute", "evidence", "handing_over", "holding", "quality", "question", "recourse",
    "recourse_answer", "releases",
]  # fmt: skip
