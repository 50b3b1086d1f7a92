"""The verbs of quality: draw a recorded case, seat a check, lay it beside the record, open it, note what follows."""

from reviewboard.quality.drawing import draw
from reviewboard.quality.finding import compare_check
from reviewboard.quality.noting import note
from reviewboard.quality.opening import open_check
from reviewboard.quality.seating import seat_check

__all__ = ["compare_check", "draw", "note", "open_check", "seat_check"]
