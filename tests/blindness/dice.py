"""The board's dice, thrown alike: what it draws while something is done to it is the same in one world and in the other.

A seat is drawn by lot, and ids and references are random. Two worlds that each drew for themselves would differ in that too,
which tells nothing of a secret and hides whatever else a page says of it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest


@contextmanager
def thrown_alike(name: str) -> Iterator[None]:
    """Let everything that the board draws inside the block follow from this name.

    Each kind of draw has its own dice: one id more in one world leaves the lots for seats as they are in the other.
    """
    bits, choice, below, some_bytes = (Random(f"{name}, {kind}") for kind in ("bits", "choice", "below", "bytes"))

    def token_bytes(nbytes: int | None = None) -> bytes:
        return some_bytes.randbytes(32 if nbytes is None else nbytes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "randbits", bits.getrandbits)
        patch.setattr(secrets, "choice", choice.choice)
        patch.setattr(secrets, "randbelow", below.randrange)
        patch.setattr(secrets, "token_bytes", token_bytes)  # what tokens in letters and digits are made of too
        yield
