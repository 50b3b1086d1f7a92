"""Recovery codes: shown once, each opens the account once in the place of a second step."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from reviewboard.extensions import db
from reviewboard.foundation.sign_in.tables import RecoveryCode

HOW_MANY = 8
RANDOM_BYTES = 15  # 120 bits: a plain digest keeps them (ASVS 5.0, 6.5.2)


def make_codes(account_id: str, *, now: datetime) -> list[str]:
    """Make new codes, and return them for the one time they are shown; earlier ones end. Part of a transaction."""
    codes = [_written(secrets.token_bytes(RANDOM_BYTES)) for _ in range(HOW_MANY)]
    drop_codes(account_id)
    db.session.execute(
        insert(RecoveryCode), [{"code_hash": _hash(code), "account_id": account_id, "made_at": now} for code in codes]
    )
    return codes


def take_recovery_code(account_id: str, code: str, *, now: datetime) -> bool:
    """Whether code is one that was not used; it is used with this. Part of a transaction."""
    taken: Any = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == _hash(code), RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)


def codes_left(account_id: str) -> int:
    """Return how many codes are still to be used."""
    unused = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.execute(unused).scalar_one()


def drop_codes(account_id: str) -> None:
    """End every code. Part of a transaction."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _written(random: bytes) -> str:
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _hash(code: str) -> str:
    """However it is typed: in capitals, with spaces, without dashes."""
    return hashlib.sha256("".join(sign for sign in code.lower() if sign.isalnum()).encode()).hexdigest()
