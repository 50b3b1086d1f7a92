"""What the page of a dispute shows, prepared: the comparison, why it is a dispute, and the form of a decision."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.actions import Decision
from reviewboard.stages.consensus.queries import (
    decisions_that_stood,
    dispute_of,
    ladder_of,
    question_of,
    was_taken_back,
    why_refused,
)
from reviewboard.stages.consensus.rules import ANSWER_DAYS, MIN_REASONS_NEITHER, DisputeReason, Ladder
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.consensus.tables import Question, Resolution
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.rating.words import dimension_word, outcome_view
from reviewboard.stages.record.words import how_answered, why_disputed
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State, find_step
from reviewboard.web.filters import moment
from reviewboard.web.outcomes import competency_options, outcome_options
from reviewboard.web.panel.decision_form import decision_facts
from reviewboard.web.panel.own_level import noted_view
from reviewboard.web.panel.ratings_view import Reading, compared, text_under
from reviewboard.web.submission import Places, prepared_answer_files


def dispute_view(reading: Reading, person: Principal, *, text_shown: bool) -> dict[str, Any]:
    """Return everything the page of a dispute shows to this lead; `text_shown`: whether the text is part of that."""
    case, scale = reading.case, reading.scale
    opened = dispute_of(case.id)
    decisions, question, ladder = decisions_that_stood(case.id), question_of(case.id), ladder_of(case.cycle_id)
    open_now = may(person, "dispute.decide", case_facts(case, person))
    return {
        **compared(reading),
        "examples": text_under(reading, shown=text_shown),
        "open": open_now,
        "why": why_disputed(opened.why) if opened else "",
        "refused": why_refused(case.id) if opened and opened.why == DisputeReason.UNCONFIRMED else "",
        "since": moment(opened.opened_at) if opened else None,
        "stands": _stands(case),
        "declined": [decision_view(one, scale) for one in decisions if one.declined_at is not None],
        "decided": [decision_view(one, scale) for one in decisions if one.declined_at is None],
        "outcomes": outcome_options(scale),
        "competencies": competency_options(scale),
        "least": MIN_REASONS,
        "least_neither": MIN_REASONS_NEITHER,
        "dimensions": [
            {"key": dimension.key, "word": dimension_word(dimension.key, scale)} for dimension in scale.dimensions
        ],
        "third_offered": open_now and len(reading.ratings) == SEATS and ladder.third_rating,
        "third_awaited": case.state == State.THIRD_RATING,
        "question_offered": open_now and question is None and ladder.ask_candidate and case.fresh_of is None,
        "may_hand_over": find_step(State(case.state), "hand_over") is not None,
        "answer_days": _days(ladder),
        "asked": question_view(question) if question else None,
        "noted": noted_view(case.id, scale),
    }


def _days(ladder: Ladder) -> dict[str, int]:
    return {"given": ladder.answer_days, "least": ANSWER_DAYS[0], "most": ANSWER_DAYS[-1]}


def question_view(question: Question) -> dict[str, Any]:
    """Return what the candidate was asked and answered. What is not handed in is nobody's but the candidate's."""
    handed_in = question.digest is not None
    places = Places("panel", {"case_id": question.case_id}, of_answer=True)
    return {
        "question": question.question,
        "asked": moment(question.asked_at),
        "due": moment(question.due_at) if question.ended_at is None else None,
        "ended": moment(question.ended_at),
        "how": how_answered(question),
        "answer": question.answer if handed_in else "",
        "files": prepared_answer_files(answer_files(question.id), looked_at(question.case_id), places) if handed_in else [],
    }


def _stands(case: Case) -> str:
    match case.state:
        case State.DISPUTE:
            return _("Read both ratings over the text, then decide with reasons that the candidate can understand.")
        case State.ASKED:
            return _("The candidate is asked for one more thing. It comes back with the answer, or when the time is over.")
        case State.THIRD_RATING:
            return _("A third assessor rates this case blind. It comes back to you with three ratings.")
        case State.COUNTERSIGN:
            return _("The decision waits for a second panel lead.")
    return _("This dispute is decided.")


def decision_view(decision: Resolution, scale: ScaleView) -> dict[str, Any]:
    """Return a lead's decision as it is read: outcome, reasons, per dimension, what the next level needed."""
    return {
        "outcome": outcome_view(as_outcome(decision), scale),
        "at": moment(decision.decided_at),
        "facts": decision_facts(
            Decision(as_outcome(decision), decision.reasons, decision.dimension_reasons, decision.next_needed), scale
        ),
        "declined_why": decision.declined_why,
        "taken_back": was_taken_back(decision),
    }
