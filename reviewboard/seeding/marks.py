"""Canaries: a mark in every secret text, so that whoever finds one where it does not belong knows whose it is."""

from dataclasses import asdict, dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Canary:
    """One mark: what kind of secret (`asset`), of which object, in which field, of which case if of one."""

    canary: str
    asset: str
    object: str
    field: str
    case: str | None


class Marks:
    """Makes canaries and remembers them; makes none while `planted` is false."""

    def __init__(self, *, planted: bool, rng: Random) -> None:
        self.planted = planted
        self._rng = rng
        self._made: list[Canary] = []

    def new(self, asset: str, object_id: str, field: str, case_id: str | None = None) -> str:
        """Return a canary of its own for a field, or an empty text where none are planted."""
        if not self.planted:
            return ""
        canary = f"CNRY-{asset}-{object_id}-{self._rng.getrandbits(48):012x}"
        self._made.append(Canary(canary, asset, object_id, field, case_id))
        return canary

    def on(self, text: str, asset: str, object_id: str, field: str, case_id: str | None = None) -> str:
        """Return text with a canary at its end; an empty text stays empty."""
        canary = self.new(asset, object_id, field, case_id) if text else ""
        return f"{text} {canary}" if canary else text

    def listed(self) -> list[dict[str, Any]]:
        """Return every canary as plain values."""
        return [asdict(canary) for canary in self._made]
