"""A secret that the board must be able to read again is kept sealed with a key made from SECRET_KEY, never in clear.

Who copies the database alone has no codes; who changes SECRET_KEY makes every authenticator app useless: recovery codes,
passkeys and administrators still help.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(secret: str) -> str:
    """Return secret encrypted and authenticated (Fernet), as letters."""
    return _sealer().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Return what was sealed, or None: it was sealed with another key, or changed."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _sealer() -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"secrets of authenticator apps")
    return Fernet(base64.urlsafe_b64encode(made.derive(str(current_app.config["SECRET_KEY"]).encode())))
