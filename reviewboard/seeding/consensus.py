"""The legs between two sealed ratings and a decision: agreement, discussion, dispute, and what a lead does."""

from datetime import datetime, timedelta
from typing import Any

from reviewboard.foundation.digest import fixed_digest
from reviewboard.sample.asides import aside
from reviewboard.sample.phrases import ABOUT, discussion_message, move_reason, phrases, resolution_reason
from reviewboard.sample.reasons import reasons_for
from reviewboard.seeding.case import SeededCase
from reviewboard.seeding.rating import FIRST, SECOND
from reviewboard.seeding.writer import Row
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.decision import has_next
from reviewboard.stages.consensus.queries import OUTCOME
from reviewboard.stages.consensus.rules import DisputeReason, needs_countersign, resolution_kind
from reviewboard.stages.consensus.supplement import answer_digest
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Message, Move, Question, Resolution
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.rules import Outcome, OutcomeKind


def agree(case: SeededCase, start: datetime, end: datetime) -> None:
    """Both sealed the same."""
    found = _reconciled(case, rules.Agreement)
    _agreed(case, found.outcome, end, None)


def _agreed(case: SeededCase, outcome: Outcome, at: datetime, actor: str | None) -> None:
    confirm = case.cycle.ladder.confirm_agreement
    case.agreement = case.take(
        Agreement, discussion_id=case.discussion["id"] if case.discussion else None, outcome=outcome.kind.value,
        level=outcome.level, competency=outcome.competency, agreed_at=at, needs_confirmation=confirm,
    )  # fmt: skip
    if case.discussion is not None:
        case.discussion |= {"ended_at": at, "ended_why": "agreement"}
    case.step("agree_unconfirmed" if confirm else "agree", at, actor, subject=f"agreement:{case.agreement['id']}",
              details={"digest": fixed_digest(case.agreement, Agreement.FIXED)})  # fmt: skip


def discuss(case: SeededCase, start: datetime, end: datetime) -> None:
    """They are close enough to talk."""
    _reconciled(case, rules.Discussion)
    case.discussion = case.take(Discussion, opened_at=end,
                                due_at=end + timedelta(hours=case.cycle.ladder.discussion_hours))  # fmt: skip
    case.step("discuss", end, None, subject=f"discussion:{case.discussion['id']}")


def _reconciled(case: SeededCase, expected: type[Any]) -> Any:
    """Return what the policy makes of the two ratings. Raises LookupError when that is not what the fate says."""
    found = rules.reconcile(case.fate.first, case.fate.second, case.cycle.ladder, case.row["required_level"])
    if not isinstance(found, expected):
        raise LookupError(f"{case.fate} leads to {found}")
    return found


def talk(case: SeededCase, start: datetime, end: datetime) -> None:
    """The two exchange a few messages; one of them may move on a dimension."""
    turns = case.rng.randint(2, 5)
    places = [FIRST if turn % 2 else SECOND for turn in range(turns)]
    for turn, place in enumerate(places):
        _say(case, place, start + (end - start) * (turn + 1) / (turns + 1))
    if case.rng.random() < 0.4 and case.fate.first.level is not None:
        _move_dimension(case, places[0], end)


def _say(case: SeededCase, place: int, at: datetime, body: str = "") -> None:
    own, other = _stands(case, place)
    author, discussion = case.live[place]["assessor_id"], _the(case.discussion)
    row = case.writer.take(Message, id=case.ids.new(), discussion_id=discussion["id"], author_id=author, said_at=at)
    words = discussion_message(case.sample, case.rng.choice(ABOUT), own, other, case.rng)
    row["body"] = body or case.mark(words, "discussion", row["id"], "body")
    case.step("say", at, author, subject=f"message:{row['id']}", details={"digest": fixed_digest(row, Message.FIXED)})


