"""The map of a process: which addresses mean something, and what."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.memory.records.address import LEVELS, PAGE_4K

PROGRAM, HEAP, LIBRARY, FILE, ANONYMOUS, SHARED, STACK, KERNEL = (
    "program", "heap", "library", "file", "anonymous", "shared", "stack", "kernel's",
)  # fmt: skip
KINDS = (PROGRAM, HEAP, LIBRARY, FILE, ANONYMOUS, SHARED, STACK, KERNEL)


@dataclass(frozen=True, slots=True)
class Region:
    """Neighbouring areas of one kind.

    Args:
        name: of the file, or what the kernel calls it.
        kind: one of `KINDS`.
        start: first address.
        end: first address after it.
        areas: how many lines of the map it sums up.
        size_bytes: of those areas; less than `end` - `start` where there are gaps.
        resident_bytes: pages of it that are present now; None where not counted.
        perms: the letters of all its areas together, as in `/proc/PID/maps`.

    Raises:
        InvalidInput: if it is empty or a field is of another kind.
    """

    name: str
    kind: str
    start: int
    end: int
    areas: int = 1
    size_bytes: int = 0
    resident_bytes: int | None = None
    perms: str = ""

    def __post_init__(self) -> None:
        for text in ("name", "perms"):
            require(isinstance(getattr(self, text), str), text, getattr(self, text), "a text")
        require(self.kind in KINDS, "kind", self.kind, f"one of {KINDS}")
        require_whole("start", self.start, 0, 2**64 - 1)
        require_whole("end", self.end, self.start + 1, 2**64)
        require_whole("areas", self.areas, 1)
        require_whole("size_bytes", self.size_bytes, 0, self.end - self.start)
        if self.resident_bytes is not None:
            require_whole("resident_bytes", self.resident_bytes, 0)

    @property
    def pages(self) -> int:
        """Of 4 KiB, touched or not."""
        return self.size_bytes // PAGE_4K


@dataclass(frozen=True, slots=True)
class AddressSpace:
    """The regions of one process in rising order.

    Args:
        regions: that do not overlap, at least one.
        levels: of its page tables, 4 or 5.
        source: `"model"`, or whose it is.

    Raises:
        InvalidInput: if regions overlap.
    """

    regions: tuple[Region, ...]
    levels: int = 4
    source: str = "model"

    def __post_init__(self) -> None:
        ok = isinstance(self.regions, tuple) and len(self.regions) > 0
        ok = ok and all(isinstance(one, Region) for one in self.regions)
        require(ok, "regions", self.regions, "at least one Region")
        pairs = zip(self.regions, self.regions[1:], strict=False)
        ok = all(a.end <= b.start for a, b in pairs)
        require(ok, "regions", self.regions, "in rising order, without overlap")
        ok = isinstance(self.levels, int) and self.levels in LEVELS
        require(ok, "levels", self.levels, "4 or 5")
        require(isinstance(self.source, str), "source", self.source, "a text")

    @property
    def size_bytes(self) -> int:
        """Addresses in use."""
        return sum(one.size_bytes for one in self.regions)

    @property
    def resident_bytes(self) -> int:
        """Pages that are present, where they were counted."""
        return sum(one.resident_bytes or 0 for one in self.regions)

    def find(self, kind: str) -> tuple[Region, ...]:
        """Return the regions of one kind."""
        return tuple(one for one in self.regions if one.kind == kind)
