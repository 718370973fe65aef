"""What becomes of the CPU when more and more processes share the same frames."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_number, require_whole


@dataclass(frozen=True, slots=True)
class Thrashing:
    """A row for each number of processes, from 1 up.

    Args:
        frames: of the machine, shared alike.
        working_set: pages that one process uses in turn.
        service: what a fault costs the disk, in references of CPU time.
        cpu: share of time in which the CPU works, from 0 to 1, by number of processes.
        disk: the same for the disk.
        lifetimes: references between two faults of a process.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    frames: int
    working_set: int
    service: int
    cpu: tuple[float, ...]
    disk: tuple[float, ...]
    lifetimes: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("frames", "working_set", "service"):
            require_whole(name, getattr(self, name), 1, 10**9)
        for name, high in (("cpu", 1.0), ("disk", 1.0), ("lifetimes", None)):
            rows = getattr(self, name)
            ok = isinstance(rows, tuple) and len(rows) == len(self.cpu) > 0
            require(ok, name, rows, "a tuple, one for each number of processes")
            for row in rows:
                require_number(name, row, 0, high)

    @property
    def best(self) -> int:
        """The number of processes at which the CPU works most; the smallest of equals."""
        return 1 + max(range(len(self.cpu)), key=lambda place: (self.cpu[place], -place))
