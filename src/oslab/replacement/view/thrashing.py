"""The cliff of thrashing."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Thrashing
from oslab.svg import MODEL, SERIES


def thrashing(record: Thrashing) -> Picture:
    """Return how busy the CPU and the disk are, by number of processes.

    Args:
        record: of at least two numbers of processes.

    Raises:
        InvalidInput: if it is no Thrashing, or too short to draw.
    """
    ok = isinstance(record, Thrashing) and len(record.cpu) >= 2
    require(ok, "record", record, "a Thrashing of at least two numbers of processes")
    most = len(record.cpu)
    chart = Chart(Axis(1, most, "processes"), Axis(0, 100, "% busy"))
    for name, rows, colour, dash in (
        ("CPU", record.cpu, MODEL, ""), ("disk", record.disk, SERIES[1], "5,3"),
    ):  # fmt: skip
        chart.line(name, [(1 + place, 100 * row) for place, row in enumerate(rows)], colour,
                   dash=dash, dots=True)  # fmt: skip
    room = record.frames / record.working_set
    if 1 <= room <= most:
        chart.mark(room, "working sets fit no more")
    best = record.best
    return chart.picture(
        f"The CPU is busy {record.cpu[0]:.0%} of the time with one process, at most "
        f"{record.cpu[best - 1]:.0%} with {best}, and {record.cpu[-1]:.0%} with {most}, while the "
        f"disk is busy {record.disk[-1]:.0%}. {record.frames} frames hold "
        f"{room:.1f} working sets of {record.working_set} pages."
    )
