"""Spin or sleep: the CPU time that waiting burns, against how long the lock is held."""

from __future__ import annotations

from oslab import timing
from oslab.errors import InvalidInput, require_choice, require_number, require_whole
from oslab.measurement import Measurement
from oslab.sync.measure.lock_cost import (
    KINDS,
    MOST_THREADS,
    Case,
    as_measurements,
    lock_runs,
    require_cpus,
)

HOLDS_NS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


def spin_or_sleep(
    *, kinds: tuple[str, ...] = ("spin", "futex"), holds_ns: tuple[int, ...] = HOLDS_NS,
    outside: float = 1, threads: int = 2, cpus: int | None = None, duration_ms: int = 60,
    repeats: int = 3, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Measure an operation for locks held longer and longer, in proportion to the rest.

    Known workload: threads that spin on one CPU burn what `model.lock_cost` says, for the
    length of a slice cancels out.

    Args:
        kinds: of `KINDS` of `lock_cost`.
        holds_ns: nanoseconds with the lock, each 1 to a million.
        outside: work without the lock, on average, over work with it, 0 to 10.
        threads: 1 to 64.
        cpus: how many to use; all that this process may, at most 64, if None.
        duration_ms: of one run, 5 to 2,000.
        repeats: runs of each case, taken in turns, 1 to 100.
        progress: told how many turns are done, of how many.

    Returns:
        As `lock_cost`, without calls; conditions `inside_ns` and `outside_ns` tell them apart.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or as many CPUs.
    """
    for name, values in (("kinds", kinds), ("holds_ns", holds_ns)):
        if not isinstance(values, tuple | list) or not values:
            raise InvalidInput(name, values, "at least one")
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    for hold in holds_ns:
        require_whole("holds_ns", hold, 1, 1_000_000)
    require_number("outside", outside, 0, 10)
    require_whole("threads", threads, 1, MOST_THREADS)
    require_whole("duration_ms", duration_ms, 5, 2_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    used = require_cpus(cpus)
    cases = tuple(
        dict.fromkeys(
            Case(kind, threads, hold, round(hold * outside), used)
            for kind in kinds
            for hold in holds_ns
        )
    )
    runs = lock_runs(cases, duration_ms, repeats, progress)
    return tuple(one for case in cases for one in as_measurements(case, runs[case]))
