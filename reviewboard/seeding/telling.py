"""What was seeded, as plain values for those who test against it: who can sign in, and which ids are in which state."""

from collections.abc import Mapping, Sequence
from typing import Any

from reviewboard.seeding.case import SeededCase
from reviewboard.seeding.ground import Person
from reviewboard.seeding.writer import Row


def about_people(people: Mapping[str, Sequence[Person]], password: str) -> dict[str, list[dict[str, Any]]]:
    """Return by role who there is; assessors with the languages they read."""
    return {
        role: [
            {"id": person.id, "email": person.email, "name": person.name, "password": password,
             "language": person.language, "reads": list(person.languages)}
            for person in of_role
        ]
        for role, of_role in people.items()
    }  # fmt: skip


def about_case(case: SeededCase) -> dict[str, Any]:
    """Return the ids of everything that belongs to one case; None where there is nothing."""
    return {
        "case": case.id,
        "reference": case.row["reference"],
        "cycle": case.cycle.id,
        "language": case.fate.language,
        "candidate": case.candidate.id,
        "legs": [leg.name for leg in case.fate.legs],
        "examples": [row["id"] for row in case.examples],
        "evidence": [row["id"] for row in case.files],
        "seats": [_seat(row) for row in case.seats],
        "ratings": {str(place): row["id"] for place, row in sorted(case.ratings.items())},
        "discussion": _id(case.discussion),
        "agreement": _id(case.agreement),
        "dispute": _id(case.dispute),
        "resolution": _id(case.resolution),
        "record": _id(case.record),
    }


def _seat(row: Row) -> dict[str, Any]:
    return {"id": row["id"], "place": row["place"], "assessor": row["assessor_id"], "live": row["ended_at"] is None,
            "cleared": row["cleared_at"] is not None, "sealed": row["sealed_at"] is not None}  # fmt: skip


def _id(row: Row | None) -> str | None:
    return row["id"] if row else None
