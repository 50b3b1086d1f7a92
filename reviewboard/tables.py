"""All tables of the board, gathered for migrations and checks."""

from reviewboard.foundation.cycle import tables as cycle
from reviewboard.foundation.idempotency import tables as idempotency
from reviewboard.foundation.journal import tables as journal
from reviewboard.foundation.notices import tables as notices
from reviewboard.foundation.outbox import tables as outbox
from reviewboard.foundation.people import tables as people
from reviewboard.foundation.scale import tables as scale
from reviewboard.foundation.sign_in import tables as sign_in
from reviewboard.quality import tables as quality
from reviewboard.stages.assignment import tables as assignment
from reviewboard.stages.casefile import tables as casefile
from reviewboard.stages.consensus import tables as consensus
from reviewboard.stages.rating import tables as rating
from reviewboard.stages.record import tables as record
from reviewboard.stages.recourse import tables as recourse
from reviewboard.stages.retention import tables as retention
from reviewboard.stages.submission import tables as submission

__all__ = [
    "assignment", "casefile", "consensus", "cycle", "idempotency", "journal", "notices",
    "outbox", "people", "quality", "rating", "record", "recourse", "retention", "scale",
    "sign_in", "submission",
]  # fmt: skip
