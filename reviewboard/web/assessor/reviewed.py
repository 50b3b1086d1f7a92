"""What the page before the seal showed travels with its form, so that a seal that comes too late can tell what changed.

Field: `seen`, JSON of {"language", "rows": {row: its text}}. A script may leave it out: it is told only that something did.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewboard.stages.rating.refusals import ReviewedAnother
from reviewboard.web.language import locale
from reviewboard.web.wording import gettext as _

PASSAGES = "passages"
MOST = 100_000  # characters that a form carries there and back; above that, what was seen does not travel


@dataclass(frozen=True)
class Row:
    """One row of the page before the seal: its name, its label and its text."""

    name: str
    label: str
    text: str


def rows_of(facts: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of a rating as its review shows them, the passages as one row."""
    passages = [" – ".join(part for part in (f"⟦{one['number']}⟧ {one['quote']}", one["label"]) if part) for one in citations]
    said = [Row(fact["field"], fact["label"], str(fact["value"])) for fact in facts]
    return [*said, Row(PASSAGES, _("Passages"), "\n".join(passages) or "–")]


def packed(rows: Sequence[Row]) -> str:
    """Return what the form carries of the rows; empty where that is too much."""
    seen = json.dumps({"language": locale(), "rows": {row.name: row.text for row in rows}}, ensure_ascii=False)
    return seen if len(seen) <= MOST else ""


def changed_since(refusal: ReviewedAnother, rows: Sequence[Row], seen: str) -> dict[str, Any]:
    """Return `sentence`, what can truly be said, and `changed`: the rows that read otherwise now, with both texts.

    What was seen in the other language, or did not come along, is compared with nothing.
    """
    before = _unpacked(seen)
    if before is None:
        return {"sentence": refusal.text, "changed": []}
    changed = [
        {"name": row.name, "label": row.label, "seen": before.get(row.name, "–"), "saved": row.text}
        for row in rows if before.get(row.name, "–").split() != row.text.split()
    ]  # fmt: skip
    same = _("Your draft was saved again after you opened this page, with the same words. It is not sealed yet.")
    return {"sentence": refusal.text if changed else same, "changed": changed}


def _unpacked(seen: str) -> dict[str, str] | None:
    try:
        found = json.loads(seen)
        rows = found["rows"] if found["language"] == locale() else None
    except (ValueError, TypeError, KeyError):
        return None
    return {str(name): str(text) for name, text in rows.items()} if isinstance(rows, dict) else None
