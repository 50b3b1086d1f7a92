"""Builds what a test starts from, by the board's own actions, in transactions of their own. Returns ids."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.database import transaction
from reviewboard.foundation.digest import digest
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.scale.actions import import_scale, publish_scale
from reviewboard.foundation.scale.shipped import shipped_scales

T = TypeVar("T")
PASSWORD = "a sentence to remember"
POLICY: dict[str, Any] = {}
LIMITS = {
    "examples_min": 1, "examples_max": 3, "words_max": 800, "age_months": 36, "files_max": 5, "megabytes_max": 5,
}  # fmt: skip


class Builder:
    """Everything happens at `now`, which a test may move."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.now = datetime.now(UTC)
        self._numbers = count(1)
        self._scale = ""

    @property
    def today(self) -> date:
        """The day it is for the people it makes, which in the evening is the day before that of UTC."""
        return self.now.astimezone(ZoneInfo(Principal(None).timezone)).date()

    def do(self, work: Callable[..., T], **arguments: Any) -> T:
        """Run one action in its own transaction, at this builder's now, and return what it returns."""
        with self.app.app_context(), transaction():
            return work(**arguments)

    def read(self, work: Callable[..., T], *positional: Any, **arguments: Any) -> T:
        """Run a query in its own application context and return what it returns."""
        with self.app.app_context():
            return work(*positional, **arguments)

    def person(self, name: str = "", *, language: str = "en", password: str | None = None, **more: Any) -> str:
        """Make an account and return its id."""
        number = next(self._numbers)

        def make() -> str:
            return create_account(
                email=f"person{number}@example.org", name=name or f"Person {number}", language=language,
                password=password, actor=SYSTEM, now=self.now, unit=more.pop("unit", f"Unit {number}"),
                team=more.pop("team", f"Team {number}"), **more,
            ).id  # fmt: skip

        return self.do(make)

    def scale(self) -> str:
        """Publish the shipped scale (once) and return its version's id."""

        def make() -> str:
            version = import_scale(shipped_scales()[0], actor=SYSTEM, now=self.now)
            if version.state == "draft":
                publish_scale(version.id, actor=SYSTEM, now=self.now)
            return version.id

        self._scale = self._scale or self.do(make)
        return self._scale

    def cycle(self, *, required_level: int | None = 3, policy: dict[str, Any] | None = None, **more: Any) -> str:
        """Make an open cycle on the shipped scale and return its id."""
        scale_version_id = self.scale()
        chosen = POLICY | (policy or {})

        def make() -> str:
            cycle = Cycle(
                name_fr="Cycle d’essai", name_en="Trial cycle", state="open",
                opens_at=self.now - timedelta(days=10), closes_at=self.now + timedelta(days=20),
                hear_by=(self.now + timedelta(days=60)).date(), policy=chosen, policy_hash=digest(chosen),
                limits=LIMITS | more.pop("limits", {}), notice_fr="Avis", notice_en="Notice",
                created_at=self.now, opened_at=self.now, **more,
            )  # fmt: skip
            db.session.add(cycle)
            db.session.flush()
            db.session.add(
                CycleScale(cycle_id=cycle.id, scale_version_id=scale_version_id, required_level=required_level)
            )
            return cycle.id

        return self.do(make)

    def member(self, account_id: str, cycle_id: str, role: Role, **more: Any) -> str:
        """Give an account a role in a cycle (assessors are trained on its scale) and return the account's id."""
        scale_version_id = self.scale()

        def make() -> str:
            db.session.add(
                Membership(account_id=account_id, cycle_id=cycle_id, role=role.value, created_at=self.now, **more)
            )
            if role is Role.ASSESSOR:
                db.session.merge(
                    Training(account_id=account_id, scale_version_id=scale_version_id,
                             expires_on=(self.now + timedelta(days=365)).date())
                )  # fmt: skip
            return account_id

        return self.do(make)

    def someone(self, cycle_id: str, role: Role, name: str = "", **more: Any) -> str:
        """Make a person with a role in a cycle and return the account's id."""
        return self.member(self.person(name), cycle_id, role, **more)

    def principal(self, account_id: str) -> Principal:
        """Return who acts when this account acts."""

        def load() -> Principal:
            account = db.session.get_one(Account, account_id)
            roles = db.session.query(Membership.cycle_id, Membership.role).filter_by(account_id=account_id)
            return Principal(
                account.id, account.name, account.language, account.timezone, account.is_administrator,
                account.is_auditor, frozenset((cycle, Role(role)) for cycle, role in roles),
            )  # fmt: skip

        return self.read(load)
