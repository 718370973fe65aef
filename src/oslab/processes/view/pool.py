"""What a pool of processes gains over a loop, from tiny to long tasks."""

from __future__ import annotations

from oslab import svg
from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.metrics.pool import pays_from_us, pool_gains
from oslab.processes.records.pool import PoolCurve

_TASKS = ((10, "10 µs"), (100, "100 µs"), (1e3, "1 ms"), (1e4, "10 ms"), (1e5, "100 ms"))
_GAINS = ((0.01, "0.01"), (0.1, "0.1"), (1, "1"), (2, "2"), (4, "4"), (8, "8"))


def pool(curve: PoolCurve) -> Picture:
    """Return times faster than a loop, over the length of one task.

    Raises:
        InvalidInput: if `curve` is no PoolCurve.
    """
    require(isinstance(curve, PoolCurve), "curve", curve, "a PoolCurve")
    gains = pool_gains(curve)
    tasks = [float(run.task_us) for run in curve.runs]
    chart = Chart(
        Axis(10, 1e5, "one task", _TASKS, logarithmic=True),
        Axis(0.01, 16, "times faster than a loop", _GAINS, logarithmic=True),
    )
    chart.line("pool of processes", list(zip(tasks, gains, strict=True)), svg.MODEL)
    chart.line("plain loop", [(10, 1), (1e5, 1)], svg.MUTED, dash="7,4")
    from_us = pays_from_us(curve)
    pays = f"pays from tasks of {_time(from_us)}" if from_us is not None else "never pays"
    return chart.picture(
        f"{curve.workers} processes on {curve.cpus} CPU{'s' * (curve.cpus > 1)}, {curve.tasks} "
        f"tasks: the pool {pays}; it gains {gains[0]:.2g} times with the shortest tasks and "
        f"{gains[-1]:.2f} times with the longest."
    )


def _time(us: int) -> str:
    return f"{us / 1000:g} ms" if us >= 1000 else f"{us} µs"
