"""A proof of who somebody is that was not taken is told in the log: by what, for which account, never what was typed."""

import structlog

log = structlog.get_logger()


def tell_unproven(by: str, account_id: str | None = None, problem: Exception | None = None) -> None:
    """Log that a password, a code, a passkey, a link or the organization's word was not taken.

    `account_id` None: of nobody who is known by then. Of a problem, and of what caused it, the kind is told.
    """
    kinds = [type(one).__name__ for one in (problem, problem and problem.__cause__) if one is not None]
    log.warning("not proven", by=by, account=account_id, kinds=kinds)
