"""Threads or processes: this machine's answer, row by row, from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.processes.plots.gil import chosen
from oslab.processes.records.crash import CrashOutcome
from oslab.table import Table


def decision(
    created: Sequence[Measurement], messages: Sequence[Measurement],
    gains: Sequence[Measurement], ends: Sequence[CrashOutcome], *, workers: int = 2,
) -> Table:  # fmt: skip
    """Return the comparison of threads and processes as numbers, with the better one named.

    Args:
        created: of `measure.creation`, with `threading.Thread` and `multiprocessing fork`.
        messages: of `measure.communication`, with both queues.
        gains: of `measure.speedup`, with `workers` workers.
        ends: of `measure.crash`.
        workers: how many the rows of gains are about.

    Raises:
        InvalidInput: if one of the measurements needed is missing.
    """
    kinds = ("threading.Thread", "multiprocessing fork")
    starts = [chosen(created, kind=kind).minimum / 1e3 for kind in kinds]
    rows = [_row("start one worker (µs)", *starts, less=True)]
    sizes = sorted({int(one.conditions["message_bytes"]) for one in messages})
    for size in (sizes[0], sizes[-1]):
        times = [
            chosen(messages, channel=channel, message_bytes=size, quantity="time").minimum / 1e3
            for channel in ("queue.Queue", "multiprocessing.Queue")
        ]
        rows.append(_row(f"hand over {size:,} bytes (µs)", *times, less=True))
    for kind in dict.fromkeys(str(one.conditions["kind"]) for one in gains):
        for quantity in ("speed-up", "runnable workers"):
            values = [
                chosen(gains, kind=kind, how=how, workers=workers, quantity=quantity).median
                for how in ("threads", "processes")
            ]
            rows.append(_row(f"{quantity} of {workers}, {kind}", *values, less=False))
    ok = isinstance(ends, tuple | list) and len(ends) > 1
    require(ok and all(isinstance(e, CrashOutcome) for e in ends), "ends", ends, "CrashOutcomes")
    left = _row("left after one crash", *(float(e.survivors) for e in ends[:2]), less=False)
    rows.append((left[0], str(ends[0].survivors), str(ends[1].survivors), left[3]))
    counts = [sum(row[3] == name for row in rows) for name in ("threads", "processes")]
    caption = f"Of {len(rows)} rows threads win {counts[0]} and processes {counts[1]} here"
    return Table(caption, ("", "threads", "processes", "better"), tuple(rows))


def _row(what: str, threads: float, processes: float, *, less: bool) -> tuple[str, str, str, str]:
    """A tenth either way is no reason to choose."""
    if abs(threads - processes) <= 0.1 * max(threads, processes):
        better = "even"
    else:
        better = "threads" if (threads < processes) == less else "processes"
    return what, readable(threads), readable(processes), better
