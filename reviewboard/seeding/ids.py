"""Identifiers and references from the seed: the same seed gives the same ones, made fast."""

from random import Random

from reviewboard.foundation.database import ID_LENGTH
from reviewboard.stages.submission.reference import DIGITS, LETTERS

_SIGNS = "abcdefghjkmnpqrstvwxyz0123456789"  # thirty-two: five bits each
_PAIRS = [one + other for one in _SIGNS for other in _SIGNS]


class Ids:
    """Makes identifiers like `new_id`, and references that do not repeat."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._references: set[str] = set()

    def new(self) -> str:
        """Return an identifier."""
        bits = self._rng.getrandbits(5 * ID_LENGTH)
        pairs = []
        for _ in range(ID_LENGTH // 2):
            pairs.append(_PAIRS[bits & 1023])
            bits >>= 10
        return "".join(pairs)

    def reference(self) -> str:
        """Return a case's reference, in the shape that the board gives them."""
        choice = self._rng.choice
        while True:
            mixed = LETTERS + DIGITS
            made = f"{choice(LETTERS)}{choice(mixed)}{choice(mixed)}-{choice(DIGITS)}{choice(DIGITS)}{choice(LETTERS)}"
            if made not in self._references:
                self._references.add(made)
                return made
