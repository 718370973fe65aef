"""What fork has to copy before the child can run."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require_choice, require_number, require_whole

ANONYMOUS, HUGE, SHARED_FILE = "anonymous", "huge", "shared file"
KINDS = (ANONYMOUS, HUGE, SHARED_FILE)


@dataclass(frozen=True, slots=True)
class ForkCost:
    """The page tables of one parent, and what its fork does with them.

    Args:
        kind: of the parent's memory.
        resident_bytes: touched by the parent.
        parent_tables: last-level tables the parent's memory needs or keeps in reserve.
        entries: entries that fork copies one by one.
        tables: table pages that fork makes for the child.
        predicted_ns: fork, the child's end and wait together.

    Raises:
        InvalidInput: if a number is negative or the kind unknown.
    """

    kind: str
    resident_bytes: int
    parent_tables: int
    entries: int
    tables: int
    predicted_ns: float

    def __post_init__(self) -> None:
        require_choice("kind", self.kind, KINDS)
        for field in ("resident_bytes", "parent_tables", "entries", "tables"):
            require_whole(field, getattr(self, field), low=0)
        require_number("predicted_ns", self.predicted_ns, low=0)

    def __str__(self) -> str:
        return (
            f"{self.resident_bytes // 2**20:,} MiB {self.kind}: {self.entries:,} entries copied "
            f"into {self.tables:,} new table pages"
        )

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: what it costs at nothing, and for each one more.

    Args:
        start: the value at 0.
        slope: the growth for each unit.
    """

    start: float
    slope: float

    def __post_init__(self) -> None:
        require_number("start", self.start)
        require_number("slope", self.slope)

    def at(self, x: float) -> float:
        """Return the value at `x`.

        Raises:
            InvalidInput: if `x` is no finite number.
        """
        return self.start + self.slope * require_number("x", x)
