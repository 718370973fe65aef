"""When a pool of processes pays: start-up and messages against the CPUs it opens up.

The parent starts the workers one after the other, then hands out every task and
takes in every result itself. Workers compute at the same time, as many as there
are CPUs; the job ends when the slower of parent and workers is through.
"""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.processes.records.pool import PoolCurve, PoolRun

TASKS_US = (10, 32, 100, 316, 1_000, 3_160, 10_000, 31_600, 100_000)
"""Lengths of one task, evenly spaced on a logarithmic axis."""


def pool(
    *,
    workers: int = 4, cpus: int = 4, tasks: int = 200,
    start_us: int = 2_000, message_us: int = 60, tasks_us: tuple[int, ...] = TASKS_US,
) -> PoolCurve:  # fmt: skip
    """Predict the wall time of a job as a loop and as a pool, for several task lengths.

    >>> [run.pool_us < run.loop_us for run in pool(tasks_us=(10, 100_000)).runs]
    [False, True]

    Args:
        workers: processes, 1 to 1,024.
        cpus: they may use, 1 to 1,024.
        tasks: in the job, 1 to 10**6.
        start_us: to start one worker, 0 to 10**7.
        message_us: parent's time for one task out and its result in, 0 to 10**6.
        tasks_us: lengths of a task, 1 to 10**9 each.

    Raises:
        InvalidInput: if a number is out of range.
    """
    require_whole("workers", workers, low=1, high=1_024)
    require_whole("cpus", cpus, low=1, high=1_024)
    require_whole("tasks", tasks, low=1, high=10**6)
    require_whole("start_us", start_us, low=0, high=10**7)
    require_whole("message_us", message_us, low=0, high=10**6)
    ok = isinstance(tasks_us, tuple | list) and len(tasks_us) > 0
    require(ok, "tasks_us", tasks_us, "at least one length")
    runs = []
    for task in tasks_us:
        require_whole("tasks_us", task, low=1, high=10**9)
        each = -(-tasks // min(workers, cpus))  # rounded up: the last one to finish counts
        handed = tasks * message_us
        taken = start_us * workers + max(handed, each * task)
        runs.append(PoolRun(task, tasks * task, start_us * workers, handed, taken))
    return PoolCurve(workers, cpus, tasks, tuple(runs))
