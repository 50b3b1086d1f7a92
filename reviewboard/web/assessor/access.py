"""The right that opens each page of the assessor's desk.

Saving, citing, sealing and talking ask for the right to read only: whoever comes after the end is told so, kindly, by
the action, which asks for the right to write.
"""

from reviewboard.web.access_list import Access

ROUTES = {
    "assessor.queue": Access("desk.home"),
    "assessor.left": Access("desk.home"),
    "assessor.left_draft": Access("draft.read_left", "left_seat"),
    "assessor.conflict": Access("seat.declare", "seat"),
    "assessor.declare": Access("seat.declare", "seat"),
    "assessor.recuse_form": Access("rating.recuse", "seat"),
    "assessor.recuse": Access("rating.recuse", "seat"),
    "assessor.rate": Access("rating.read_own", "seat"),
    "assessor.neighbour": Access("seat.leave_for_next", "seat"),
    "assessor.evidence_page": Access("examples.read", "seat"),
    "assessor.evidence_picture": Access("examples.read", "seat"),
    "assessor.save": Access("rating.read_own", "seat"),
    "assessor.cite": Access("rating.read_own", "seat"),
    "assessor.uncite": Access("rating.read_own", "seat"),
    "assessor.review": Access("rating.read_own", "seat"),
    "assessor.seal": Access("rating.read_own", "seat"),
    "assessor.rooms": Access("desk.home"),
    "assessor.room": Access("room.read", "case"),
    "assessor.room_live": Access("room.read", "case"),
    "assessor.next_room": Access("room.read", "case"),
    "assessor.say": Access("room.read", "case"),
    "assessor.move": Access("room.read", "case"),
    "assessor.escalate": Access("room.read", "case"),
    "assessor.stand_aside": Access("room.read", "case"),
}
