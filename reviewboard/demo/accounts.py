"""The demo's accounts as a table: who signs in with what, and what they find now."""

from sqlalchemy import select

from reviewboard.demo.people import (
    ADMINISTRATOR,
    ASSESSORS,
    AUDITOR,
    CANDIDATES,
    COORDINATOR,
    EVERYONE,
    LEADS,
    PASSWORD,
    DemoPerson,
)  # fmt: skip
from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import RATED_AT, State

ROLES: tuple[tuple[str, tuple[DemoPerson, ...]], ...] = (
    ("administrator", (ADMINISTRATOR,)), ("coordinator", (COORDINATOR,)), ("panel lead", LEADS),
    ("auditor", (AUDITOR,)), ("assessor", ASSESSORS), ("candidate", CANDIDATES),
)  # fmt: skip


def printed_accounts() -> str:
    """Return the accounts of the demo as lines of text, with the one password of all."""
    finds = {**_states(), **_queues()}
    rows = [
        (role, person.language, person.email, person.name, finds.get(person.email, ""))
        for role, people in ROLES
        for person in people
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, "", f"Everybody's password: {PASSWORD}"])


def _states() -> dict[str, str]:
    rows = db.session.execute(
        select(Account.email, Case.state)
        .join(Case, Case.candidate_id == Account.id)
        .where(Account.email.in_([person.email for person in EVERYONE]), Case.fresh_of.is_(None))
    )
    return {email: state.replace("_", " ") for email, state in rows}


def _queues() -> dict[str, str]:
    """Return by assessor how many cases there are to rate and to discuss."""
    found: dict[str, list[int]] = {person.email: [0, 0] for person in ASSESSORS}
    rows = db.session.execute(
        select(Account.email, Case.state, Seat.place, Seat.sealed_at)
        .join(Seat, Seat.assessor_id == Account.id)
        .join(Case, Case.id == Seat.case_id)
        .where(Account.email.in_(found), Seat.ended_at.is_(None))
    )
    for email, state, place, sealed_at in rows:
        found[email][0] += sealed_at is None and place in RATED_AT.get(State(state), ())
        found[email][1] += state == State.DISCUSSION and place in RATED_AT[State.RATING]
    return {email: f"{to_rate} to rate, {to_discuss} to discuss" for email, (to_rate, to_discuss) in found.items()}
