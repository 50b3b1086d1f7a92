"""The verbs of recourse, from the first line to the conclusion. Each is told in the module of its moment."""

from reviewboard.stages.recourse.asking import ask, keep_ask, say_ready, waive_meeting, withdraw
from reviewboard.stages.recourse.clock import sweep_windows
from reviewboard.stages.recourse.copying import copy_bytes
from reviewboard.stages.recourse.deciding import countersign, decide, decline, keep_answer, take_back, weigh
from reviewboard.stages.recourse.fresh import begin_fresh
from reviewboard.stages.recourse.handling import disclose, hand_over, name_handler, note_meeting, take
from reviewboard.stages.recourse.losing import disable, leave_cycle, note_conflict, sweep_lost
from reviewboard.stages.recourse.noting import add_statement
from reviewboard.stages.recourse.parting import part_with
from reviewboard.stages.recourse.reminding import sweep_due
from reviewboard.stages.recourse.signing import sweep_unsigned
from reviewboard.stages.recourse.telling import tell_candidate, tell_handler, tell_leads, tell_rated
from reviewboard.stages.recourse.verdict import Answer

__all__ = [
    "Answer", "add_statement", "ask", "begin_fresh", "copy_bytes", "countersign", "decide", "decline", "disable", "disclose",
    "hand_over", "keep_answer", "keep_ask", "leave_cycle", "name_handler", "note_conflict", "note_meeting", "part_with",
    "say_ready", "sweep_due", "sweep_lost", "sweep_unsigned", "sweep_windows", "take", "take_back", "tell_candidate",
    "tell_handler", "tell_leads", "tell_rated", "waive_meeting", "weigh", "withdraw",
]  # fmt: skip
