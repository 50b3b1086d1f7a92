"""Roles belong to a cycle, except auditor and administrator, who are so everywhere."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is in one cycle."""

    CANDIDATE = "candidate"
    ASSESSOR = "assessor"
    LEAD = "lead"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Principal:
    """Whoever acts: a signed-in person, nobody, or the board itself (`is_system`: clocks, sweeps, couriers)."""

    account_id: str | None
    name: str = ""
    language: str = "fr"
    timezone: str = "America/Toronto"
    administrator: bool = False
    auditor: bool = False
    memberships: frozenset[tuple[str, Role]] = field(default_factory=frozenset)
    is_system: bool = False

    def is_in(self, cycle_id: str, role: Role) -> bool:
        """Whether this person holds role in that cycle."""
        return (cycle_id, role) in self.memberships

    def cycles_as(self, role: Role) -> frozenset[str]:
        """The ids of the cycles in which this person holds role."""
        return frozenset(cycle for cycle, held in self.memberships if held is role)


SYSTEM = Principal(account_id=None, name="board", is_system=True)
