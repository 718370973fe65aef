"""The answer of one probe."""

from __future__ import annotations

import os
from dataclasses import dataclass

from oslab.errors import require


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing a measurement may need, and whether it can have it here.

    Args:
        name: what it is.
        available: whether the try succeeded.
        reason: what was seen: the evidence if available, else what refused.
        remedy: what would make it available; empty if it is.

    Raises:
        InvalidInput: if a text is missing, or a remedy where none is needed.
    """

    name: str
    available: bool
    reason: str
    remedy: str = ""

    def __post_init__(self) -> None:
        require(isinstance(self.available, bool), "available", self.available, "True or False")
        for field in ("name", "reason"):
            value = getattr(self, field)
            require(isinstance(value, str) and value.strip() != "", field, value, "a text")
        ok = isinstance(self.remedy, str) and (self.remedy == "") == self.available
        require(ok, "remedy", self.remedy, "a text exactly where the capability is missing")


def found(name: str, evidence: str) -> tuple[Capability, ...]:
    """Return the answer of a probe that succeeded.

    Raises:
        InvalidInput: if a text is empty.
    """
    return (Capability(name, True, evidence),)


def missing(name: str, reason: str | OSError, remedy: str) -> tuple[Capability, ...]:
    """Return the answer of a probe that was refused, by the kernel's own word if it gave one.

    Raises:
        InvalidInput: if a text is empty.
    """
    if isinstance(reason, OSError):
        reason = f"the kernel answers: {os.strerror(reason.errno or 0)}"
    return (Capability(name, False, reason, remedy),)
