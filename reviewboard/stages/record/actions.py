"""The verbs of the record: write it once, release it, tell the candidate that it is there."""

from reviewboard.stages.record.releasing import MOST_AT_ONCE, release, tell
from reviewboard.stages.record.writing import write

__all__ = ["MOST_AT_ONCE", "release", "tell", "write"]
