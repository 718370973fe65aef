"""Two channels over the size of the message, and where they change places."""

from __future__ import annotations

from oslab import svg
from oslab.chart import Axis, Chart
from oslab.errors import require, require_number
from oslab.picture import Picture
from oslab.processes.metrics.communication import crossover
from oslab.processes.records.communication import TransferCurves

_SIZES = ((64, "64 B"), (1024, "1 KiB"), (16384, "16 KiB"), (2**18, "256 KiB"), (2**22, "4 MiB"))
_TIMES = ((1e3, "1 µs"), (1e4, "10 µs"), (1e5, "100 µs"), (1e6, "1 ms"), (1e7, "10 ms"))
_DASHES = ("", "7,4", "2,3", "10,3,2,3")


def communication(curves: TransferCurves) -> Picture:
    """Return time a message over its size, both logarithmic.

    Raises:
        InvalidInput: if `curves` is no TransferCurves.
    """
    require(isinstance(curves, TransferCurves), "curves", curves, "a TransferCurves")
    chart = Chart(
        Axis(64, 2**22, "message", _SIZES, logarithmic=True),
        Axis(1e3, 1e7, "time a message", _TIMES, logarithmic=True),
    )
    for number, (cost, times) in enumerate(zip(curves.costs, curves.times_ns, strict=True)):
        colour = (svg.MODEL, *svg.SERIES[1:])[number % 7]
        points = list(zip(curves.sizes, times, strict=True))
        chart.line(cost.channel, points, colour, dash=_DASHES[number % 4])
    meeting = crossover(*curves.costs[:2]) if len(curves.costs) > 1 else None
    if meeting is not None and 64 < meeting < 2**22:
        chart.mark(meeting, size_in_words(meeting))
    return chart.picture(_alt(curves, meeting))


def size_in_words(size: float) -> str:
    """Return a number of bytes as people say it.

    >>> size_in_words(64), size_in_words(98304)
    ('64 B', '96 KiB')
    """
    require_number("size", size, low=0)
    for unit, name in ((2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size:.0f} B"


def _alt(curves: TransferCurves, meeting: float | None) -> str:
    if len(curves.costs) < 2:
        small, large = curves.times_ns[0][0] / 1e3, curves.times_ns[0][-1] / 1e3
        return f"{curves.costs[0].channel}: {small:.4g} to {large:.4g} µs a message."
    one, other = (cost.channel for cost in curves.costs[:2])
    first, last = (min(range(2), key=lambda i: curves.times_ns[i][end]) for end in (0, -1))
    names = (one, other)
    if meeting is None or first == last:
        return f"{names[first]} is the faster channel at every size drawn."
    return (
        f"Below {size_in_words(meeting)} {names[first]} is faster, "
        f"above it {names[last]}; {one} and {other} cost the same there."
    )
