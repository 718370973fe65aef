"""Fragmentation: what a block wastes inside, and what free memory cannot serve."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.memory.records.buddy import Buddy, FreeCounts


def internal_waste(record: Buddy) -> int:
    """Return what blocks hold beyond what was asked for, at the end, in the record's unit."""
    require(isinstance(record, Buddy), "record", record, "a Buddy")
    last = record.steps[-1]
    held = sum(record.unit << block.order for block in last.blocks if block.owner)
    return held - sum(many for _, many in record.wanted)


def free_total(record: Buddy) -> int:
    """Return what is free at the end, in the record's unit."""
    require(isinstance(record, Buddy), "record", record, "a Buddy")
    return sum(record.unit << one.order for one in record.steps[-1].blocks if not one.owner)


def largest_free(record: Buddy) -> int:
    """Return the largest request that would be granted at the end; 0 if none is."""
    require(isinstance(record, Buddy), "record", record, "a Buddy")
    free = [one.order for one in record.steps[-1].blocks if not one.owner]
    return record.unit << max(free) if free else 0


def unusable(free: FreeCounts, order: int) -> float:
    """Return the share of free memory that lies in blocks too small for 2**order pages.

    0 means that all of it would do, 1 that none would.

    Raises:
        InvalidInput: if `free` is no FreeCounts or `order` is negative.

    Source: mm/vmstat.c, `unusable_free_index` (debugfs extfrag/unusable_index).
    """
    suitable = _suitable(free, order) << order
    return 1 - suitable / free.free if free.free else 1.0


def fragmentation_index(free: FreeCounts, order: int) -> float:
    """Return why a request for 2**order pages would fail: 0 for want of memory, 1 fragmentation.

    -1 means that it would not fail. Cut to thousandths, as the kernel does.

    Raises:
        InvalidInput: if `free` is no FreeCounts or `order` is negative.

    Source: mm/vmstat.c, `__fragmentation_index`.
    """
    if _suitable(free, order):
        return -1.0
    blocks = sum(free.counts)
    if not blocks:
        return 0.0
    return (1000 - (1000 + free.free * 1000 // (1 << order)) // blocks) / 1000


def _suitable(free: FreeCounts, order: int) -> int:
    """Return how many blocks of 2**order pages the free blocks hold."""
    require(isinstance(free, FreeCounts), "free", free, "FreeCounts")
    require_whole("order", order, low=0, high=40)
    return sum(count << (k - order) for k, count in enumerate(free.counts) if k >= order)
