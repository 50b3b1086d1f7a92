"""The verbs of consensus, from two sealed ratings to a decision. Each is told in the module of its moment."""

from reviewboard.stages.consensus.answering import (
    add_answer_file,
    add_nothing,
    hand_in_answer,
    remove_answer_file,
    save_answer,
    sweep_questions,
)
from reviewboard.stages.consensus.asking import ask, give_time
from reviewboard.stages.consensus.clock import extend, sweep_discussions
from reviewboard.stages.consensus.comparing import close_withdrawn, compare, third_sealed
from reviewboard.stages.consensus.confirming import confirm, refuse
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.discussing import Wish, escalate, move, say
from reviewboard.stages.consensus.drafting import keep_draft
from reviewboard.stages.consensus.handing_over import hand_over, stand_aside
from reviewboard.stages.consensus.own_level import note_own_level
from reviewboard.stages.consensus.parting import sweep_parted
from reviewboard.stages.consensus.resolving import call_third, countersign, decline, do_without, resolve, weigh
from reviewboard.stages.consensus.telling import tell_leads, tell_raters

__all__ = [
    "Decision", "Wish", "add_answer_file", "add_nothing", "ask", "call_third", "close_withdrawn", "compare", "confirm",
    "countersign", "decline", "do_without", "escalate", "extend", "give_time", "hand_in_answer", "hand_over",
    "keep_draft", "move", "note_own_level", "refuse", "remove_answer_file", "resolve", "save_answer", "say",
    "stand_aside", "sweep_discussions", "sweep_parted", "sweep_questions", "tell_leads", "tell_raters", "third_sealed",
    "weigh",
]  # fmt: skip
