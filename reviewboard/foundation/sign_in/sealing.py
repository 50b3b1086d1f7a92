"""A secret that the board must be able to read again is kept sealed with a key made from SECRET_KEY, never in clear.

Who copies the database alone has no codes; who changes SECRET_KEY makes every authenticator app useless: recovery codes,
passkeys and administrators still help. What is sealed begins with the way in which it was: another way may come beside it.

Source: AES-256 in GCM, NIST SP 800-38D, with nonces of 96 random bits; HKDF, RFC 5869.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

BY_GCM = "gcm:"
NONCE = 12  # bytes


def seal(secret: str) -> str:
    """Return secret encrypted and authenticated, as letters."""
    nonce = secrets.token_bytes(NONCE)
    return BY_GCM + base64.urlsafe_b64encode(nonce + AESGCM(_key(BY_GCM)).encrypt(nonce, secret.encode(), None)).decode()


def unseal(sealed: str) -> str | None:
    """Return what was sealed, or None: it was sealed with another key, or changed."""
    try:
        if not sealed.startswith(BY_GCM):  # before there was this way: AES-128 in CBC with HMAC-SHA-256
            return Fernet(base64.urlsafe_b64encode(_key(""))).decrypt(sealed.encode()).decode()
        held = base64.b64decode(sealed.removeprefix(BY_GCM), b"-_", validate=True)
        return AESGCM(_key(BY_GCM)).decrypt(held[:NONCE], held[NONCE:], None).decode()
    except (InvalidTag, InvalidToken, binascii.Error, ValueError):
        return None


def _key(way: str) -> bytes:
    """Return the 256 bits with which this way seals."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"{way}secrets of authenticator apps".encode())
    return made.derive(str(current_app.config["SECRET_KEY"]).encode())
