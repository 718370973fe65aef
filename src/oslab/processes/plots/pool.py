"""A pool against a loop: the prediction's line, this machine's points."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement
from oslab.picture import Picture
from oslab.processes.metrics.pool import pool_gains
from oslab.processes.records.pool import PoolCurve


def pool(measurements: Sequence[Measurement], prediction: PoolCurve) -> Picture:
    """Return times faster than a loop over the length of a task, both logarithmic.

    Raises:
        InvalidInput: if they are not measurements of `measure.pool` or no PoolCurve.
    """
    gains = measured_gains(measurements)
    require(isinstance(prediction, PoolCurve), "prediction", prediction, "a PoolCurve")
    (where,) = plotting.axes(xlabel="one task (µs)", ylabel="pool: times faster than a loop")
    lengths = [run.task_us for run in prediction.runs]
    where.plot(lengths, pool_gains(prediction), "-", color=plotting.MODEL, label="model")
    where.plot(
        list(gains), list(gains.values()), "o",
        color=plotting.KERNEL, label="this machine", fillstyle="none",
    )  # fmt: skip
    where.axhline(1, color=plotting.MUTED, linewidth=1)
    where.set_xscale("log")
    where.set_yscale("log")
    for axis in (where.xaxis, where.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    where.legend(fontsize=9)
    said = ", ".join(f"{gain:.2g} with tasks of {us} µs" for us, gain in gains.items())
    return plotting.picture(where, f"A pool against a loop, times faster: {said}.")


def measured_gains(measurements: Sequence[Measurement]) -> dict[int, float]:
    """Return task length in microseconds to loop time over pool time, both medians.

    Raises:
        InvalidInput: if they are not measurements of `measure.pool`.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of pool")
    times: dict[str, dict[int, float]] = {"loop": {}, "pool": {}}
    for one in measurements:
        ok = isinstance(one, Measurement) and {"task_us", "by"} <= set(one.conditions)
        ok = ok and one.conditions["by"] in times and one.median > 0
        require(ok, "measurements", one, "a measurement of pool")
        times[str(one.conditions["by"])][int(one.conditions["task_us"])] = one.median
    ok = set(times["loop"]) == set(times["pool"])
    require(ok, "measurements", measurements, "a loop and a pool for each length")
    return {us: loop / times["pool"][us] for us, loop in times["loop"].items()}
