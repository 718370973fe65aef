"""What translations and page tables cost, in numbers."""

from __future__ import annotations

from oslab.errors import require, require_choice
from oslab.memory.records.address import PAGE_LEVELS, PAGE_NAMES
from oslab.memory.records.page_table_size import TableSize
from oslab.memory.records.tlb import Processor, TlbRun


def table_share(record: TableSize) -> float:
    """Return page tables over the memory they map: 0.002 is negligible, 1 is not.

    Raises:
        InvalidInput: if `record` is no TableSize.
    """
    require(isinstance(record, TableSize), "record", record, "a TableSize")
    return record.table_bytes / record.resident_bytes


def hit_rate(record: TlbRun) -> float:
    """Return the share of translations that a TLB answered, 0 to 1.

    Raises:
        InvalidInput: if `record` is no TlbRun.
    """
    require(isinstance(record, TlbRun), "record", record, "a TlbRun")
    return 1 - record.places[-1] / record.accesses


def tlb_reach_bytes(processor: Processor, page: str = "4 KiB") -> tuple[int, int]:
    """Return the memory that the first level, and the second, can translate at a time.

    0 stands for a level that takes no pages of this size.

    Args:
        processor: whose TLBs.
        page: `"4 KiB"`, `"2 MiB"` or `"1 GiB"`.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require(isinstance(processor, Processor), "processor", processor, "a Processor")
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    first, second = (
        sum(one.entries for one in arrays if size in one.page_sizes) * size
        for arrays in (processor.first, processor.second)
    )
    return first, second


def walk_length(page: str = "4 KiB", levels: int = 4) -> int:
    """Return how many entries a walk reads that knows nothing beforehand.

    >>> [walk_length(page) for page in ("4 KiB", "2 MiB", "1 GiB")]
    [4, 3, 2]

    Raises:
        InvalidInput: if the page has no such size, or there are not 4 or 5 levels.
    """
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    require(isinstance(levels, int) and levels in (4, 5), "levels", levels, "4 or 5")
    return levels - ("pte", "pmd", "pud").index(PAGE_LEVELS[size])
