"""The coordinator's pages: cycles, their people and their work, scales. Never a candidate's words."""

from flask import Blueprint

from reviewboard.web.access_list import Access

blueprint = Blueprint("coordinator", __name__)

ROUTES = {
    "coordinator.cycles": Access("coordination.home"),
}

from reviewboard.web.coordinator import cycles  # noqa: E402

__all__ = ["blueprint", "cycles"]
