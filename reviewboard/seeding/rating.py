"""The legs of assessors: seated, cleared, drafting, sealed, gone and replaced."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from reviewboard.sample.phrases import CONFLICTS, conflict_note
from reviewboard.sample.reasons import rating_for
from reviewboard.seeding.case import TICK, SeededCase
from reviewboard.seeding.writer import Row
from reviewboard.stages.assignment.late import FREE_AFTER, REMINDERS
from reviewboard.stages.assignment.tables import Conflict, Seat, pair_of
from reviewboard.stages.rating.rules import Outcome, RatingDraft
from reviewboard.stages.rating.seal import rating_digest
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.workflow import SEATS

FIRST, SECOND, THIRD = 1, 2, 3


def seat(case: SeededCase, start: datetime, end: datetime) -> None:
    """Two assessors are seated."""
    made = [_new_seat(case, place, end) for place in (FIRST, SECOND)]
    case.step("assign", end, None, details={"seats": [one["id"] for one in made]})


def seat_third(case: SeededCase, start: datetime, end: datetime) -> None:
    """A third assessor is seated."""
    case.step("seat_third", end, None, details={"seats": [_new_seat(case, THIRD, end)["id"]]})


def _new_seat(case: SeededCase, place: int, at: datetime) -> Row:
    readers = case.cycle.readers[case.fate.language]
    used = {one["assessor_id"] for one in case.seats}
    chosen = case.rng.choice([who for who in readers if who not in used] if len(readers) < 50 else _some(case, used))
    row = case.take(
        Seat, cycle_id=case.cycle.id, place=place, assessor_id=chosen, assigned_at=at,
        due_at=at + timedelta(days=case.cycle.rating_days),
        explanation={"fit": {"other_unit": 1.0, "one_language": 0.0, "repeats": 0.0}, "seats_before": 0,
                     "eligible": len(readers) - len(used), "barred": {}},
    )  # fmt: skip
    case.seats.append(row)
    case.live[place] = row
    _tell(case, row, "seat.assigned", at)
    return row


def _some(case: SeededCase, used: set[str]) -> list[str]:
    readers = case.cycle.readers[case.fate.language]
    return [who for who in case.rng.sample(readers, len(used) + 1) if who not in used]


def _tell(case: SeededCase, row: Row, kind: str, at: datetime) -> None:
    case.told(row["assessor_id"], kind, row["id"], at, seat_id=row["id"], due_at=row["due_at"].isoformat())


def clear_one(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two declares no conflict."""
    _clear(case, case.rng.choice((FIRST, SECOND)), end)


def _clear(case: SeededCase, place: int, at: datetime) -> None:
    if case.live[place]["cleared_at"] is None:
        case.step("clear", at, case.live[place]["assessor_id"], subject=f"seat:{case.live[place]['id']}")
        case.live[place]["cleared_at"] = at


def draft_both(case: SeededCase, start: datetime, end: datetime) -> None:
    """Both declare and begin to write; nobody seals."""
    for place in (FIRST, SECOND):
        _draft(case, place, start, end)


def draft_third(case: SeededCase, start: datetime, end: datetime) -> None:
    """The third assessor declares and begins to write."""
    _draft(case, THIRD, start, end)


