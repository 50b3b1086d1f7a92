"""Passwords are kept as argon2id hashes; checking takes as long for an unknown account as for a known one."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal

SHORTEST = 12
LONGEST = 256
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's minimum for argon2id
_by_other_measures = _hasher.check_needs_rehash
_NOBODY = _hasher.hash("nobody has this password")


class PasswordTooShort(Refusal):
    """The new password has fewer than twelve characters, or more than 256."""

    status = 422
    message = _("Choose a password of 12 to 256 characters. A sentence you remember is best.")


def hash_password(password: str) -> str:
    """Return the argon2id hash of password. Raises PasswordTooShort outside 12 to 256 characters."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooShort()
    return _hasher.hash(password)


def hashed_anew(password_hash: str, password: str) -> str | None:
    """Return a new hash of a password that fits this one, where it was hashed by other measures than today's, else None."""
    return _hasher.hash(password) if _by_other_measures(password_hash) else None


def password_fits(password_hash: str | None, password: str) -> bool:
    """Whether password is the one that was hashed. Takes the same time when there is no hash, and however long it is."""
    whole = len(password) <= LONGEST
    try:
        return _hasher.verify(password_hash or _NOBODY, password[:LONGEST]) and whole and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
