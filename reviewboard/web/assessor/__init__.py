"""The assessor's desk: a queue, the conflict check, the rating desk. Nothing here tells what the other rater does."""

from flask import Blueprint

blueprint = Blueprint("assessor", __name__)

from reviewboard.web.assessor import conflict, evidence, left, queue, rate, room, rooms, save, seal  # noqa: E402
from reviewboard.web.assessor.access import ROUTES  # noqa: E402

__all__ = ["ROUTES", "blueprint", "conflict", "evidence", "left", "queue", "rate", "room", "rooms", "save", "seal"]
