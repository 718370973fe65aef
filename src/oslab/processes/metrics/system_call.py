"""How often a program went into the kernel to write its records."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.system_call import BufferedWrites


def write_calls(record: BufferedWrites) -> int:
    """Return the number of write system calls.

    Raises:
        InvalidInput: if `record` is no BufferedWrites.
    """
    require(isinstance(record, BufferedWrites), "record", record, "a BufferedWrites")
    return len(record.writes)
