"""The verbs of assignment: rounds fill seats, assessors declare and recuse, clocks and coordinators free seats."""

from reviewboard.stages.assignment.declare import ConflictKind, declare, recuse
from reviewboard.stages.assignment.late import free_seat, sweep_late, sweep_waiting, vacate
from reviewboard.stages.assignment.leave import sweep_leave
from reviewboard.stages.assignment.round import commit_round, next_seed, preview_round, run_round, seat_third
from reviewboard.stages.assignment.standing import sweep_unfit

__all__ = [
    "ConflictKind", "commit_round", "declare", "free_seat", "next_seed", "preview_round", "recuse", "run_round", "seat_third",
    "sweep_late", "sweep_leave", "sweep_unfit", "sweep_waiting", "vacate",
]  # fmt: skip
