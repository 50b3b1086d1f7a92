"""Discussions, moves, agreements, disputes and resolutions of a case, each read by what it adds."""

from collections.abc import Sequence

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.rules import Ladder, Side
from reviewboard.stages.consensus.sealed import SealedRating, first_two
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Message, Move, Question, Resolution
from reviewboard.stages.rating.rules import Outcome

OUTCOME = "outcome"  # the topic of a move that is about no single dimension


def ladder_of(cycle_id: str) -> Ladder:
    """Return the policy that the cycle froze when it opened."""
    return Ladder.from_policy(db.session.execute(select(Cycle.policy).where(Cycle.id == cycle_id)).scalar_one())


def discussion_of(case_id: str) -> Discussion | None:
    """Return the case's newest discussion, open or over."""
    return db.session.execute(
        select(Discussion).where(Discussion.case_id == case_id).order_by(Discussion.opened_at.desc()).limit(1)
    ).scalar_one_or_none()


def open_discussion(case_id: str) -> Discussion | None:
    """Return the discussion that is going on, or None."""
    return db.session.execute(
        select(Discussion).where(Discussion.case_id == case_id, Discussion.ended_at.is_(None))
    ).scalar_one_or_none()


def moves_of(discussion_id: str) -> list[Move]:
    """Return the moves of a discussion, oldest first."""
    return list(
        db.session.execute(
            select(Move).where(Move.discussion_id == discussion_id).order_by(Move.moved_at, Move.id)
        ).scalars()
    )


def messages_of(discussion_id: str) -> list[Message]:
    """Return the messages of a discussion, oldest first."""
    return list(
        db.session.execute(
            select(Message).where(Message.discussion_id == discussion_id).order_by(Message.said_at, Message.id)
        ).scalars()
    )


def outcome_moves(ratings: Sequence[SealedRating], moves: Sequence[Move]) -> list[rules.Move]:
    """Return the moves about the outcome as values, each by the side of the rating it belongs to."""
    first, second = first_two(ratings)
    sides = {first.id: Side.FIRST, second.id: Side.SECOND}
    return [
        rules.Move(sides[move.rating_id], Outcome.from_dict(move.from_value), Outcome.from_dict(move.to_value))
        for move in moves
        if move.topic == OUTCOME
    ]


def stand(ratings: Sequence[SealedRating], moves: Sequence[Move]) -> tuple[Outcome, Outcome]:
    """Return where the two raters stand now: their originals and every move since."""
    first, second = first_two(ratings)
    return rules.positions((first.outcome, second.outcome), outcome_moves(ratings, moves))


def dimension_stand(rating: SealedRating, moves: Sequence[Move], dimension: str) -> int | None:
    """Return the level at which a rater stands on one dimension: the original and every move since."""
    own = [move.to_value["level"] for move in moves if move.rating_id == rating.id and move.topic == dimension]
    return own[-1] if own else rating.draft.dimensions.get(dimension)


def agreement_of(case_id: str) -> Agreement | None:
    """Return the agreement that holds, confirmed or waiting to be, or None: a refused one holds no more."""
    return db.session.execute(
        select(Agreement).where(Agreement.case_id == case_id, Agreement.refused_at.is_(None))
    ).scalar_one_or_none()


def open_dispute(case_id: str) -> Dispute | None:
    """Return the dispute that waits for its end, or None."""
    return db.session.execute(
        select(Dispute).where(Dispute.case_id == case_id, Dispute.ended_at.is_(None))
    ).scalar_one_or_none()


def dispute_of(case_id: str) -> Dispute | None:
    """Return the case's newest dispute, open or over."""
    return db.session.execute(
        select(Dispute).where(Dispute.case_id == case_id).order_by(Dispute.opened_at.desc()).limit(1)
    ).scalar_one_or_none()


def question_of(case_id: str) -> Question | None:
    """Return what the panel asked the candidate of a case, answered or not, or None."""
    return db.session.execute(
        select(Question).where(Question.case_id == case_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


def resolutions_of(case_id: str) -> list[Resolution]:
    """Return every decision a lead made here, declined ones too, oldest first."""
    return list(
        db.session.execute(
            select(Resolution).where(Resolution.case_id == case_id).order_by(Resolution.decided_at, Resolution.id)
        ).scalars()
    )


def why_refused(case_id: str) -> str:
    """Return why a lead did not confirm the agreement that came to a dispute, as the journal keeps it; empty: none did."""
    said = select(JournalEntry.reason).where(JournalEntry.case_id == case_id, JournalEntry.action == "case.refuse")
    return db.session.execute(said.order_by(JournalEntry.number.desc()).limit(1)).scalar() or ""


def was_taken_back(decision: Resolution) -> bool:
    """Return whether its lead handed the case over before a second one signed. It decides nothing then; no lead reads it."""
    return decision.declined_by is not None and decision.declined_by == decision.lead_id


def decisions_that_stood(case_id: str) -> list[Resolution]:
    """Return every decision a lead made here and did not take back, declined ones too, oldest first."""
    return [one for one in resolutions_of(case_id) if not was_taken_back(one)]


def waiting_resolution(case_id: str) -> Resolution | None:
    """Return the decision that waits for a second lead, or None."""
    return db.session.execute(
        select(Resolution).where(
            Resolution.case_id == case_id,
            Resolution.needs_countersign,
            Resolution.countersigned_at.is_(None),
            Resolution.declined_at.is_(None),
        )
    ).scalar_one_or_none()


def resolution_in_force(case_id: str) -> Resolution | None:
    """Return the decision that counts: not declined, and countersigned where it needs to be; or None."""
    return db.session.execute(
        select(Resolution).where(
            Resolution.case_id == case_id,
            Resolution.declined_at.is_(None),
            Resolution.countersigned_at.is_not(None) | ~Resolution.needs_countersign,
        )
    ).scalar_one_or_none()
