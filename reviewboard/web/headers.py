"""Headers that every answer carries: a strict content policy, no sniffing, no framing, https for good, nothing kept."""

from http import HTTPStatus

from flask import Flask, request
from werkzeug.wrappers import Response

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "font-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
    )
)  # fmt: skip
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; sandbox"
"""The policy of what is no page: a file or a picture that somebody opens by its address can do nothing."""
HTTPS_FOR_TWO_YEARS = "max-age=63072000; includeSubDomains"


def register(app: Flask) -> None:
    """Set the headers on every answer of app; a view may have set its own stricter policy."""
    by_https = app.extensions["settings"].by_https

    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if by_https:
            response.headers["Strict-Transport-Security"] = HTTPS_FOR_TWO_YEARS
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if request.endpoint != "static" or response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["Cache-Control"] = "no-store"
        return response
