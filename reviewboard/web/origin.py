"""Whether what is sent comes from a page of this board, by what browsers say of it and no page can make them say."""

from urllib.parse import urlsplit

from flask import current_app, request

OURS = frozenset({"same-origin", "none"})  # `none`: typed or reloaded by the person


def sent_from_here() -> bool:
    """Return False where the browser names another site, or hides which; a program that names none has a token to bring."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told in OURS
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        named = urlsplit(origin).netloc
    except ValueError:
        return False
    return named in (request.host, urlsplit(current_app.extensions["settings"].base_url).netloc)
