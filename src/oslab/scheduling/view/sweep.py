"""What a quantum buys and what it costs."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.sweep import Sweep
from oslab.svg import SERIES, number


def quantum_sweep(sweep: Sweep) -> Picture:
    """Return mean response, mean turnaround and time lost to switches, by quantum.

    Raises:
        InvalidInput: if `sweep` is no Sweep over quanta, of at least two.
    """
    ok = isinstance(sweep, Sweep) and sweep.parameter == "quantum" and len(sweep.values) > 1
    require(ok, "sweep", sweep, "a Sweep over at least two quanta")
    quanta = [int(value) for value in sweep.values]
    respond = [metrics.mean(metrics.response(one)) for one in sweep.schedules]
    last = [metrics.mean(metrics.turnaround(one)) for one in sweep.schedules]
    lost = [one.end * metrics.overhead(one) for one in sweep.schedules]
    top = max(*respond, *last, *lost, 1)
    chart = Chart(Axis(min(quanta), max(quanta), "quantum (ticks)"), Axis(0, top, "ticks"))
    for name, values, colour, dash in (
        ("turnaround (mean)", last, SERIES[0], ""),
        ("response (mean)", respond, SERIES[1], ""),
        ("lost to switches", lost, SERIES[6], "5,3"),
    ):
        points = list(zip(quanta, values, strict=True))
        chart.line(name, points, colour, dash=dash, dots=True)
    best = min(range(len(last)), key=lambda place: (last[place], place))
    alt = (
        f"Quantum {quanta[0]}: response {number(respond[0])}, turnaround {number(last[0])}, "
        f"lost {number(lost[0])} ticks. Quantum {quanta[-1]}: {number(respond[-1])}, "
        f"{number(last[-1])}, {number(lost[-1])}. Least turnaround {number(last[best])} at "
        f"quantum {quanta[best]}."
    )
    return chart.picture(alt)
