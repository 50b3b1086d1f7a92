"""Cookies and the tokens of forms are signed by HMAC with SHA-256; what signs them would take SHA-1 by itself."""

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class SignedCookie(SecureCookieSessionInterface):
    """The session's cookie."""

    digest_method = staticmethod(hashlib.sha256)


def register(app: Flask) -> None:
    """Let app sign its cookie so, and Flask-WTF the tokens of its forms."""
    app.session_interface = SignedCookie()
    Signer.default_digest_method = staticmethod(hashlib.sha256)
