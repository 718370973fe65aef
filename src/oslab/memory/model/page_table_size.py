"""How many tables a pattern of touches makes, without making them."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.memory.records.address import (
    LEVELS,
    PAGE_2M,
    PAGE_LEVELS,
    PAGE_NAMES,
    shift,
)
from oslab.memory.records.page_table_size import TableSize

TRANSPARENT = "2 MiB, transparent"
PAGES = (*PAGE_NAMES, TRANSPARENT)


def page_table_size(
    size_mib: int = 1024, stride_kib: int = 4, page: str = "4 KiB", levels: int = 4
) -> TableSize:
    """Return the tables below the root for a range that starts at a border of 512 GiB.

    Nothing else lies under the same entry of the root, so every table is new.

    Args:
        size_mib: the range, in MiB, 1 to 2**20.
        stride_kib: one byte is touched in each of these, in KiB, 4 to 2**30.
        page: `"4 KiB"`, `"2 MiB"`, `"1 GiB"`, or `"2 MiB, transparent"`: then the kernel
            sets a table aside for each huge page, to be able to split it without asking
            for memory.
        levels: 4 or 5; the kernel counts in VmPTE neither the root nor what five levels
            put below it, so neither does this.

    Raises:
        InvalidInput: if an argument is none of these, or the range is no multiple of the
            page.

    Source: mm/huge_memory.c, `__do_huge_pmd_anonymous_page` and `pgtable_trans_huge_deposit`;
        include/linux/mm.h, `mm_inc_nr_ptes`, `mm_inc_nr_pmds`, `mm_inc_nr_puds`.
    """
    size = require_whole("size_mib", size_mib, 1, 1 << 20) << 20
    stride = require_whole("stride_kib", stride_kib, 4, 1 << 30) << 10
    require_choice("page", page, PAGES)
    require(isinstance(levels, int) and levels in LEVELS, "levels", levels, "4 or 5")
    page_bytes = PAGE_2M if page == TRANSPARENT else PAGE_NAMES[page]
    require(size % page_bytes == 0, "size_mib", size_mib, f"a multiple of {page_bytes >> 20}")
    touches = -(-size // stride)
    tables = []
    for name, below in (("pud", "p4d"), ("pmd", "pud"), ("pte", "pmd")):
        used = shift(PAGE_LEVELS[page_bytes]) <= shift(name)
        tables.append((name, touched(size, stride, 1 << shift(below)) if used else 0))
    pages = touched(size, stride, page_bytes)
    spare = pages if page == TRANSPARENT else 0
    return TableSize(size, stride, page_bytes, touches, pages, tuple(tables), spare)


def touched(size: int, stride: int, piece: int) -> int:
    """Return how many pieces of a range are met by one touch every `stride` bytes.

    >>> [touched(1 << 30, stride, 1 << 21) for stride in (4096, 1 << 21, 3 << 20, 1 << 30)]
    [512, 512, 342, 1]

    Args:
        size: bytes of the range; it starts at the border of a piece.
        stride: from touch to touch, the first at the start.
        piece: bytes of a piece.

    Raises:
        InvalidInput: if one is not at least 1.
    """
    for name, value in (("size", size), ("stride", stride), ("piece", piece)):
        require_whole(name, value, 1)
    last = (size - 1) // stride
    # Strides no larger than a piece leave none out; larger ones meet a new one each time.
    return last * stride // piece + 1 if stride <= piece else last + 1
