"""The control block as a table, whole or one group of it."""

from __future__ import annotations

from oslab.errors import require, require_choice
from oslab.processes.records.control_block import GROUPS, ControlBlock
from oslab.table import Table


def control_block(record: ControlBlock, *, group: str = "") -> Table:
    """Return one row a field.

    Args:
        record: of a live process.
        group: one of `GROUPS`; all of them if empty.

    Raises:
        InvalidInput: if `record` is no ControlBlock or the group is unknown.
    """
    require(isinstance(record, ControlBlock), "record", record, "a ControlBlock")
    require_choice("group", group, ("", *GROUPS))
    rows = tuple(
        (one.member, one.value or "hidden", one.shown_in, one.meaning)
        for one in record.entries
        if group in ("", one.group)
    )
    what = f"Process {record.pid} ({record.command})" + (f", {group}" if group else "")
    caption = f"{what}: {len(rows)} fields of its control block, Linux {record.kernel}"
    return Table(caption, ("task_struct", "value", "in /proc/PID", "meaning"), rows)
