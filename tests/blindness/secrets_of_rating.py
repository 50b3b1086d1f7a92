"""Secrets of the two who rate, and of the submission that they rate."""

from dataclasses import replace
from typing import Any

from reviewboard.stages.assignment.actions import ConflictKind, declare, free_seat, recuse
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.rating.actions import save_draft, seal_rating
from reviewboard.stages.rating.queries import rating_of
from tests.blindness.worlds import FIRST, SECOND, Change, Secret, World
from tests.walking import draft_of, level

OUTSIDE = ("candidate", "other candidate", "other assessor", "other lead")
OF_A = ("assessor B", *OUTSIDE, "lead 1", "coordinator", "auditor")
OTHER_SIDE = ("assessor A", "candidate", "other candidate", "other assessor", "other lead")
WORDS = "Other words than before, which nobody but their author may know of until both are sealed."
DRAFT_OF = "UPDATE ratings SET {} WHERE seat_id = :seat"


def on_draft(what: str, place: int = FIRST, **given: Any) -> Change:
    """Return a change of what the draft at a place says."""
    return lambda world: world.write(DRAFT_OF.format(what), seat=world.seat(place), **given)


def seals(number: int, words: str = WORDS) -> Change:
    """Return a change: the second assessor seals a level."""

    def change(world: World) -> None:
        version = world.build.read(lambda: _version(world.seat(SECOND)))
        typed = replace(draft_of(level(number), words), citations=())
        saved = world.on_seat(SECOND, save_draft, version=version, typed=typed)
        world.on_seat(SECOND, seal_rating, version=saved.version)

    return change


def _version(seat_id: str) -> int:
    found = rating_of(seat_id)
    return found.version if found else 0


def declares(kind: ConflictKind) -> Change:
    """Return a change: the second assessor declares a conflict of this kind."""
    return lambda world: world.on_seat(SECOND, declare, conflict=True, kind=kind)


def _frees(world: World) -> None:
    who = world.panel.coordinator
    reason = "On leave from today until after the day on which this is due, so another reader is wanted."
    by = {"actor": world.build.principal(who), "now": world.build.now}
    world.build.do(free_seat, seat_id=world.seat(SECOND), reason=reason, **by)


def _notes(world: World) -> None:
    world.build.do(
        note_conflict, cycle_id=world.case.cycle_id, person_id=world.spare(), other_id=world.case.facts.candidate_id,
        kind=ConflictKind.KIN, note="Told by telephone.", now=world.build.now,
        actor=world.build.principal(world.panel.coordinator),
    )  # fmt: skip


def _gives_away(world: World) -> None:
    """Somebody else sits, and has sat, at the first place."""
    seat_id, who = world.seat(FIRST), world.spare()
    world.write("UPDATE seats SET assessor_id = :who WHERE id = :seat", seat=seat_id, who=who)
    world.write("UPDATE ratings SET assessor_id = :who WHERE seat_id = :seat", seat=seat_id, who=who)


def on_seat(what: str) -> Change:
    """Return a change of the second assessor's seat."""
    return lambda world: world.write(f"UPDATE seats SET {what} WHERE id = :seat", seat=world.seat(SECOND))


def of_submission(table: str, what: str) -> Change:
    """Return a change of a row of the submission."""
    return lambda world: world.write(f"UPDATE {table} SET {what} WHERE case_id = :case")


def _asks_for_time(world: World) -> None:
    world.write(
        "INSERT INTO accommodations (id, case_id, request, requested_at, answer) SELECT 'aaaaaaaaaaaaaaaaaaaa', id,"
        " 'My eyes tire.', submitted_at, '' FROM cases WHERE id = :case"
    )


RATING = (
    Secret("who assesses", "drafting", ("assessor B", *OUTSIDE, "lead 1", "lead 2"), _gives_away),
    Secret("the level of a draft", "drafting", OF_A, on_draft("level = 4")),
    Secret("the outcome of a draft", "drafting", OF_A, on_draft("outcome = 'not_demonstrated', level = NULL")),
    Secret("the words of a draft", "drafting", OF_A, on_draft("reasons = :words", words=WORDS)),
    Secret("why not above, in a draft", "drafting", OF_A, on_draft("why_not_above = :words", words=WORDS)),
    Secret("the dimensions of a draft", "drafting", OF_A, on_draft("dimensions = :said", said="{}")),
    Secret(
        "a passage cited in a draft", "drafting", OF_A,
        lambda world: world.write("UPDATE citations SET level = 1, note = 'Here.' WHERE rating_id ="
                                  " (SELECT id FROM ratings WHERE seat_id = :seat)", seat=world.seat(FIRST)),
    ),
    Secret("whether the other has sealed", "drafting", OTHER_SIDE, seals(3)),
    Secret("the level that the other sealed", "drafting", (*OTHER_SIDE, "lead 1", "coordinator"), seals(4), seals(1)),
    Secret(
        "the words that the other sealed", "drafting", (*OTHER_SIDE, "lead 1", "coordinator"),
        seals(3, WORDS + " Anew."), seals(3),
    ),
    Secret("a conflict that the other declared", "drafting", OTHER_SIDE, declares(ConflictKind.KIN)),
    Secret(
        "which conflict the other declared", "drafting", OTHER_SIDE,
        declares(ConflictKind.KIN), declares(ConflictKind.DISPUTE),
    ),
    Secret(
        "that the other stepped back", "drafting", OTHER_SIDE,
        lambda world: world.on_seat(SECOND, recuse, reason="No time is left for it before the day on which it is due."),
    ),
    Secret("that the other's seat was freed", "drafting", OTHER_SIDE, _frees),
    Secret(
        "a conflict that a coordinator noted", "drafting",
        ("assessor A", "assessor B", *OUTSIDE, "a spare assessor"), _notes,
    ),
    Secret(
        "when the other's rating is due", "drafting", ("assessor A", *OUTSIDE),
        on_seat("due_at = '2031-01-01 00:00:00.000000'"),
    ),
    Secret(
        "whether the other opened the text", "drafting", OTHER_SIDE,
        on_seat("opened_at = NULL, touched_at = NULL"),
    ),
    Secret(
        "the candidate's name", "drafting",
        ("assessor A", "assessor B", "other candidate", "other assessor", "lead 1", "other lead"),
        lambda world: world.write("UPDATE accounts SET name = 'Quite Another' WHERE id ="
                                  " (SELECT candidate_id FROM cases WHERE id = :case)"),
    ),
    Secret(
        "the text of a draft submission", "asks for time",
        ("other candidate", "other assessor", "lead 1", "coordinator", "auditor"),
        of_submission("examples", "actions = 'Something else was done.'"),
    ),
    Secret(
        "who can confirm an example", "asks for time",
        ("other candidate", "other assessor", "lead 1", "coordinator", "auditor"),
        of_submission("examples", "confirmer_name = 'Quite Another'"),
    ),
    Secret(
        "what a request for more time says", "asks for time",
        ("other candidate", "other assessor", "lead 1", "other lead", "auditor"),
        of_submission("accommodations", "request = 'Something else.'"),
    ),
    Secret(
        "that more time was asked for", "drafting",
        ("assessor A", "assessor B", "other candidate", "other assessor", "lead 1", "other lead"), _asks_for_time,
    ),
    Secret(
        "who leads", "drafting", ("candidate", "assessor A", "assessor B", "other assessor", "other lead"),
        lambda world: world.write("UPDATE accounts SET name = 'Quite Another' WHERE id = :who", who=world.panel.leads[0]),
    ),
)  # fmt: skip
