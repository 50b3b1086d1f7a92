"""Which cycle a lead is looking at: the one the address names, else the newest where something waits for them."""

from collections.abc import Sequence
from typing import Any

from flask import g, request

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.record.board import MOST_WAITING, led_cycles
from reviewboard.web.door import me
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.wording import ngettext


@blueprint.before_request
def _stay_in_its_cycle() -> None:
    """The way back to the panel from the page of a case is to its cycle. The gate has let the lead see the case by now."""
    if "case" in g:
        g.led_cycle = g.case.cycle_id


def chosen_cycle() -> tuple[Any, Sequence[Any]]:
    """Return the cycle to show and all that this person leads. Raises NotYours for one they do not lead."""
    cycles = led_cycles(me())
    led = {cycle.id: cycle for cycle in cycles}
    if wanted := request.args.get("cycle"):
        chosen = led.get(wanted)
    else:
        chosen = next((cycle for cycle in cycles if cycle.waiting), next(iter(cycles), None))
    if chosen is None:
        raise NotYours()
    g.led_cycle = chosen.id
    return chosen, cycles


def cycle_name(cycle: Any) -> str:
    """Return what a cycle is called in the reader's language."""
    return str(cycle.name_fr if locale() == "fr" else cycle.name_en)


def cycle_options(cycles: Sequence[Any]) -> list[dict[str, str]]:
    """Return the cycles as choices of a form, each with how much waits in it for the lead."""
    return [{"value": cycle.id, "label": _label(cycle)} for cycle in cycles]


def _label(cycle: Any) -> str:
    if not cycle.waiting:
        return cycle_name(cycle)
    number = f"{MOST_WAITING}+" if cycle.waiting > MOST_WAITING else str(cycle.waiting)
    words = ngettext("%(count)s waits for you", "%(count)s wait for you", cycle.waiting, count=number)
    return f"{cycle_name(cycle)} · {words}"
