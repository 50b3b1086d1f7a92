"""The verbs of the record: write it once, release it now or on a day, hold it back, tell the candidate that it is there."""

from reviewboard.stages.record.planning import hold, lift, recall
from reviewboard.stages.record.releasing import MOST_AT_ONCE, release, sweep_releases, tell
from reviewboard.stages.record.writing import write

__all__ = ["MOST_AT_ONCE", "hold", "lift", "recall", "release", "sweep_releases", "tell", "write"]
