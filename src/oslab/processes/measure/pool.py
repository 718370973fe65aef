"""A real pool of processes against a plain loop, with tasks from tiny to large."""

from __future__ import annotations

import functools
import multiprocessing
import time
from collections.abc import Callable

from oslab import machine, timing
from oslab.errors import require, require_whole
from oslab.measurement import Measurement
from oslab.processes.measure.sandbox import in_a_child


def pool(
    *,
    tasks_us: tuple[int, ...] = (10, 100, 1_000, 5_000), tasks: int = 60, workers: int = 2,
    repeats: int = 3, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time a job of equal pure-Python tasks, done by a loop and by `multiprocessing.Pool`.

    The pool is forked from a copy of this process, so a worker's start costs what
    `os.fork` costs here. Start and end are part of the pool's time, and each task
    is handed out alone (`chunksize=1`).

    Args:
        tasks_us: lengths of a task, 1 to 1,000,000 each, calibrated on this machine.
        tasks: in the job, 1 to 100,000.
        workers: of the pool, 1 to 64.
        repeats: 1 to 50.
        progress: told after every repeat.

    Returns:
        For each length one measurement by `"loop"` and one by `"pool"`, in nanoseconds a job.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if a child failed.

    Source: Lib/multiprocessing/pool.py.
    """
    timing.require_progress(progress)
    ok = isinstance(tasks_us, tuple | list) and len(tasks_us) > 0
    require(ok, "tasks_us", tasks_us, "at least one length")
    for task in tasks_us:
        require_whole("tasks_us", task, low=1, high=10**6)
    require_whole("tasks", tasks, low=1, high=100_000)
    require_whole("workers", workers, low=1, high=64)
    require_whole("repeats", repeats, low=1, high=50)
    loops_per_us = _loops_per_us()
    runs: dict[tuple[int, str], Callable[[], float]] = {}
    for task in dict.fromkeys(tasks_us):
        loops = max(1, round(task * loops_per_us))
        runs[task, "loop"] = functools.partial(in_a_child, functools.partial(_loop, loops, tasks))
        runs[task, "pool"] = functools.partial(
            in_a_child, functools.partial(_pool, loops, tasks, workers)
        )
    named = {f"{task}|{by}": run for (task, by), run in runs.items()}
    taken = timing.interleaved(named, repeats=repeats, progress=progress)
    return tuple(
        Measurement(
            name=f"{tasks} tasks of {task} µs by a {by}",
            samples=taken.samples[f"{task}|{by}"],
            unit="ns",
            method="Wall time of the whole job; a pool's start and end included, chunksize 1.",
            machine=machine.this_machine(),
            conditions={"task_us": task, "tasks": tasks, "by": by, "workers": workers},
        )
        for task, by in runs
    )


def _loops_per_us() -> float:
    best = min(timing.sample(lambda: _task(20_000), batches=5, loops=1, warmups=1))
    return 20_000 * 1_000 / best


def _loop(loops: int, tasks: int) -> float:
    start = time.perf_counter_ns()
    for _ in range(tasks):
        _task(loops)
    return float(time.perf_counter_ns() - start)


def _pool(loops: int, tasks: int, workers: int) -> float:
    start = time.perf_counter_ns()
    with multiprocessing.get_context("fork").Pool(workers) as made:
        made.map(_task, [loops] * tasks, chunksize=1)
    return float(time.perf_counter_ns() - start)


def _task(loops: int) -> int:
    total = 0
    for i in range(loops):
        total += i * i
    return total
