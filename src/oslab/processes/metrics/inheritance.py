"""How much of itself a task shares with its maker."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.inheritance import Inheritance


def shared_things(record: Inheritance) -> tuple[str, ...]:
    """Return what the new task can change for its maker.

    Raises:
        InvalidInput: if `record` is no Inheritance.
    """
    require(isinstance(record, Inheritance), "record", record, "an Inheritance")
    return tuple(one.thing for one in record.changes if one.seen)
