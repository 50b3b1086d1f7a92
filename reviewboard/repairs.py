"""What `flask check --repair` does: the vault and the database are brought together again, and each act is named.

What is on its way is let alone: nothing is taken from the vault that came less than three quarters of an hour ago.
"""

from datetime import datetime

from reviewboard.stages.casefile.actions import let_lost_files_go, sweep_case_files
from reviewboard.stages.submission.actions import repair_evidence, sweep_strays


def repair(*, now: datetime, lost: bool = False) -> list[str]:
    """Repair what can be and return what was done, as sentences. Raises WrongVault, StoreAway; safe to run twice.

    `lost`: more than half of the files are known to be lost, and are noted so.
    """
    done = repair_evidence(now=now, lost=lost) + let_lost_files_go()
    taken = sweep_strays(now=now) + sweep_case_files(now=now)
    return done + ([f"{taken} files that nothing names were taken away"] if taken else [])
