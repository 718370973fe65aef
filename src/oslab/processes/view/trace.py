"""A trace as a table: the call, its answer, and what it was for."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.system_call import Trace
from oslab.table import Table

_MEANINGS = {
    "execve": "replace the program, keep the process",
    "clone": "make a child: this is fork",
    "clone3": "make a child: this is fork",
    "vfork": "make a child that borrows our memory until it executes",
    "fork": "make a child",
    "wait4": "sleep until a child has ended, take its status",
    "exit_group": "end, all threads together; never returns",
    "openat": "find the file, take a descriptor",
    "newfstatat": "ask for its size, to choose a buffer",
    "fstat": "ask for its size, to choose a buffer",
    "ioctl": "ask whether it is a terminal",
    "lseek": "ask where we stand",
    "read": "copy bytes; 0 means the end",
    "close": "give the descriptor back",
    "write": "hand bytes over",
}


def trace(record: Trace) -> Table:
    """Return one row a call, or the one reason why there is none.

    Raises:
        InvalidInput: if `record` is no Trace.
    """
    require(isinstance(record, Trace), "record", record, "a Trace")
    if not record.calls:
        return Table(f"{record.program}: no trace", ("why",), ((record.missing or "no calls",),))
    rows = tuple(
        (
            str(one.task),
            _short(f"{one.name}({one.arguments})"),
            _short(one.result),
            _MEANINGS.get(one.name, ""),
        )
        for one in record.calls
    )
    tasks = max(one.task for one in record.calls)
    made = f"{len(rows)} calls of {tasks} task{'s' if tasks > 1 else ''}"
    return Table(f"{record.program}: {made}", ("task", "call", "answer", "what for"), rows)


def _short(text: str) -> str:
    return text if len(text) <= 68 else text[:65] + "..."
