"""The one stopwatch: every duration in the book is taken here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oslab.errors import require, require_number, require_whole
from oslab.linux.procfs import schedstat

Clock = Callable[[], int]
Progress = Callable[[int, int], None]
"""Called with (repeats done, repeats in all); `cli` and notebooks draw it."""


def sample(
    work: Callable[[], object], *,
    batches: int = 30, loops: int = 1_000, warmups: int = 3, clock: Clock = time.perf_counter_ns,
) -> tuple[float, ...]:  # fmt: skip
    """Time `work` and return nanoseconds per call, one number per batch.

    A batch calls `work` `loops` times between two looks at the clock, so the
    cost of looking is shared; the cost of an empty loop is then taken off.

    Args:
        work: called with no arguments; its result is dropped.
        batches: how many samples to return, at least 1.
        loops: calls per batch, at least 1.
        warmups: batches run first and forgotten (caches, page faults).
        clock: nanoseconds, never going back; tests pass a fake one.

    Raises:
        InvalidInput: if a count is out of range or `work` cannot be called.

    Source: the calibrated loops and warm-ups follow pyperf's runner.
    """
    require(callable(work), "work", work, "a function of no arguments")
    require_whole("batches", batches, low=1)
    require_whole("loops", loops, low=1)
    require_whole("warmups", warmups, low=0)
    empty = min(_batch(_nothing, loops, clock) for _ in range(3))
    for _ in range(warmups):
        _batch(work, loops, clock)
    return tuple(max(0.0, (_batch(work, loops, clock) - empty) / loops) for _ in range(batches))


@dataclass(frozen=True, slots=True)
class Repeats:
    """Samples of several tasks taken in turn, and how many repeats were thrown away.

    Args:
        samples: for each task, one number a kept repeat.
        rejected: repeats in which this thread waited too long for a CPU.
        gate: the share of a repeat's wall time that waiting may take.
    """

    samples: Mapping[str, tuple[float, ...]]
    rejected: int
    gate: float


def interleaved(
    tasks: Mapping[str, Callable[[], float]], *,
    repeats: int = 9, gate: float = 0.01, progress: Progress | None = None,
    clock: Clock = time.perf_counter_ns, delay: Clock | None = None,
) -> Repeats:  # fmt: skip
    """Run every task once a repeat, in turn, and keep the repeats nobody disturbed.

    Taking turns makes slow drifts (frequency, neighbours) hit all tasks alike,
    so their *ratio* survives. A repeat is thrown away when this thread stood
    ready on a run queue for more than `gate` of the repeat's wall time. After
    three times `repeats` attempts the least disturbed rest fill the gaps, so
    the call always ends.

    Args:
        tasks: name to a function that returns one sample, in the task's own unit.
        repeats: how many to keep, at least 1.
        gate: 0 to 1.
        progress: told after every attempt that counts.
        clock: wall nanoseconds.
        delay: nanoseconds this thread has waited on run queues since it began.

    Raises:
        InvalidInput: if there is no task or a number is out of range.

    Source: Documentation/scheduler/sched-stats.rst for the delay.
    """
    ok = isinstance(tasks, Mapping) and len(tasks) > 0 and all(map(callable, tasks.values()))
    require(ok, "tasks", tasks, "at least one name with a function")
    require_whole("repeats", repeats, low=1)
    require_number("gate", gate, low=0, high=1)
    require_progress(progress)
    waited = delay or (lambda: schedstat.read().delay_ns)
    attempts: list[tuple[float, dict[str, float]]] = []
    kept = 0
    while kept < repeats and len(attempts) < 3 * repeats:
        start, before = clock(), waited()
        values = {name: task() for name, task in tasks.items()}
        share = (waited() - before) / max(1, clock() - start)
        attempts.append((share, values))
        kept += share <= gate
        if progress:
            progress(min(repeats, max(kept, len(attempts) - 2 * repeats)), repeats)
    attempts.sort(key=lambda attempt: attempt[0])
    chosen = attempts[:repeats]
    return Repeats(
        samples={name: tuple(values[name] for _, values in chosen) for name in tasks},
        rejected=sum(share > gate for share, _ in attempts),
        gate=gate,
    )


def require_progress(progress: object) -> None:
    """Refuse what cannot be told how far a measurement is, before it starts.

    Raises:
        InvalidInput: if `progress` is neither None nor a function.
    """
    ok = progress is None or callable(progress)
    require(ok, "progress", progress, "None or a function of two numbers")


def _batch(work: Callable[[], object], loops: int, clock: Clock) -> int:
    start = clock()
    for _ in range(loops):
        work()
    return clock() - start


def _nothing() -> None: ...
