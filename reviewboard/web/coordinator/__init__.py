"""The coordinator's pages: cycles, their people and their work, scales. Never a candidate's words."""

from flask import Blueprint

blueprint = Blueprint("coordinator", __name__)

from reviewboard.web.coordinator import (  # noqa: E402
    apart,
    assignment,
    attention,
    cases,
    conflicts,
    cycles,
    dates,
    deleting,
    disposal,
    forecast,
    hold,
    limits,
    notice,
    overview,
    people,
    people_import,
    person,
    policy,
    quality,
    recourse,
    requests,
    retention,
    scale_choice,
    scales,
    seats,
)
from reviewboard.web.coordinator.access import ROUTES  # noqa: E402

__all__ = [
    "ROUTES", "apart", "assignment", "attention", "blueprint", "cases", "conflicts", "cycles", "dates", "deleting",
    "disposal", "forecast", "hold", "limits", "notice", "overview", "people", "people_import", "person", "policy", "quality",
    "recourse", "requests", "retention", "scale_choice", "scales", "seats",
]  # fmt: skip
