"""The two raters talk: they say, they move or keep with a reason, and every way out of the talk has a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.standing import may_talk
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.comparing import agree, dispute, end_discussion
from reviewboard.stages.consensus.decision import on_scale
from reviewboard.stages.consensus.queries import (
    OUTCOME,
    dimension_stand,
    ladder_of,
    moves_of,
    open_discussion,
    outcome_moves,
    stand,
)
from reviewboard.stages.consensus.reasons import check_reason, short_enough
from reviewboard.stages.consensus.refusals import (
    DiscussionOver,
    EndsDiscussion,
    KeepsAnother,
    MovedMeanwhile,
    MovesNowhere,
    NothingWritten,
    NotOnThisScale,
    PassageElsewhere,
)  # fmt: skip
from reviewboard.stages.consensus.rules import DisputeReason, Side
from reviewboard.stages.consensus.sealed import SealedRating, sealed_ratings
from reviewboard.stages.consensus.tables import Discussion, Message, Move
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

TICK = timedelta(microseconds=1)  # moves are told apart by their moment, so no two share one


@dataclass(frozen=True)
class Wish:
    """What a rater wants to enter: `to` None keeps the stand; an Outcome for the topic "outcome", else a level.

    `beside`: what was chosen in the form while the stand is kept, if anything was.
    """

    topic: str
    to: Outcome | int | None
    reason: str
    citation_id: str | None = None
    beside: Outcome | int | None = None


def say(*, case_id: str, body: str, actor: Principal, now: datetime) -> str:
    """Add a message to the discussion and return its id. Raises DiscussionOver, NothingWritten, TooLong."""
    case, discussion = in_discussion(case_id, actor, now)
    if not body.strip():
        raise NothingWritten()
    short_enough(body)
    return _write(case, discussion, body, actor=actor, now=now)


def move(*, case_id: str, wish: Wish, version: int, actor: Principal, now: datetime, confirmed: bool = False) -> str:
    """Enter a change of mind, or a stand kept, and return its id. The originals stay as they were sealed.

    `version` is the number of moves the rater saw. Raises MovedMeanwhile when the other rater moved since, EndsDiscussion
    when the move would end the discussion and is not `confirmed`, and what `_check` raises.
    """
    case, discussion = in_discussion(case_id, actor, now)
    ratings, moves = sealed_ratings(case.id), moves_of(discussion.id)
    if len(moves) != version:
        raise MovedMeanwhile(current={"moves": len(moves)}, typed={"reason": wish.reason})
    _check(case, wish, ratings)
    own = next(one for one in ratings if one.assessor_id == actor.account_id)
    row = _row(discussion, own, wish, ratings, moves, now=now)
    if wish.to is not None and row.to_value == row.from_value:
        raise MovesNowhere()
    if wish.to is None and wish.beside is not None and _value(wish.beside) != row.from_value:
        raise KeepsAnother()
    ending = _ending(case, ratings, [*moves, row]) if wish.topic == OUTCOME else None
    if ending is not None and not confirmed:
        raise EndsDiscussion(ending)
    db.session.add(row)
    db.session.flush()
    take_step(case, "move", actor=actor, now=now, subject=f"move:{row.id}",
              details={"kept": row.from_value == row.to_value, "digest": fixed_digest(row, Move.FIXED)})  # fmt: skip
    _follow(case, discussion, ending, actor=actor, now=now)
    return row.id


def escalate(*, case_id: str, reason: str, actor: Principal, now: datetime) -> None:
    """End the discussion because one rater sees no way on; the reason joins the messages for the lead to read."""
    case, discussion = in_discussion(case_id, actor, now)
    check_reason(reason)
    _write(case, discussion, reason, actor=actor, now=now)
    end_discussion(discussion, "deadlock", now=now)
    dispute(case, "escalate", DisputeReason.DEADLOCK, actor=actor, now=now, reason=reason)


def in_discussion(case_id: str, actor: Principal, now: datetime) -> tuple[Case, Discussion]:
    """Return a locked case and its open discussion, for one of its two raters. Raises NotYours, DiscussionOver."""
    case = lock_case(case_id)
    require(actor, "room.read", case_facts(case, actor))
    discussion = open_discussion(case.id)
    if discussion is None or case.state != State.DISCUSSION or discussion.due_at <= now or not may_talk(case):
        raise DiscussionOver()
    return case, discussion


def _write(case: Case, discussion: Discussion, body: str, *, actor: Principal, now: datetime) -> str:
    message = Message(discussion_id=discussion.id, author_id=actor.account_id, body=body, said_at=now)
    db.session.add(message)
    db.session.flush()
    take_step(case, "say", actor=actor, now=now, subject=f"message:{message.id}",
              details={"digest": fixed_digest(message, Message.FIXED)})  # fmt: skip
    return message.id


def _check(case: Case, wish: Wish, ratings: tuple[SealedRating, ...]) -> None:
    """Raise NotOnThisScale, PassageElsewhere, ReasonTooShort or TooLong unless the wish can be entered."""
    scale = shape_of(case.scale_version_id)
    match wish.topic, wish.to:
        case topic, None if topic == OUTCOME or topic in scale.dimensions:
            pass
        case topic, Outcome() as outcome if topic == OUTCOME and on_scale(outcome, scale):
            pass
        case topic, int(level) if topic in scale.dimensions and level in scale.levels:
            pass
        case _:
            raise NotOnThisScale()
    if wish.citation_id and not any(wish.citation_id in one.citation_ids for one in ratings):
        raise PassageElsewhere()
    check_reason(wish.reason, scale.wording)


def _row(
    discussion: Discussion,
    own: SealedRating,
    wish: Wish,
    ratings: tuple[SealedRating, ...],
    moves: list[Move],
    *,
    now: datetime,
) -> Move:
    if wish.topic == OUTCOME:
        standing = stand(ratings, moves)[own.place - 1].as_dict()
    else:
        standing = {"level": dimension_stand(own, moves, wish.topic)}
    going = standing if wish.to is None else _value(wish.to)
    moved_at = max(now, moves[-1].moved_at + TICK) if moves else now
    return Move(
        discussion_id=discussion.id, rating_id=own.id, author_id=own.assessor_id, topic=wish.topic, from_value=standing,
        to_value=going, reason=wish.reason, citation_id=wish.citation_id or None, moved_at=moved_at,
    )  # fmt: skip


def _value(chosen: Outcome | int) -> dict[str, Any]:
    return chosen.as_dict() if isinstance(chosen, Outcome) else {"level": chosen}


def _ending(case: Case, ratings: tuple[SealedRating, ...], moves: list[Move]) -> rules.Agreement | rules.Dispute | None:
    originals = tuple(one.outcome for one in ratings[: len(Side)])
    found = rules.after_move(
        (originals[0], originals[1]), outcome_moves(ratings, moves), ladder_of(case.cycle_id), case.required_level
    )
    return None if isinstance(found, rules.StillApart) else found


def _follow(
    case: Case,
    discussion: Discussion,
    ending: rules.Agreement | rules.Dispute | None,
    *,
    actor: Principal,
    now: datetime,
) -> None:
    match ending:
        case rules.Agreement():
            agree(case, ending, actor=actor, now=now, discussion=discussion)
        case rules.Dispute(reason):
            end_discussion(discussion, "deadlock", now=now)
            dispute(case, "escalate", reason, actor=actor, now=now)
