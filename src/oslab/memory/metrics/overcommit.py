"""What was promised, and how much of it there is."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.overcommit import Overcommit


def promised(record: Overcommit) -> int:
    """Return all promises after the last request, in pages."""
    return _record(record).committed + record.request * sum(record.granted)


def uncovered(record: Overcommit) -> int:
    """Return the pages promised beyond RAM and swap: touching them would end somebody."""
    return max(0, promised(record) - record.ram - record.swap)


def _record(record: Overcommit) -> Overcommit:
    require(isinstance(record, Overcommit), "record", record, "an Overcommit")
    return record
