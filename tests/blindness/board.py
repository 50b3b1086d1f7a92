"""The board that blindness is tried on: seeded with canaries, and beside it, by the board's own actions, what no seed tells.

Every secret text holds a mark of its own (`CNRY-<asset>-<object>-<12 hex>`), so an answer that holds one says whose it is.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from flask import Flask

from reviewboard.seeding.marks import Canary, Marks
from reviewboard.seeding.sowing import sow
from tests.building import Builder
from tests.walking import Panel

CASES, ASSESSORS, SEED = 30, 8, 6


@dataclass
class Blind:
    """The filled board: who and what there is, and every canary by its text."""

    build: Builder
    accounts: dict[str, list[str]]
    cycles: dict[str, str]
    canaries: dict[str, Canary]
    extra: dict[str, str] = field(default_factory=dict)  # cases that were made by hand, by what they are there for
    panels: dict[str, Panel] = field(default_factory=dict)  # by cycle, the people of those cases

    @property
    def app(self) -> Flask:
        """The application."""
        return self.build.app

    @property
    def now(self) -> datetime:
        """The moment at which everything was told."""
        return self.build.now


def fill(app: Flask, now: datetime) -> Blind:
    """Fill an empty board and say what there is."""
    from tests.blindness.stories import name, tell, tie

    build, marks = Builder(app), Marks(planted=True, rng=Random("blind"))
    build.now = now
    blind = Blind(build, {}, {}, {})
    tell(blind, marks)
    name(blind, marks)
    with app.app_context():
        sown = sow(cases=CASES, assessors=ASSESSORS, seed=SEED, canaries=True, now=build.now)
    blind.accounts = {role: [one["id"] for one in people] for role, people in sown["accounts"].items()}
    blind.cycles |= sown["cycles"]
    tie(blind, marks)
    listed: list[dict[str, Any]] = [*sown["canaries"], *marks.listed()]
    blind.canaries = {one["canary"]: Canary(**one) for one in json.loads(json.dumps(listed))}
    return blind
