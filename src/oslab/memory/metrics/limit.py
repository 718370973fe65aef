"""When pressure began, and when it ended."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.limit import MemoryLimit


def pressure_from(record: MemoryLimit) -> int | None:
    """Return the MiB of growth at which files are read again or memory is swapped, or None."""
    for step, one in enumerate(_record(record).moments):
        if one.reread or one.swapped:
            return step
    return None


def reread(record: MemoryLimit) -> int:
    """Return the MiB of files that had to be read again in all."""
    return sum(one.reread for one in _record(record).moments)


def warning(record: MemoryLimit) -> int:
    """Return the MiB of growth between the first pressure and the kill; 0 if there is none."""
    begin = pressure_from(record)
    if begin is None or record.killed is None:
        return 0
    return record.killed - begin


def _record(record: MemoryLimit) -> MemoryLimit:
    require(isinstance(record, MemoryLimit), "record", record, "a MemoryLimit")
    return record
