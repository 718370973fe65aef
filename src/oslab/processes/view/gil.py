"""Lanes of threads around one lock, and curves of what more workers buy."""

from __future__ import annotations

from oslab import svg
from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.metrics.gil import lock_gain, lock_time, speedup_line
from oslab.processes.records.gil import (
    BLOCKED,
    HOLDS,
    OUTSIDE,
    READY,
    STATES,
    WAITS,
    LockTimeline,
    SpeedupCurve,
)

_LEFT, _WIDTH, _LANE = 92, 530, 34
_LOOK = {
    HOLDS: (svg.MODEL, 20),
    OUTSIDE: (svg.SERIES[2], 20),
    BLOCKED: (svg.SERIES[3], 6),
    WAITS: (svg.SERIES[1], 2),
    READY: (svg.MUTED, 8),
}
"""Colour and thickness: the less a thread gets done, the thinner its line."""


def gil(timeline: LockTimeline) -> Picture:
    """Return one lane a thread: thick where it works, thin where it waits.

    Raises:
        InvalidInput: if `timeline` is no LockTimeline.
    """
    require(isinstance(timeline, LockTimeline), "timeline", timeline, "a LockTimeline")
    bottom = 20 + _LANE * len(timeline.threads)
    sheet = svg.Drawing(640, bottom + 66)
    scale = _WIDTH / max(1, timeline.end_us)
    for number, name in enumerate(timeline.threads):
        y = 24 + _LANE * number
        sheet.text(_LEFT - 8, y + 5, name, anchor="end", size=13)
        for state in STATES:
            _lane(sheet, timeline, number, state, y)
    for place in range(5):
        at_us = timeline.end_us * place / 4
        x = _LEFT + at_us * scale
        sheet.line(x, 10, x, bottom, stroke=svg.GRID)
        anchor = "end" if place == 4 else "middle"
        sheet.text(x, bottom + 16, f"{at_us / 1000:.4g} ms", anchor=anchor, size=12)
    shown = [state for state in STATES if lock_time(timeline, state)]
    _legend(sheet, shown, bottom + 38)
    return sheet.picture(_alt(timeline))


def _lane(sheet: svg.Drawing, timeline: LockTimeline, thread: int, state: str, y: float) -> None:
    """Draw all stretches of one state as one dashed line: off, on, off, on."""
    dashes, at = [], 0.0
    scale = _WIDTH / max(1, timeline.end_us)
    for span in timeline.spans:
        if span.thread == thread and span.state == state:
            start, end = span.start_us * scale, span.end_us * scale
            dashes += [start - at, end - start]
            at = end
    if not dashes:
        return
    colour, width = _LOOK[state]
    # A dash pattern begins with a stroke; one of no length makes it begin with a gap.
    pattern = ",".join(svg.number(round(length, 1)) for length in (0, *dashes, _WIDTH + 1))
    sheet.line(_LEFT, y, _LEFT + _WIDTH, y, stroke=colour, width=width, dash=pattern)


def _legend(sheet: svg.Drawing, states: list[str], y: float) -> None:
    for number, state in enumerate(states):
        colour, width = _LOOK[state]
        x, row = 12 + 212 * (number % 3), y + 22 * (number // 3)
        sheet.line(x, row - 4, x + 18, row - 4, stroke=colour, width=min(width, 12))
        sheet.text(x + 24, row, state, size=12)


def _alt(timeline: LockTimeline) -> str:
    count = len(timeline.threads)
    who = "One thread" if count == 1 else f"{count} threads"
    waited = lock_time(timeline, WAITS) / max(1, count * timeline.end_us)
    if timeline.threads[0].startswith("I/O"):
        first = lock_time(timeline, WAITS, thread=0)
        return (
            f"An I/O thread beside {count - 1} spinning thread{'s' * (count != 2)}: done after "
            f"{timeline.end_us / 1000:.4g} ms, of which it waited {first / 1000:.4g} ms for the "
            f"lock; the lock was taken away {timeline.forced} times."
        )
    return (
        f"{who} on {timeline.cpus} CPU{'s' * (timeline.cpus > 1)}, done after "
        f"{timeline.end_us / 1000:.4g} ms: {lock_gain(timeline):.2f} times the work of one; "
        f"the lock was taken away {timeline.forced} times and waited for "
        f"{100 * waited:.0f} % of the threads' time."
    )


_CURVES = (
    ("processes", svg.SERIES[5], "7,4"),
    ("lock never idle", svg.SERIES[2], "2,3"),
    ("threads, simulated", svg.MODEL, ""),
    ("Amdahl", svg.SERIES[3], "10,3"),
)


def speedup(curve: SpeedupCurve) -> Picture:
    """Return the predictions as lines over the number of workers.

    Raises:
        InvalidInput: if `curve` is no SpeedupCurve.
    """
    require(isinstance(curve, SpeedupCurve), "curve", curve, "a SpeedupCurve")
    workers = max(len(line.speedups) for line in curve.lines)
    top = max(2.0, 1.1 * max(max(line.speedups) for line in curve.lines))
    step = max(1, round(top / 6))
    counts = tuple((n, str(n)) for n in range(1, workers + 1))
    gains = tuple((n, str(n)) for n in range(0, int(top) + 1, step))
    chart = Chart(
        Axis(1, max(2, workers), "workers", counts), Axis(0, top, "times faster than one", gains)
    )
    for name, colour, dash in _CURVES:
        values = speedup_line(curve, name)
        chart.line(name, list(enumerate(values, start=1)), colour, dash=dash)
    ends = {name: speedup_line(curve, name)[-1] for name, _, _ in _CURVES}
    return chart.picture(
        f"{workers} workers on {curve.cpus} CPUs, {curve.python_percent} % of the work under the "
        f"lock: processes {ends['processes']:.2f} times one, threads "
        f"{ends['threads, simulated']:.2f}, Amdahl's law {ends['Amdahl']:.2f}."
    )
