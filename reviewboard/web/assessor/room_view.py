"""What the consensus room shows, prepared: the originals that stay, where the two stand now, how they came to it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.comparison import (
    LETTERS,
    Passage,
    difference_sentences,
    gap,
    marks,
    passage_options,
    passages,
    rating_view,
    rows,
)
from reviewboard.stages.consensus.queries import (
    OUTCOME,
    dimension_stand,
    discussion_of,
    messages_of,
    moves_of,
    stand,
)
from reviewboard.stages.consensus.sealed import SealedRating, as_outcome, first_two, sealed_ratings
from reviewboard.stages.consensus.tables import Discussion, Move
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS, Outcome
from reviewboard.stages.rating.words import dimension_word, levels_of, outcome_view
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Example
from reviewboard.stages.workflow import State
from reviewboard.web.discussion import entries
from reviewboard.web.language import locale
from reviewboard.web.outcomes import competency_options, outcome_options, outcome_value
from reviewboard.web.submission import Places, prepared_examples

NOT_TOLD = None
"""Raters are told no required level, in no state: a cycle has one for all its cases, and they rate others still."""

WITH_THE_LEAD = (State.DISPUTE, State.ASKED, State.THIRD_RATING, State.COUNTERSIGN)


@dataclass(frozen=True)
class Talk:
    """What the room is about, loaded once: the two originals, the passages they cite, and the discussion so far."""

    case: Case
    scale: ScaleView
    two: tuple[SealedRating, SealedRating]
    own: SealedRating
    examples: list[Example]
    found: list[Passage]
    discussion: Discussion | None
    moves: list[Move]

    @property
    def standing(self) -> tuple[Outcome, Outcome]:
        """Where the two stand now."""
        return stand(self.two, self.moves)


def load(case: Case, person: Principal) -> Talk:
    """Return what the room of this rater is about."""
    scale = scale_view(case.scale_version_id, locale())
    two, examples, discussion = first_two(sealed_ratings(case.id)), examples_of(case.id), discussion_of(case.id)
    return Talk(
        case=case,
        scale=scale,
        two=two,
        own=next(one for one in two if one.assessor_id == person.account_id),
        examples=examples,
        found=passages(two, scale, [example.id for example in examples]),
        discussion=discussion,
        moves=moves_of(discussion.id) if discussion else [],
    )


def room_view(talk: Talk, person: Principal, topic: str) -> dict[str, Any]:
    """Return everything the room's page shows; `topic` chooses what the form of a move is about."""
    first, second = talk.two
    seat = case_facts(talk.case, person).live_seat_of(person.account_id)
    return {
        **live_view(talk, person),
        "differences": difference_sentences(first, second, talk.scale, talk.found),
        "rows": rows(first, second, talk.scale, talk.found),
        "ratings": [rating_view(one, talk.scale, talk.found) for one in talk.two],
        "examples": prepared_examples(
            talk.examples, evidence_of(talk.case.id), looked_at(talk.case.id),
            Places("assessor", {"seat_id": seat.id if seat else ""}), marks(talk.found),
        ),
        "passages": passage_options(talk.found),
        "outcomes": outcome_options(talk.scale),
        "competencies": competency_options(talk.scale),
        "least": MIN_REASONS,
        **_topics(talk, topic),
    }  # fmt: skip


def live_view(talk: Talk, person: Principal) -> dict[str, Any]:
    """Return what changes while one looks: where the two stand, what was said, the clock, the state."""
    case, scale, discussion = talk.case, talk.scale, talk.discussion
    said = messages_of(discussion.id) if discussion else []
    return {
        "case": case,
        "open": case.state == State.DISCUSSION,
        "own": LETTERS[talk.own.place],
        "sentence": _sentence(case, discussion),
        "shown_state": State.DISPUTE.value if case.state in WITH_THE_LEAD else case.state,
        "due": discussion.due_at if discussion and case.state == State.DISCUSSION else None,
        "seen_moves": len(talk.moves),
        "two": {
            "levels": levels_of(scale),
            "first": outcome_view(talk.standing[0], scale),
            "second": outcome_view(talk.standing[1], scale),
            "gap": gap(*talk.standing, NOT_TOLD),
            "required": NOT_TOLD,
            "moved": _moved(talk),
        },
        "log": entries(said, talk.moves, talk.two, scale, talk.found),
        "final": _final(case, person, scale),
    }


