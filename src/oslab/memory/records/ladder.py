"""Levels of the memory hierarchy: as measured, as the CPU tells them, and set side by side."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_number, require_whole


@dataclass(frozen=True, slots=True)
class Plateau:
    """A stretch of sizes over which a load takes about as long.

    Args:
        first: the smallest size on it (bytes, or pages).
        last: the largest; the knee follows it.
        latency: nanoseconds, the median over the stretch.

    Raises:
        InvalidInput: if a number is out of range.
    """

    first: int
    last: int
    latency: float

    def __post_init__(self) -> None:
        require_whole("first", self.first, low=1)
        require_whole("last", self.last, low=self.first)
        require_number("latency", self.latency, low=0)


@dataclass(frozen=True, slots=True)
class Level:
    """What the CPU or the kernel reports of one level.

    Args:
        name: such as `"L2"`.
        capacity: bytes of a cache, entries of a TLB.
        latency: nanoseconds of a load that finds its data here; None if not known.

    Raises:
        InvalidInput: if a field is out of range.
    """

    name: str
    capacity: int
    latency: float | None = None

    def __post_init__(self) -> None:
        ok = isinstance(self.name, str) and self.name.strip() != ""
        require(ok, "name", self.name, "a text")
        require_whole("capacity", self.capacity, low=1)
        if self.latency is not None:
            require_number("latency", self.latency, low=0)


@dataclass(frozen=True, slots=True)
class Knee:
    """One reported level, and the knee that a measurement shows for it.

    Args:
        name: of the level.
        reported: its capacity, as the CPU or the kernel tells it.
        found: the largest size measured before latency rose, nearest to it; None
            where no knee shows.
        next_found: the next larger size that was measured: the knee lies between.
        why: one sentence on what was found, or why nothing shows.

    Raises:
        InvalidInput: if a field is out of range.
    """

    name: str
    reported: int
    found: int | None
    next_found: int | None
    why: str

    def __post_init__(self) -> None:
        for field in ("name", "why"):
            value = getattr(self, field)
            require(isinstance(value, str) and value.strip() != "", field, value, "a text")
        require_whole("reported", self.reported, low=1)
        for field in ("found", "next_found"):
            value = getattr(self, field)
            if value is not None:
                require_whole(field, value, low=1)

    @property
    def agrees(self) -> bool:
        """Whether the reported capacity is an end of the step in which latency rose, or inside."""
        if self.found is None or self.next_found is None:
            return False
        return self.found <= self.reported <= self.next_found

    @property
    def ratio(self) -> float | None:
        """Found over reported; None where no knee shows."""
        return None if self.found is None else self.found / self.reported

    def __str__(self) -> str:
        found = "no knee" if self.found is None else f"knee after {self.found:,}"
        return f"{self.name}: reported {self.reported:,}, {found}. {self.why}"
