"""Memory that was promised, against memory that there is."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole

HEURISTIC, ALWAYS, NEVER = 0, 1, 2
MODES = (HEURISTIC, ALWAYS, NEVER)
"""The values of vm.overcommit_memory."""


@dataclass(frozen=True, slots=True)
class Overcommit:
    """A row of requests for memory, and the kernel's answers. Sizes are pages.

    Args:
        mode: of `vm.overcommit_memory`, 0, 1 or 2.
        ram: all memory that the kernel manages.
        swap: all swap space.
        committed: promised to everybody before the first request.
        request: of each request.
        granted: for each request, whether it was.
        limit: what the mode compares with: RAM and swap for 0, the commit limit for
            2, None for 1.

    Raises:
        InvalidInput: if a number is out of range.
    """

    mode: int
    ram: int
    swap: int
    committed: int
    request: int
    granted: tuple[bool, ...]
    limit: int | None

    def __post_init__(self) -> None:
        require(self.mode in MODES, "mode", self.mode, "0, 1 or 2")
        for name in ("ram", "swap", "committed"):
            require_whole(name, getattr(self, name), low=0)
        require_whole("request", self.request, low=1)
        ok = isinstance(self.granted, tuple) and all(isinstance(g, bool) for g in self.granted)
        require(ok, "granted", self.granted, "True or False for each request")
        if self.limit is not None:
            require_whole("limit", self.limit)

    def __str__(self) -> str:
        limit = "no limit" if self.limit is None else f"limit {self.limit} pages"
        return (
            f"mode {self.mode}, {limit}: {sum(self.granted)} of {len(self.granted)} requests "
            f"for {self.request} pages granted"
        )

    __repr__ = __str__
