"""In which order, until when and on what grounds a result may be questioned, and who may answer: values in, values out.

Source: the product's stage "Record" (recourse in order, each with a deadline, the handler took no part before).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.section import Section

DAYS = range(1, 366)
DISCLOSED_BEFORE = timedelta(hours=24)
"""So long the candidate has the file before a meeting, unless they say they are ready sooner."""

STATEMENT_LONGEST = 4_000  # characters
REQUEST_LONGEST = 4_000


@dataclass(frozen=True)
class Terms(Section):
    """Plain days to ask and to answer, by kind of recourse: part of a cycle's policy, frozen when it opens."""

    SETTING: ClassVar = "recourse"
    feedback_ask: int = 14
    feedback_answer: int = 15
    review_ask: int = 30
    review_answer: int = 30
    fresh_ask: int = 30
    fresh_answer: int = 45

    def ask(self, kind: Kind) -> timedelta:
        """Return how long a recourse of this kind may be asked for."""
        days = {Kind.FEEDBACK: self.feedback_ask, Kind.REVIEW: self.review_ask, Kind.FRESH: self.fresh_ask}
        return timedelta(days=days[kind])

    def answer(self, kind: Kind) -> timedelta:
        """Return how long its handler has to answer it, from the moment it was asked."""
        days = {Kind.FEEDBACK: self.feedback_answer, Kind.REVIEW: self.review_answer, Kind.FRESH: self.fresh_answer}
        return timedelta(days=days[kind])


def wrong_terms(terms: Terms) -> tuple[str, ...]:
    """Return the names of the terms that hold an impossible value."""
    return tuple(name for name, days in terms.as_policy().items() if type(days) is not int or days not in DAYS)


class Ground(StrEnum):
    """On what a decision review or a fresh rating is asked for."""

    PROCESS = "process_not_followed"
    EVIDENCE = "evidence_not_considered"
    ANCHOR = "anchor_misread"
    CONFLICT = "conflict_of_interest"
    ACCOMMODATION = "accommodation_not_given"
    NEW_FACT = "new_fact_about_process"


class Shut(StrEnum):
    """Why a recourse cannot be asked for now."""

    OVER = "window_over"
    ASKED = "asked_already"
    GIVEN_UP = "a_later_one_was_asked"
    AFTER_FEEDBACK = "after_feedback"  # it is being given
    AFTER_REVIEW = "after_review"  # there is no decided review yet
    REVIEW_WITHDRAWN = "review_withdrawn"  # there will be none
    REVIEW_OVER = "review_never_asked"  # there will be none


@dataclass(frozen=True)
class Past:
    """What became of one recourse, as far as windows go."""

    stand: Stand
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Window:
    """Until when a recourse may be asked for (None while its beginning is not known), and why not now, if so."""

    until: datetime | None
    shut: Shut | None

    @property
    def open(self) -> bool:
        """Whether it may be asked for now."""
        return self.shut is None


def window(kind: Kind, *, released_at: datetime, past: Mapping[Kind, Past], terms: Terms, now: datetime) -> Window:
    """Return the window of a recourse. A draft is nothing that was asked.

    Feedback counts from the release. A review counts from the end of feedback: when it was given or its window ended,
    whichever is later, so nobody loses days by asking early. It may be asked for without feedback, which is then given
    up. A fresh rating counts from a decided review.
    """
    until = _until(kind, released_at, past, terms)
    shut = _shut(kind, until, past, now)
    if shut is Shut.AFTER_REVIEW:
        shut = _without_review(past.get(Kind.REVIEW), _until(Kind.REVIEW, released_at, past, terms), now)
    return Window(until, shut)


def may_be_asked(*, released_at: datetime, past: Mapping[Kind, Past], terms: Terms, now: datetime) -> bool:
    """Return whether a recourse of any kind may be asked for now."""
    return any(window(kind, released_at=released_at, past=past, terms=terms, now=now).open for kind in Kind)


