"""A section of a cycle's policy is a value: named settings, each with its default, read from the policy and said in full."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self


class UnknownSetting(ValueError):
    """A policy names something that no stage knows: more likely a slip than a wish."""


@dataclass(frozen=True)
class Section:
    """What all sections can do. `SETTING`: the name under which a policy holds this one."""

    SETTING: ClassVar[str]

    @classmethod
    def from_policy(cls, policy: Mapping[str, Any]) -> Self:
        """Return the section that a stored policy says; what it leaves out is the default. Raises UnknownSetting."""
        return cls.read(policy.get(cls.SETTING) or {})

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the section that these settings say. Raises UnknownSetting naming, by commas, what it does not know."""
        unknown = set(said) - {field.name for field in fields(cls)}
        if unknown:
            raise UnknownSetting(", ".join(sorted(unknown)))
        return cls(**said)

    def as_policy(self) -> dict[str, Any]:
        """Return the section as JSON values; it reads them back."""
        return asdict(self)
