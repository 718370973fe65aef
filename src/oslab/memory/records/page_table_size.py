"""What page tables cost in memory."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.memory.records.address import PAGE_4K, PAGE_LEVELS


@dataclass(frozen=True, slots=True)
class TableSize:
    """Tables for memory of which every so many bytes one is touched.

    Args:
        size_bytes: of the address range.
        stride_bytes: from one touch to the next.
        page_bytes: of the pages that are mapped.
        touches: how many places were touched.
        pages: how many pages that mapped.
        tables: (level, tables) pairs, from the root down.
        deposited: tables that are set aside and not used, one a huge page.
        source: `"model"`, or the machine that was asked.

    Raises:
        InvalidInput: if a count is out of range.
    """

    size_bytes: int
    stride_bytes: int
    page_bytes: int
    touches: int
    pages: int
    tables: tuple[tuple[str, int], ...]
    deposited: int = 0
    source: str = "model"

    def __post_init__(self) -> None:
        for name in ("size_bytes", "stride_bytes", "touches", "pages"):
            require_whole(name, getattr(self, name), 1)
        require_whole("deposited", self.deposited, 0)
        ok = isinstance(self.page_bytes, int) and self.page_bytes in PAGE_LEVELS
        require(ok, "page_bytes", self.page_bytes, "2**12, 2**21 or 2**30")
        require(isinstance(self.source, str), "source", self.source, "a text")
        ok = isinstance(self.tables, tuple) and all(
            isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str)
            for one in self.tables
        )
        require(ok, "tables", self.tables, "pairs of a level and a number")
        for _, count in self.tables:
            require_whole("tables", count, 0)

    @property
    def table_bytes(self) -> int:
        """Memory that all of it takes, 4 KiB a table."""
        return PAGE_4K * (self.deposited + sum(count for _, count in self.tables))

    @property
    def resident_bytes(self) -> int:
        """Memory that the touched pages take."""
        return self.pages * self.page_bytes
