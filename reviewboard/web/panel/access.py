"""The right that opens each page of the panel. Acts ask for the right to read; the action then asks for its own.

So whoever comes late with a decision is told what happened meanwhile, and their text is kept.
"""

from reviewboard.web.access_list import Access

ROUTES = {
    "panel.board": Access("panel.home"),
    "panel.cases": Access("panel.home"),
    "panel.case": Access("case.follow", "case"),
    "panel.handing_over": Access("case.follow", "case"),
    "panel.hand_over": Access("case.follow", "case"),
    "panel.dispute": Access("dispute.read", "case"),
    "panel.keep": Access("dispute.read", "case"),
    "panel.review": Access("dispute.read", "case"),
    "panel.decide": Access("dispute.read", "case"),
    "panel.third": Access("dispute.read", "case"),
    "panel.ask": Access("dispute.read", "case"),
    "panel.answer_evidence": Access("dispute.read", "case"),
    "panel.answer_evidence_page": Access("dispute.read", "case"),
    "panel.answer_evidence_picture": Access("dispute.read", "case"),
    "panel.evidence": Access("file.read", "case"),
    "panel.evidence_page": Access("file.read", "case"),
    "panel.evidence_picture": Access("file.read", "case"),
    "panel.countersign_form": Access("dispute.read", "case"),
    "panel.countersign_check": Access("dispute.read", "case"),
    "panel.countersign": Access("dispute.read", "case"),
    "panel.decline": Access("dispute.read", "case"),
    "panel.confirmation": Access("case.follow", "case"),
    "panel.confirmation_check": Access("case.follow", "case"),
    "panel.confirm": Access("case.follow", "case"),
    "panel.refuse": Access("case.follow", "case"),
    "panel.discussion": Access("case.follow", "case"),
    "panel.extend": Access("case.follow", "case"),
    "panel.releases": Access("panel.home"),
    "panel.release_preview": Access("panel.home"),
    "panel.release": Access("panel.home"),
    "panel.release_hold": Access("case.follow", "case"),
    "panel.hold": Access("case.follow", "case"),
    "panel.lift": Access("case.follow", "case"),
    "panel.recall": Access("case.follow", "case"),
}
