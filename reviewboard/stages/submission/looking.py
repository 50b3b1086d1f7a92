"""Reads of what the check of each file showed: how far it is, why it was refused, which previews there are.

Whoever calls these for another person asks `may("examples.read", facts)` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, select

from reviewboard.extensions import db
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview

_shown = EvidencePreview


def _count(kind: str) -> Any:
    return func.count(case((_shown.kind == kind, _shown.id)))


_LOOKED = (
    select(
        EvidenceCheck,
        _count("image"),
        _count("text"),
        func.max(case(((_shown.kind == "text") & (_shown.number == 1), _shown.excerpt), else_="")),
    )
    .join(Evidence, Evidence.id == EvidenceCheck.evidence_id)
    .outerjoin(_shown, _shown.evidence_id == EvidenceCheck.evidence_id)
    .where(Evidence.case_id == bindparam("case_id"), Evidence.removed_at.is_(None))
    .group_by(EvidenceCheck.evidence_id)
)


@dataclass(frozen=True)
class Looked:
    """What the check of one file showed so far. `images` and `texts` count previews; `excerpt` begins its first text.

    `pages` counts the pages of the file itself, `found` names what its previews leave out, `waits_for` what is away.
    """

    state: str = "received"
    reason: str | None = None
    found: tuple[str, ...] = ()
    pages: int | None = None
    images: int = 0
    texts: int = 0
    excerpt: str = ""
    waits_for: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether others than its candidate may have the file."""
        return self.state == "accepted"

    @property
    def shown(self) -> int:
        """How many pages, or parts of a text, the board shows."""
        return self.images or self.texts


def looked_at(case_id: str) -> dict[str, Looked]:
    """Return what the check of each file of a case showed, by the file's id. One statement."""
    rows = db.session.execute(_LOOKED, {"case_id": case_id})
    return {
        check.evidence_id: Looked(
            check.state, check.reason, tuple(check.found), check.pages, images, texts, excerpt or "",
            check.waits_for,
        )
        for check, images, texts, excerpt in rows
    }  # fmt: skip


def viruses_in(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return the files of a cycle in which the virus scanner found something, newest first: reference, since, signature."""
    return db.session.execute(
        select(Case.reference, EvidenceCheck.since, EvidenceCheck.signature)
        .join(Evidence, Evidence.id == EvidenceCheck.evidence_id)
        .join(Case, Case.id == Evidence.case_id)
        .where(Case.cycle_id == cycle_id, EvidenceCheck.signature.is_not(None), Evidence.removed_at.is_(None))
        .order_by(EvidenceCheck.since.desc(), EvidenceCheck.evidence_id)
        .limit(limit)
    ).all()


def find_preview(evidence_id: str, kind: str, number: int) -> EvidencePreview | None:
    """Return one preview of a file, or None."""
    return db.session.execute(
        select(_shown).where(_shown.evidence_id == evidence_id, _shown.kind == kind, _shown.number == number)
    ).scalar_one_or_none()
