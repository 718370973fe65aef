"""Which signal ends a process in which state, as a table."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.endings import Endings
from oslab.table import Table


def endings(record: Endings) -> Table:
    """Return one row a state.

    Raises:
        InvalidInput: if `record` is no Endings.
    """
    require(isinstance(record, Endings), "record", record, "an Endings")
    rows = tuple(
        (one.letter, *(_word(one.letter, after) for after in (one.term, one.handled, one.kill)))
        for one in record.rows
    )
    columns = ("state", "SIGTERM, no handler", "SIGTERM, with a handler", "SIGKILL")
    ended = sum(one.kill == "Z" != one.letter for one in record.rows)
    return Table(f"SIGKILL ends {ended} of {len(rows)} states", columns, rows)


def _word(before: str, after: str) -> str:
    if before == "Z":
        return "already dead"
    return "ends" if after == "Z" else f"goes on in {after}"
