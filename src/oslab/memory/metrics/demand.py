"""What demand paging cost, and what it gave."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.demand import ABSENT, CACHE, OWN, Demand

_PAGE_BYTES = 4096


def minor_faults(record: Demand) -> int:
    """Return the faults that needed no device."""
    return sum(not fault.major for fault in _record(record).faults)


def major_faults(record: Demand) -> int:
    """Return the faults that had to read."""
    return sum(fault.major for fault in _record(record).faults)


def resident_bytes(record: Demand) -> int:
    """Return what RSS counts: own frames and mapped pages of files; not the zero page."""
    entries = _record(record).entries
    return (entries.count(OWN) + entries.count(CACHE)) * _PAGE_BYTES


def untouched_bytes(record: Demand) -> int:
    """Return what RSS counts beyond the pages that were touched."""
    return max(0, resident_bytes(record) - record.touched * _PAGE_BYTES)


def mapped_pages(record: Demand) -> int:
    """Return the entries that lead somewhere."""
    return len(_record(record).entries) - record.entries.count(ABSENT)


def _record(record: Demand) -> Demand:
    require(isinstance(record, Demand), "record", record, "a Demand")
    return record