def _until(kind: Kind, released_at: datetime, past: Mapping[Kind, Past], terms: Terms) -> datetime | None:
    feedback_until = released_at + terms.ask(Kind.FEEDBACK)
    match kind:
        case Kind.FEEDBACK:
            return feedback_until
        case Kind.REVIEW:
            given = past.get(Kind.FEEDBACK)
            if _under_way(given):
                return None
            since = max(feedback_until, given.ended_at) if given and given.ended_at else feedback_until
            return since + terms.ask(Kind.REVIEW)
    review = past.get(Kind.REVIEW)
    if review is None or review.stand is not Stand.CONCLUDED or review.ended_at is None:
        return None
    return review.ended_at + terms.ask(Kind.FRESH)


def _shut(kind: Kind, until: datetime | None, past: Mapping[Kind, Past], now: datetime) -> Shut | None:
    order = list(Kind)
    if _asked(past.get(kind)):
        return Shut.ASKED
    if any(_asked(past.get(later)) for later in order[order.index(kind) + 1 :]):
        return Shut.GIVEN_UP
    if until is None:
        return Shut.AFTER_FEEDBACK if kind is Kind.REVIEW else Shut.AFTER_REVIEW
    return Shut.OVER if now > until else None


def _without_review(review: Past | None, until: datetime | None, now: datetime) -> Shut:
    """Return why a fresh rating waits for a review that is not decided, or waits no more: none will be."""
    if review is not None and review.stand is Stand.WITHDRAWN:
        return Shut.REVIEW_WITHDRAWN
    over = not _asked(review) and until is not None and now > until
    return Shut.REVIEW_OVER if over else Shut.AFTER_REVIEW


def _asked(past: Past | None) -> bool:
    return past is not None and past.stand not in (Stand.DRAFT, Stand.LAPSED)


def _under_way(past: Past | None) -> bool:
    return _asked(past) and past is not None and past.ended_at is None


def may_meet_from(disclosed_at: datetime, ready_at: datetime | None) -> datetime:
    """Return from when on a meeting may be held."""
    return min(disclosed_at + DISCLOSED_BEFORE, ready_at or disclosed_at + DISCLOSED_BEFORE)


class Unable(StrEnum):
    """Why a lead may not answer a recourse, in the order in which it is told. Releasing a result is clerical, and no reason."""

    SAT = "sat"
    DECIDED = "decided"
    EARLIER = "earlier_recourse"
    FRESH = "fresh_case"
    CHECK = "opened_check"
    TIED = "tied"


NO_HINDRANCE_TO = {Unable.DECIDED: Kind.FEEDBACK}
"""Feedback may be given by those who decided: they know the reasons best, and nothing is decided by it."""


class Verdict(StrEnum):
    """How a recourse ends."""

    GIVEN = "given"  # feedback was
    UPHELD = "upheld"
    VARIED = "varied"
    RETURNED = "returned"


VERDICTS: dict[Kind, tuple[Verdict, ...]] = {
    Kind.FEEDBACK: (Verdict.GIVEN,),
    Kind.REVIEW: (Verdict.UPHELD, Verdict.VARIED, Verdict.RETURNED),
    Kind.FRESH: (Verdict.UPHELD, Verdict.VARIED),
}


def verdicts(kind: Kind, *, took_back: bool) -> tuple[Verdict, ...]:
    """Return how somebody may end a recourse of this kind.

    Who decided to vary an outcome and took that back cannot then uphold it: one signature would undo what two were needed for.
    """
    return tuple(one for one in VERDICTS[kind] if not (took_back and one is Verdict.UPHELD))


ACTIONS = {Verdict.GIVEN: "give", Verdict.UPHELD: "uphold", Verdict.VARIED: "vary", Verdict.RETURNED: "return"}
"""The step of a review or of feedback that each verdict takes; a fresh rating is always concluded."""