def seal_one(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two seals; the other one writes, or has not begun."""
    sealing, other = case.rng.sample((FIRST, SECOND), 2)
    _seal(case, sealing, start, end)
    if case.rng.random() < 0.7:
        _draft(case, other, start, end)


def rate(case: SeededCase, start: datetime, end: datetime) -> None:
    """Whoever of the two has not sealed yet does so, the later one at the end."""
    left = [place for place in case.rng.sample((FIRST, SECOND), 2) if case.live[place]["sealed_at"] is None]
    for number, place in enumerate(left, start=1):
        _seal(case, place, start, end if number == len(left) else case.between(start, end, 0.6, 0.95))
    case.row["both_sealed_at"] = end


def rate_third(case: SeededCase, start: datetime, end: datetime) -> None:
    """The third assessor seals, and the case goes back to the lead."""
    _seal(case, THIRD, start, end)
    case.step("third_done", end + timedelta(seconds=1), None, subject=f"rating:{case.ratings[THIRD]['id']}")


def step_back(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two declares a conflict, or recuses, and is replaced at once."""
    place = case.rng.choice((FIRST, SECOND))
    left, why = case.live[place], case.rng.choice(("conflict", "recused"))
    said: dict[str, Any] = {"details": {"why": why}, "subject": f"seat:{left['id']}"}
    if why == "conflict":
        kind = case.rng.choice(CONFLICTS)
        said["details"]["kind"] = kind
        noted = case.take(Conflict, person_id=left["assessor_id"], other_id=case.candidate.id, kind=kind, note="",
                          pair=pair_of(left["assessor_id"], case.candidate.id), declared_by=left["assessor_id"],
                          declared_at=end)  # fmt: skip
        noted["note"] = case.mark(conflict_note(case.fate.language, kind, case.rng), "conflict", noted["id"], "note")
    else:
        said["reason"] = case.aside("recusal", "recuse")
    case.step("recuse", end, left["assessor_id"], **said)
    _replace(case, place, why, end)


def overdue(case: SeededCase, start: datetime, end: datetime) -> None:
    """One of the two seals; the other one never comes, is reminded, and is replaced three days after the due time."""
    sealing, place = case.rng.sample((FIRST, SECOND), 2)
    _seal(case, sealing, start, case.between(start, end, 0.2, 0.6))
    left = case.live[place]
    for kind, after in (*REMINDERS.items(), ("seat.freed", FREE_AFTER)):
        _tell(case, left, kind, left["due_at"] + after)
    freed = left["due_at"] + FREE_AFTER
    case.step("free_seat", freed, None, subject=f"seat:{left['id']}", details={"why": "overdue"})
    _replace(case, place, "overdue", freed)


def _replace(case: SeededCase, place: int, why: str, at: datetime) -> None:
    case.live[place] |= {"ended_at": at, "ended_why": why}
    refilled = at + timedelta(seconds=1)
    made = _new_seat(case, place, refilled)
    case.step("refill", refilled, None, details={"seats": [made["id"]]})


def _draft(case: SeededCase, place: int, start: datetime, end: datetime) -> None:
    """A rating that is begun: some of its citations, and words for some of its parts."""
    _open(case, place, start, end)
    typed = rating_for(case.sample, _outcome(case, place), case.examples[0]["id"], case.rng)
    half = replace(typed, outcome=None, why_not_above="", reasons_dimension={}, citations=typed.citations[:1])
    _rating(case, place, half, case.between(start, end, 0.5, 1.0), sealed=False)


def _seal(case: SeededCase, place: int, start: datetime, end: datetime) -> None:
    _open(case, place, start, end)
    typed = rating_for(case.sample, _outcome(case, place), case.examples[0]["id"], case.rng)
    row = _rating(case, place, typed, end, sealed=True)
    case.live[place]["sealed_at"] = end
    case.step("seal", end, row["assessor_id"], subject=f"rating:{row['id']}",
              details={"digest": row["digest"], "seat": row["seat_id"]})  # fmt: skip


def _open(case: SeededCase, place: int, start: datetime, end: datetime) -> None:
    cleared = case.between(start, end, 0.05, 0.2)
    _clear(case, place, cleared)
    case.live[place]["opened_at"] = cleared + timedelta(minutes=2)


def _outcome(case: SeededCase, place: int) -> Outcome:
    return {FIRST: case.fate.first, SECOND: case.fate.second, THIRD: case.sample.true_outcome}[place]


def _rating(case: SeededCase, place: int, typed: RatingDraft, at: datetime, *, sealed: bool) -> Row:
    asset = "rating" if sealed else "draft"
    outcome, here = typed.outcome, case.live[place]
    row = case.take(
        Rating, seat_id=here["id"], assessor_id=here["assessor_id"], in_scope=typed.in_scope,
        scale_version_id=case.ground.scale_version_id, outcome=outcome.kind.value if outcome else None,
        level=outcome.level if outcome else None, competency=outcome.competency if outcome else None,
        evidence_rule_noted=bool(typed.single_contact_noted), updated_at=at, version=len(typed.citations) + 1,
    )  # fmt: skip
    row["reasons"] = case.mark(typed.reasons, asset, row["id"], "reasons")
    row["why_not_above"] = case.mark(typed.why_not_above, asset, row["id"], "why_not_above")
    row["dimensions"] = {
        name: {"level": level,
               "reasons": case.mark(typed.reasons_dimension.get(name, ""), asset, row["id"], f"dimensions.{name}")}
        for name, level in typed.dimensions.items()
    }  # fmt: skip
    case.ratings[place], here["touched_at"] = row, at
    case.citations[place] = [_citation(case, row, cited, at + number * TICK, asset)
                             for number, cited in enumerate(typed.citations, start=-len(typed.citations))]  # fmt: skip
    if sealed:
        row |= {"state": "sealed", "sealed_at": at}
        cited: list[Any] = [SimpleNamespace(**one) for one in case.citations[place]]
        as_row: Any = SimpleNamespace(**row)
        row["digest"] = rating_digest(as_row, cited)
    return row


def _citation(case: SeededCase, rating: Row, cited: Any, at: datetime, asset: str) -> Row:
    row = case.writer.take(
        Citation, id=case.ids.new(), rating_id=rating["id"], example_id=cited.example_id, field=cited.field,
        start=cited.start, end=cited.end, quote=cited.quote, dimension=cited.dimension, level=cited.level,
        created_at=at,
    )  # fmt: skip
    row["note"] = case.marks.new(asset, rating["id"], f"citation {row['id']}", case.id)
    return row


def remind(case: SeededCase) -> None:
    """Add the reminders that are due by now, so that the running board does not send them."""
    for place, row in case.live.items():
        asked = case.row["state"] == ("rating" if place <= SEATS else "third_rating")
        if asked and row["ended_at"] is None and row["sealed_at"] is None:
            for kind, due in ((kind, row["due_at"] + after) for kind, after in REMINDERS.items()):
                if due <= case.now:
                    _tell(case, row, kind, due)
