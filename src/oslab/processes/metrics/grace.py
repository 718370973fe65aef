"""What a preemption cost."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.grace import Grace


def lost_steps(record: Grace) -> int:
    """Return the training steps that have to be made again.

    Raises:
        InvalidInput: if `record` is no Grace.
    """
    require(isinstance(record, Grace), "record", record, "a Grace")
    return record.steps_done - record.steps_saved


def kept_share(record: Grace) -> float:
    """Return the share of all ticks that were steps and are kept, 0 to 1.

    Raises:
        InvalidInput: if `record` is no Grace.
    """
    require(isinstance(record, Grace), "record", record, "a Grace")
    ticks = record.spans[-1].end if record.spans else 0
    return record.steps_saved / ticks if ticks else 0.0
