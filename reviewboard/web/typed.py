"""What people typed, as actions take it: texts with plain line ends, whole numbers, never a guess."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.submission.writing import plain

# fields that hold no words of a person
CHOICES = frozenset(
    ("csrf_token", "_key", "version", "topic", "stand", "level", "outcome", "competency", "citation", "confirm",
     "hours", "case", "cycle", "files", "follows")
)  # fmt: skip


def text_in(form: Mapping[str, str], name: str) -> str:
    """Return the text of a field as texts are kept (`plain`), without blanks at its ends; empty when it is not there."""
    return plain(form.get(name, "")).strip()


def number_in(form: Mapping[str, str], name: str) -> int | None:
    """Return the whole number (not below 0, at most nine digits) in a field, or None."""
    text = form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def given_back(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what somebody typed, for the page that answers a refusal: `typed` fills the form again.

    `kept` holds their words as facts, for a page whose form is gone meanwhile, so that they can be copied.
    """
    texts = [text for name, text in form.items() if text.strip() and name not in CHOICES]
    return {"typed": form, "kept": [{"label": _("Kept for you"), "value": text, "long": True} for text in texts]}
