"""A case's coded name: short enough to say aloud, without look-alike letters, and telling nothing."""

import secrets

LETTERS = "ABCDEFGHJKMNPQRTVWXYZ"  # no I, L, O, S, U
DIGITS = "0123456789"


def new_reference() -> str:
    """Return a random reference such as QX7-31K: forty million of them, so look whether it is taken."""
    shape = (LETTERS, LETTERS + DIGITS, LETTERS + DIGITS, "-", DIGITS, DIGITS, LETTERS)
    return "".join(secrets.choice(signs) for signs in shape)
