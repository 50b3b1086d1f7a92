"""How much one account may ask for in a while: far more than a person reads, far less than a script that copies the board."""

from flask import current_app, request
from flask_login import current_user

MOST = "3000 per 5 minutes"
UNCOUNTED = (None, "health", "metrics")  # scripts, sheets and what machines ask


def pace() -> str:
    """Return how many requests in which time."""
    return str(current_app.config["PACE"])


def whose() -> str:
    """Return for whom they are counted: one account, in all its browsers."""
    return f"pace:{current_user.principal.account_id}"


def by_no_account() -> bool:
    """Whether nobody's request is at hand: tries to sign in are counted by themselves."""
    return request.blueprint in UNCOUNTED or not current_user.is_authenticated
