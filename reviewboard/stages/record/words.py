"""How states, reasons of disputes, methods of records and outcomes beside the required level are called for leads."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from reviewboard.stages.consensus.rules import DisputeReason
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.record.rules import Method
from reviewboard.stages.workflow import State

_STATES: dict[State, Any] = {
    State.DRAFT: _("being written"),
    State.SUBMITTED: _("waiting for assessors"),
    State.RATING: _("in rating"),
    State.DISCUSSION: _("in discussion"),
    State.CONFIRMATION: _("to be confirmed"),
    State.DISPUTE: _("in dispute"),
    State.ASKED: _("waiting for the candidate"),
    State.THIRD_RATING: _("in third rating"),
    State.COUNTERSIGN: _("to be countersigned"),
    State.DECIDED: _("being recorded"),
    State.RECORDED: _("to be released"),
    State.RELEASED: _("released"),
    State.WITHDRAWN: _("withdrawn"),
}

_WHY: dict[DisputeReason, Any] = {
    DisputeReason.FAR_APART: _("The two levels are too far apart for a discussion."),
    DisputeReason.DIFFERENT_KIND: _("The two ratings say different kinds of outcome."),
    DisputeReason.ACROSS_REQUIRED: _("The required level lies between the two levels."),
    DisputeReason.DEADLOCK: _("The two raters talked and found no common outcome."),
    DisputeReason.CLOCK: _("The time for the discussion ran out."),
    DisputeReason.RECUSED: _("One of the two raters can take part no longer."),
    DisputeReason.UNCONFIRMED: _("The agreement of the two raters was not confirmed."),
}

_METHODS: dict[Method, Any] = {
    Method.AGREEMENT: _("agreement of two ratings"),
    Method.CONFIRMED_AGREEMENT: _("agreement of two ratings, confirmed"),
    Method.DISCUSSION: _("agreement after discussion"),
    Method.CONFIRMED_DISCUSSION: _("agreement after discussion, confirmed"),
    Method.RESOLUTION: _("decision of a panel lead"),
    Method.COUNTERSIGNED_RESOLUTION: _("decision of two panel leads"),
    Method.REVIEW: _("decision review, countersigned"),
}


_ANSWERED: dict[tuple[str, bool], Any] = {
    ("answered", True): _("The candidate answered."),
    ("clock", True): _("The time ended. This is what the candidate had written or sent by then."),
    ("clock", False): _("The time ended without an answer."),
    ("nothing", False): _("The candidate has nothing to add."),
    ("withdrawn", False): _("The candidate withdrew the submission."),
}


def state_word(state: State) -> str:
    """Return where a case is, in a word or two."""
    return str(_STATES[state])


def why_disputed(why: str) -> str:
    """Return why a case went to the lead, as a sentence."""
    return str(_WHY[DisputeReason(why)])


def how_answered(question: Question) -> str | None:
    """Return how the time for an answer ended, as a sentence; None while it runs."""
    return str(_ANSWERED[question.ended_why, question.digest is not None]) if question.ended_why else None


def method_word(method: str) -> str:
    """Return how a record came about."""
    return str(_METHODS[Method(method)])


def beside_required(outcome: Outcome, required: int | None) -> str | None:
    """Return how an outcome stands to the required level, as a sentence; None where no level is required."""
    if required is None:
        return None
    if outcome.level is not None and outcome.level >= required:
        return gettext("The required level is %(required)s: this outcome reaches it.", required=required)
    if outcome.level is not None or outcome.kind == OutcomeKind.NOT_DEMONSTRATED:
        return gettext("The required level is %(required)s: this outcome is below it.", required=required)
    return gettext("The required level is %(required)s: this outcome names no level.", required=required)
