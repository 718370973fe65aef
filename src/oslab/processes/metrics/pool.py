"""A pool's runs to the gain, and to the length of task from which it pays."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.pool import PoolCurve


def pool_gains(curve: PoolCurve) -> tuple[float, ...]:
    """Return how many times faster than the loop the pool was, for each task length.

    Raises:
        InvalidInput: if `curve` is none.
    """
    require(isinstance(curve, PoolCurve), "curve", curve, "a PoolCurve")
    return tuple(run.loop_us / run.pool_us if run.pool_us else 1.0 for run in curve.runs)


def pays_from_us(curve: PoolCurve) -> int | None:
    """Return the shortest task length of the curve at which the pool is faster; None if none is.

    Raises:
        InvalidInput: if `curve` is none.
    """
    gains = pool_gains(curve)
    paying = (run.task_us for run, gained in zip(curve.runs, gains, strict=True) if gained > 1)
    return next(paying, None)
