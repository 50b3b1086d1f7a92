"""Where the next page of a list goes on, as an address holds it: the moment and the id of the last row seen."""

from datetime import datetime


def to_key(moment: datetime, row_id: str) -> str:
    """Return the key of a row for an address."""
    return f"{moment.isoformat()}~{row_id}"


def from_key(text: str | None) -> tuple[datetime, str] | None:
    """Return the moment and id of a key in an address, or None when it is none."""
    at, _sign, row_id = (text or "").rpartition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, row_id[:40]) if moment.tzinfo else None
