"""Where the next page of a list goes on, as an address holds it: the moment and the id of the last row seen."""

from datetime import UTC, datetime


def to_key(moment: datetime, row_id: str) -> str:
    """Return the key of a row for an address."""
    return f"{moment.isoformat()}~{row_id}"


def from_key(text: str | None) -> tuple[datetime, str] | None:
    """Return the moment and id of a key in an address, or None when it is none."""
    at, _sign, row_id = (text or "").rpartition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), row_id[:40]) if moment.tzinfo else None
    except (ValueError, OverflowError):  # no moment, or one before the first year or after the last
        return None