def _move_dimension(case: SeededCase, place: int, at: datetime) -> None:
    dimension = case.rng.choice(("effort", "benefit"))
    before = case.ratings[place]["dimensions"][dimension]["level"]
    after = case.fate.second.level if place == FIRST else case.fate.first.level
    own, other = _stands(case, place)
    _move(case, place, dimension, {"level": before}, {"level": after}, move_reason(case.sample, own, other, case.rng), at)


def _move(case: SeededCase, place: int, topic: str, before: Any, after: Any, why: str, at: datetime) -> None:
    author = case.live[place]["assessor_id"]
    row = case.writer.take(
        Move, id=case.ids.new(), discussion_id=_the(case.discussion)["id"], rating_id=case.ratings[place]["id"],
        author_id=author, topic=topic, from_value=before, to_value=after, moved_at=at,
        citation_id=case.citations[place][0]["id"],
    )  # fmt: skip
    row["reason"] = case.mark(why, "discussion", row["id"], "reason")
    case.moves.append(row)
    case.step("move", at, author, subject=f"move:{row['id']}",
              details={"kept": before == after, "digest": fixed_digest(row, Move.FIXED)})  # fmt: skip


def settle(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two comes to hold what the other one does."""
    place = case.rng.choice((FIRST, SECOND))
    own, other = _stands(case, place)
    _move(case, place, OUTCOME, own.as_dict(), other.as_dict(), move_reason(case.sample, own, other, case.rng), end)
    _agreed(case, other, end, case.live[place]["assessor_id"])


def deadlock(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two sees no way on, and says why."""
    place, why = case.rng.choice((FIRST, SECOND)), case.aside("deadlock", "escalate")
    _say(case, place, end, why)
    _the(case.discussion).update(ended_at=end, ended_why="deadlock")
    _disputed(case, "escalate", DisputeReason.DEADLOCK, end, case.live[place]["assessor_id"], reason=why)


def clock(case: SeededCase, start: datetime, end: datetime) -> None:
    """Nobody moves until the clock has run out."""
    discussion = _the(case.discussion)
    discussion["due_at"] = end
    discussion |= {"ended_at": end, "ended_why": "clock"}
    _disputed(case, "escalate", DisputeReason.CLOCK, end, None)


def dispute(case: SeededCase, start: datetime, end: datetime) -> None:
    """They are too far apart to talk."""
    _disputed(case, "dispute", _reconciled(case, rules.Dispute).reason, end, None)


def _disputed(case: SeededCase, step: str, why: DisputeReason, at: datetime, actor: str | None, reason: str = "") -> None:
    case.dispute = case.take(Dispute, why=why.value, opened_at=at)
    case.row["disputed_at"] = case.row["disputed_at"] or at
    case.step(step, at, actor, subject=f"dispute:{case.dispute['id']}", reason=reason, details={"why": why.value})


def confirm(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead confirms the agreement."""
    lead, agreement = case.a_lead(), _the(case.agreement)
    case.step("confirm", end, lead, subject=f"agreement:{agreement['id']}")
    agreement |= {"confirmed_by": lead, "confirmed_at": end}


def refuse(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead does not confirm the agreement."""
    lead = case.a_lead()
    _the(case.agreement).update(refused_at=end, refused_by=lead)
    _disputed(case, "refuse", DisputeReason.UNCONFIRMED, end, lead, case.aside("refuse", "refuse"))


def call_third(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead asks for a third rating."""
    case.step("call_third", end, case.a_lead(), subject=f"dispute:{_the(case.dispute)['id']}",
              reason=case.aside("third", "call_third"))  # fmt: skip


def ask(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead puts a question to the candidate."""
    lead, words = case.a_lead(), case.aside("question", "ask")
    case.question = case.take(
        Question, dispute_id=_the(case.dispute)["id"], lead_id=lead, question=words, asked_at=end,
        due_at=end + timedelta(days=case.cycle.ladder.answer_days),
    )  # fmt: skip
    case.step("ask", end, lead, subject=f"question:{case.question['id']}", reason=words,
              details={"digest": fixed_digest(case.question, Question.FIXED)})  # fmt: skip


def answer(case: SeededCase, start: datetime, end: datetime) -> None:
    """The candidate answers in words."""
    row = _the(case.question)
    words = case.mark(aside(case.fate.language, "supplement"), "question", row["id"], "answer")
    row |= {"answer": words, "version": 1, "saved_at": end, "ended_at": end, "ended_why": "answered"}
    row["digest"] = answer_digest(case.row["digest"], row["question"], words, {})
    case.step("answer", end, case.candidate.id, subject=f"question:{row['id']}", details={"digest": row["digest"]})


def resolve(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead decides for one of the ratings."""
    row = _decision(case, case.rng.choice((case.fate.first, case.fate.second)), end)
    _the(case.dispute)["ended_at"] = end
    _decided(case, "resolve", row, end)


def propose(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead decides for neither of the ratings."""
    neither = [one for one in _possible() if one not in (case.fate.first, case.fate.second)]
    low, high = sorted(one.level or 0 for one in (case.fate.first, case.fate.second))
    row = _decision(case, case.rng.choice([one for one in neither if low < (one.level or 0) < high] or neither), end)
    _decided(case, "propose", row, end)


def _decided(case: SeededCase, step: str, row: Row, at: datetime) -> None:
    case.step(step, at, row["lead_id"], subject=f"resolution:{row['id']}", reason=row["reasons"],
              details={"digest": fixed_digest(row, Resolution.FIXED)})  # fmt: skip


def _possible() -> list[Outcome]:
    return [Outcome.at(level) for level in range(1, 5)] + [Outcome(OutcomeKind.NOT_DEMONSTRATED)]


def _decision(case: SeededCase, outcome: Outcome, at: datetime) -> Row:
    first, second = case.fate.first, case.fate.second
    said = reasons_for(case.sample, outcome, case.rng)
    row = case.take(
        Resolution, dispute_id=_the(case.dispute)["id"], lead_id=case.a_lead(), outcome=outcome.kind.value,
        level=outcome.level, competency=outcome.competency, decided_at=at,
        needs_countersign=needs_countersign(resolution_kind(outcome, first, second), case.cycle.ladder),
    )  # fmt: skip
    words = resolution_reason(case.sample, outcome, first, second, case.rng)
    row["reasons"] = case.mark(words, "resolution", row["id"], "reasons")
    row["dimension_reasons"] = {
        name: case.mark(text, "resolution", row["id"], f"dimension_reasons.{name}") for name, text in said.by_dimension.items()
    }
    needed = said.why_not_above
    if not needed and has_next(outcome, shape_of(case.ground.scale_version_id)):
        needed = case.rng.choice(phrases(case.fate.language)["why_not_above"][1])
    row["next_needed"] = case.mark(needed, "resolution", row["id"], "next_needed")
    case.resolution = row
    return row


def countersign(case: SeededCase, start: datetime, end: datetime) -> None:
    """A second lead signs the decision."""
    row = _the(case.resolution)
    second = case.a_lead(not_this=row["lead_id"])
    case.step("countersign", end, second, subject=f"resolution:{row['id']}")
    row |= {"countersigned_by": second, "countersigned_at": end}
    _the(case.dispute)["ended_at"] = end


def decline(case: SeededCase, start: datetime, end: datetime) -> None:
    """A second lead sends the decision back."""
    row = _the(case.resolution)
    second, why = case.a_lead(not_this=row["lead_id"]), case.aside("decline", "decline")
    case.step("decline", end, second, subject=f"resolution:{row['id']}", reason=why)
    row |= {"declined_by": second, "declined_at": end}
    row["declined_why"] = why
    case.resolution = None


def _stands(case: SeededCase, place: int) -> tuple[Outcome, Outcome]:
    """Return where the rater at this place stands, and the other one: nobody moves on the outcome before the end."""
    pair = (case.fate.first, case.fate.second)
    return pair if place == FIRST else (pair[1], pair[0])


def _the(row: Row | None) -> Row:
    if row is None:
        raise LookupError("a leg came before the one it follows")
    return row
