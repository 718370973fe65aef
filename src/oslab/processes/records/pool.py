"""What a pool of worker processes costs and brings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PoolRun:
    """One job of equal tasks, done by a plain loop and by a pool of processes.

    Args:
        task_us: what one task takes.
        loop_us: wall time of the loop.
        start_us: until all workers had started.
        hand_out_us: what the parent spends on handing tasks out and results in.
        pool_us: wall time of the pool, start and all.
    """

    task_us: int
    loop_us: int
    start_us: int
    hand_out_us: int
    pool_us: int


@dataclass(frozen=True, slots=True)
class PoolCurve:
    """The same job with short and with long tasks.

    Args:
        workers: of the pool.
        cpus: they may use.
        tasks: in the job.
        runs: in order of task length.
    """

    workers: int
    cpus: int
    tasks: int
    runs: tuple[PoolRun, ...]
