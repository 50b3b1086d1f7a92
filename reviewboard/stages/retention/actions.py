"""The verbs of retention: hold, lift, propose, send back, carry out."""

from reviewboard.stages.retention.disposing import carry_out
from reviewboard.stages.retention.holding import lift_hold, place_hold
from reviewboard.stages.retention.proposing import propose, send_back

__all__ = ["carry_out", "lift_hold", "place_hold", "propose", "send_back"]
