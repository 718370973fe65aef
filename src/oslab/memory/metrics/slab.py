"""How much of a cache's memory holds objects."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.slab import PAGE_BYTES, SlabCache


def live_objects(record: SlabCache) -> int:
    """Return the objects in all slabs."""
    return sum(one.count("#") for one in _record(record).slabs)


def slab_bytes(record: SlabCache) -> int:
    """Return the memory that the cache's slabs take."""
    return len(_record(record).slabs) * (PAGE_BYTES << record.layout.order)


def utilization(record: SlabCache) -> float:
    """Return the share of that memory which is objects; 1 for a cache without slabs."""
    whole = slab_bytes(record)
    return live_objects(record) * record.layout.object_bytes / whole if whole else 1.0


def kept(record: SlabCache) -> float:
    """Return the share of its slabs that a cache kept; 0 if it had none."""
    whole = len(_record(record).slabs) + record.given_back
    return len(record.slabs) / whole if whole else 0.0


def _record(record: SlabCache) -> SlabCache:
    require(isinstance(record, SlabCache), "record", record, "a SlabCache")
    return record
