"""What kinds, grounds, stands and verdicts of recourse are called, for everybody who reads of one."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.steps import Kind, Stand

_KINDS: dict[Kind, Any] = {
    Kind.FEEDBACK: _("Individual feedback"),
    Kind.REVIEW: _("Decision review"),
    Kind.FRESH: _("Fresh rating"),
}
_GROUNDS: dict[Ground, Any] = {
    Ground.PROCESS: _("The process was not followed"),
    Ground.EVIDENCE: _("Evidence was not considered"),
    Ground.ANCHOR: _("The scale was misread"),
    Ground.CONFLICT: _("Somebody had a conflict of interest"),
    Ground.ACCOMMODATION: _("An accommodation was not given"),
    Ground.NEW_FACT: _("There is a new fact about the process"),
}
_STANDS: dict[Stand, Any] = {
    Stand.DRAFT: _("being written, not sent"),
    Stand.ASKED: _("waits for a panel lead"),
    Stand.TAKEN: _("with a panel lead"),
    Stand.DISCLOSED: _("file disclosed"),
    Stand.MET: _("to be decided"),
    Stand.COUNTERSIGN: _("waits for a second lead’s signature"),
    Stand.CONCLUDED: _("concluded"),
    Stand.WITHDRAWN: _("taken back"),
    Stand.LAPSED: _("never sent, and its time is over"),
}
_VERDICTS: dict[Verdict, Any] = {
    Verdict.GIVEN: _("Feedback given"),
    Verdict.UPHELD: _("The outcome is upheld"),
    Verdict.VARIED: _("The outcome is varied"),
    Verdict.RETURNED: _("It is returned to a fresh pair"),
}


def kind_word(kind: str) -> str:
    """Return what a kind of recourse is called."""
    return str(_KINDS[Kind(kind)])


def ground_word(ground: str) -> str:
    """Return a ground as a sentence without its point."""
    return str(_GROUNDS[Ground(ground)])


def stand_word(stand: str) -> str:
    """Return where a recourse is, in a few words."""
    return str(_STANDS[Stand(stand)])


def verdict_word(verdict: str) -> str:
    """Return how a recourse ended."""
    return str(_VERDICTS[Verdict(verdict)])
