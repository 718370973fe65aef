"""A group with a memory limit: what is evicted, and when somebody is killed."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole


@dataclass(frozen=True, slots=True)
class Moment:
    """The group after one more MiB of anonymous memory. Sizes are MiB.

    Args:
        anonymous: in memory.
        file: pages of files in memory.
        swapped: anonymous memory that lies in swap.
        reread: pages of files that had to be read again in this step.

    Raises:
        InvalidInput: if a size is negative.
    """

    anonymous: int
    file: int
    swapped: int
    reread: int

    def __post_init__(self) -> None:
        for name in ("anonymous", "file", "swapped", "reread"):
            require_whole(name, getattr(self, name), low=0)


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    """A process grows by a MiB a step in a group that may have `limit` MiB.

    Args:
        limit: MiB, `memory.max`.
        base: MiB that the group holds of the kernel: page tables, stacks, ...
        hot: MiB of a file that is read in whole at every step; 0 if none is.
        swap: MiB that may be swapped out.
        moments: one a step, from no anonymous memory on.
        killed: MiB of anonymous memory that the process asked for when it was
            killed, or None.

    Raises:
        InvalidInput: if a number is negative or there is no moment.
    """

    limit: int
    base: int
    hot: int
    swap: int
    moments: tuple[Moment, ...]
    killed: int | None

    def __post_init__(self) -> None:
        for name in ("limit", "base", "hot", "swap"):
            require_whole(name, getattr(self, name), low=0)
        ok = isinstance(self.moments, tuple) and len(self.moments) > 0
        ok = ok and all(isinstance(one, Moment) for one in self.moments)
        require(ok, "moments", self.moments, "at least one Moment")
        if self.killed is not None:
            require_whole("killed", self.killed, low=0)

    def __str__(self) -> str:
        end = "lives" if self.killed is None else f"is killed at {self.killed} MiB"
        return f"limit {self.limit} MiB, {self.swap} MiB of swap: the process {end}"

    __repr__ = __str__
