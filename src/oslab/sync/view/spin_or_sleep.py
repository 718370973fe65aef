"""Spin or sleep: CPU time of an operation against how long the lock is held."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import SERIES
from oslab.sync.records.lock_cost import LockSweep

_UNITS = ((1e6, "ms"), (1e3, "µs"), (1, "ns"))
_LOWEST_TOP = 3.0
_MOST = 12.0


def spin_or_sleep(sweep: LockSweep) -> Picture:
    """Return a line a rule: the hold across, CPU time over work up, 1 if locks were free.

    What lies above twelve times the work is drawn at the top.

    Raises:
        InvalidInput: if it is no sweep of at least two holds.
    """
    ok = isinstance(sweep, LockSweep) and len(sweep.spin) == len(sweep.sleep) > 1
    require(ok, "sweep", sweep, "a LockSweep of at least two holds")
    holds = [one.hold_ns for one in sweep.spin]
    ticks = tuple((10.0**power, _time(10.0**power)) for power in range(1, 8)
                  if holds[0] <= 10**power <= holds[-1])  # fmt: skip
    top = max(one.times for one in (*sweep.spin, *sweep.sleep))
    across = Axis(holds[0], holds[-1], "the lock is held", ticks, logarithmic=True)
    chart = Chart(across, Axis(0, min(_MOST, max(_LOWEST_TOP, top)), "CPU time, times work"))
    chart.level(1)
    for name, line, colour, dash in (
        ("spin", sweep.spin, SERIES[0], ""), ("sleep", sweep.sleep, SERIES[1], "6,3"),
    ):  # fmt: skip
        chart.line(name, [(one.hold_ns, one.times) for one in line], colour, dash=dash, dots=True)
    found = sweep.crossover_ns
    if found is not None and holds[0] < found < holds[-1]:
        chart.mark(found, f"from {_time(found)} on, sleep")
    first = sweep.spin[0]
    chart.note("dashed: the work alone")
    chart.note(f"{first.threads} threads, {first.cpus} CPU{'s' * (first.cpus > 1)}")
    return chart.picture(_alt(sweep))


def _alt(sweep: LockSweep) -> str:
    first, last = sweep.spin[0], sweep.spin[-1]
    asleep, rested = sweep.sleep[0], sweep.sleep[-1]
    crowd = f"{first.threads} thread{'s' * (first.threads > 1)} on {first.cpus} CPU"
    crowd += "s" * (first.cpus > 1)
    if sweep.crossover_ns is None:
        verdict = "spinning is never dearer"
    elif sweep.crossover_ns <= first.hold_ns:
        verdict = "sleeping is cheaper from the shortest hold on"
    else:
        verdict = f"sleeping is cheaper from {_time(sweep.crossover_ns)} on"
    return (
        f"{crowd}: spinning takes {first.times:.2f} times the work where the lock is held "
        f"{_time(first.hold_ns)} and {last.times:.2f} times where it is held "
        f"{_time(last.hold_ns)}; sleeping {asleep.times:.2f} and {rested.times:.2f}; {verdict}."
    )


def _time(ns: float) -> str:
    size, unit = next(pair for pair in _UNITS if ns >= pair[0] or pair[0] == 1)
    return f"{ns / size:.3g} {unit}"
