"""What people typed, as actions take it: texts with plain line ends, whole numbers, never a guess."""

from collections.abc import Mapping


def text_in(form: Mapping[str, str], name: str) -> str:
    """Return the text of a field with "\\n" line ends and without blanks at its ends; empty when it is not there."""
    return form.get(name, "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def number_in(form: Mapping[str, str], name: str) -> int | None:
    """Return the whole number (not below 0, at most nine digits) in a field, or None."""
    text = form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
