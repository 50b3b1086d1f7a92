"""What a candidate may do once a result is released, and until when. The first step is individual feedback."""

from datetime import datetime, timedelta

FEEDBACK_WITHIN = timedelta(days=14)  # from the release, until cycles set their own windows


def feedback_until(released_at: datetime) -> datetime:
    """Return the last moment at which individual feedback may be asked for."""
    return released_at + FEEDBACK_WITHIN
