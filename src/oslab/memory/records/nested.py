"""A walk in two dimensions: every address that the guest's tables hold is virtual to the host."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.memory.records.address import LEVELS


@dataclass(frozen=True, slots=True)
class Reference:
    """One time that memory is read.

    Args:
        row: 0 for what the guest's root pointer names, then one more for each guest level;
            the last row is the page itself.
        level: of the host's tables, `pgd` to `pte`; empty where the guest's entry is read.
        frame: the host's frame that was read.
    """

    row: int
    level: str
    frame: int

    def __post_init__(self) -> None:
        require_whole("row", self.row, 0, 5)
        ok = self.level == "" or self.level in LEVELS[5]
        require(ok, "level", self.level, "a level, or empty")
        require_whole("frame", self.frame, 0)


@dataclass(frozen=True, slots=True)
class Nested:
    """All references of one translation in a virtual machine, in order.

    Args:
        guest: the guest's levels that were read, from its root.
        host: the host's levels that each translation of a guest address read.
        references: in the order in which memory was read.
        physical: where the host keeps the byte.

    Raises:
        InvalidInput: if there is none.
    """

    guest: tuple[str, ...]
    host: tuple[str, ...]
    references: tuple[Reference, ...]
    physical: int

    def __post_init__(self) -> None:
        for name in ("guest", "host"):
            levels = getattr(self, name)
            ok = isinstance(levels, tuple) and len(levels) > 0
            ok = ok and all(isinstance(one, str) and one in LEVELS[5] for one in levels)
            require(ok, name, levels, "a tuple of levels")
        ok = isinstance(self.references, tuple) and len(self.references) > 0
        ok = ok and all(isinstance(one, Reference) for one in self.references)
        require(ok, "references", self.references, "at least one Reference")
        require_whole("physical", self.physical, 0)