def _sentence(case: Case, discussion: Discussion | None) -> str:
    match case.state:
        case State.RATING:
            return _("Both ratings are sealed. The board is comparing them; look again in a moment.")
        case State.DISCUSSION:
            return _("You and the other assessor see both ratings now. Talk over where they part, then keep or move.")
        case State.CONFIRMATION:
            return _("You agree. A panel lead confirms the agreement before it is recorded.")
        case State.DECIDED:
            return _("The outcome is decided and is being recorded.")
        case State.RECORDED | State.RELEASED:
            return _("The outcome is recorded. Both ratings stay as they were sealed.")
    if discussion is not None and discussion.ended_why == "clock":
        return _("The time for the discussion ran out, so a panel lead decides. Both ratings stay as they were sealed.")
    return _("A panel lead decides. Both ratings stay as they were sealed.")


def _moved(talk: Talk) -> list[str]:
    return [
        _("%(letter)s sealed %(outcome)s.", letter=LETTERS[one.place],
          outcome=outcome_view(one.outcome, talk.scale)["word"])
        for one, present in zip(talk.two, talk.standing, strict=True)
        if one.outcome != present
    ]  # fmt: skip


def _final(case: Case, person: Principal, scale: ScaleView) -> dict[str, Any] | None:
    record = record_in_force(case.id) if may(person, "record.read", case_facts(case, person)) else None
    if record is None:
        return None
    return {"outcome": outcome_view(as_outcome(record), scale), "reasons": record.reasons}


def _topics(talk: Talk, topic: str) -> dict[str, Any]:
    """Return the topics as tabs, and where the person stands on the chosen one."""
    keys = [*(dimension.key for dimension in talk.scale.dimensions), OUTCOME]
    first, second = (one.draft.dimensions for one in talk.two)
    apart = [key for key in keys[:-1] if first.get(key) != second.get(key)]
    chosen = topic if topic in keys else (apart[0] if apart else OUTCOME)
    return {
        "topic": chosen,
        "topics": [_tab(talk.case, key, talk.scale, current=key == chosen) for key in keys],
        "topic_name": topic_name(chosen, talk.scale),
        "own_outcome": outcome_value(talk.standing[talk.own.place - 1]),
        "own_competency": talk.standing[talk.own.place - 1].competency or "",
        "own_level": dimension_stand(talk.own, talk.moves, chosen) if chosen != OUTCOME else None,
    }


def _tab(case: Case, key: str, scale: ScaleView, *, current: bool) -> dict[str, Any]:
    href = url_for("assessor.room", case_id=case.id, topic=key, _anchor="move-title")
    return {"href": href, "label": topic_name(key, scale), "current": current}


def topic_name(topic: str, scale: ScaleView) -> str:
    """Return what a topic is called: the outcome, or the dimension in a word, with a capital."""
    if topic == OUTCOME:
        return _("Outcome")
    word = dimension_word(topic, scale)
    return word[:1].upper() + word[1:]


def ending_view(ending: rules.Agreement | rules.Dispute, case: Case) -> dict[str, Any]:
    """Return how a move would end the discussion, in sentences to confirm."""
    scale = scale_view(case.scale_version_id, locale())
    match ending:
        case rules.Agreement(outcome, confirm):
            word = outcome_view(outcome, scale)["word"]
            recorded = _("It is recorded as the outcome of the case.")
            then = _("A panel lead is asked to confirm it.") if confirm else recorded
            first = _("You would both stand at: %(outcome)s.", outcome=word)
        case _:
            first = _("With this, neither of you has further to go.")
            then = _("The case goes to a panel lead, who reads both ratings and what was said here.")
    return {"consequences": [first, then, _("The discussion ends. It cannot be opened again.")]}
