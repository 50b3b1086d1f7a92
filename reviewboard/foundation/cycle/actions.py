"""The verbs of a cycle: set up while a draft, opened once, closed once; its pool may change as long as it runs."""

from reviewboard.foundation.cycle.opening import close_cycle, open_cycle, policy_digest
from reviewboard.foundation.cycle.pool import (
    add_member,
    change_member,
    invite_member,
    keep_apart,
    let_together,
    note_training,
    remove_member,
)  # fmt: skip
from reviewboard.foundation.cycle.rounds import set_rounds
from reviewboard.foundation.cycle.setup import change_cycle, choose_scales, create_cycle

__all__ = [
    "add_member", "change_cycle", "change_member", "choose_scales", "close_cycle", "create_cycle", "invite_member",
    "keep_apart", "let_together", "note_training", "open_cycle", "policy_digest", "remove_member", "set_rounds",
]  # fmt: skip
