"""Which cycle a lead is looking at: the one the address names, else the newest open one."""

from collections.abc import Sequence
from typing import Any

from flask import request

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.record.board import led_cycles
from reviewboard.web.door import me
from reviewboard.web.language import locale


def chosen_cycle() -> tuple[Any, Sequence[Any]]:
    """Return the cycle to show and all that this person leads. Raises NotYours for one they do not lead."""
    cycles = led_cycles(me())
    wanted = request.args.get("cycle")
    chosen = next((cycle for cycle in cycles if wanted in (None, "", cycle.id)), None)
    if chosen is None:
        raise NotYours()
    return chosen, cycles


def cycle_name(cycle: Any) -> str:
    """Return what a cycle is called in the reader's language."""
    return str(cycle.name_fr if locale() == "fr" else cycle.name_en)


def cycle_options(cycles: Sequence[Any]) -> list[dict[str, str]]:
    """Return the cycles as choices of a form."""
    return [{"value": cycle.id, "label": cycle_name(cycle)} for cycle in cycles]
