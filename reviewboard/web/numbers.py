"""Whole numbers as addresses and forms hold them: read, or not there; nothing is guessed and nothing raises."""

FORM_DIGITS = 6
ROW_DIGITS = 18  # of a row's number: the database's own numbers are hardly longer


def whole_number(text: str | None, *, digits: int = FORM_DIGITS) -> int | None:
    """Return the whole number in text, 0 or more and at most so many digits long, or None."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= digits else None


def row_number(text: str | None) -> int | None:
    """Return the number of a row in text, or None."""
    return whole_number(text, digits=ROW_DIGITS)
