"""Two periodic tasks under fixed priorities: what the textbook promises, with SCHED_FIFO."""

from __future__ import annotations

from oslab import timing
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.task import Task, machine_of
from oslab.scheduling.measure.tasks import run

_SHORTER, _LONGER = 20, 10
"""SCHED_FIFO priorities: the shorter period is the more urgent, as rate monotonic has it."""


def periodic(
    *, first_burst_ms: int = 25, first_period_ms: int = 50, second_burst_ms: int = 35,
    second_period_ms: int = 80, duration_ms: int = 400, repeats: int = 5,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Release two tasks at once and again each period, and return their longest responses.

    Both are SCHED_FIFO on one CPU; the one with the shorter period has the higher priority.
    Their work is real computing, a fixed CPU time for each release. A task that ends after
    its next release leaves that one out, where the model lets it queue: only the first late
    answer is the model's, and it is the longest, because all were released together.

    Known workload: a task alone takes its own burst (tests). Cross-check: the stretches in
    which each ran. Overhead: two clock calls a loop round, 0.05 us. No gate: strangers of no
    real-time policy cannot come between, except for the 50 ms in a second that the kernel
    keeps for them since 6.12 (`fair_server`), which only make an answer later.

    Args:
        first_burst_ms: CPU time of each release, 1 to 400, as the other; both together no
            more than 95 % of the CPU, or the kernel throttles.
        first_period_ms: 2 to 900, as the other.
        second_burst_ms: CPU time.
        second_period_ms: until the next release.
        duration_ms: of a run, 100 to 900, and at least the longer period.
        repeats: runs, 1 to 100.
        progress: told after every run.

    Returns:
        For each task the longest time from a release to the end of its work, one sample a
        run, in ms; conditions `task`, `burst_ms`, `period_ms`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the privilege to be real time, or if a task never ended.

    Source: sched(7); C. Liu and J. Layland (1973); kernel/sched/rt.c.
    """
    pairs = []
    named = {
        "first": (first_burst_ms, first_period_ms),
        "second": (second_burst_ms, second_period_ms),
    }
    for name, (burst, period) in named.items():
        require_whole(f"{name}_period_ms", period, 2, 900)
        require_whole(f"{name}_burst_ms", burst, 1, min(400, period))
        pairs.append((burst, period))
    load = sum(burst / period for burst, period in pairs)
    require(load <= 0.95, "second_burst_ms", second_burst_ms, "at most 95 % with the first task")
    require_whole("duration_ms", duration_ms, max(100, *(period for _, period in pairs)), 900)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    worst: list[list[float]] = [[], []]
    for turn in range(repeats):
        kernel = _once(pairs, duration_ms, worst)
        if progress:
            progress(turn + 1, repeats)
    return tuple(
        Measurement(
            name=f"longest response of P{place}",
            samples=tuple(samples),
            unit="ms",
            method="Two periodic SCHED_FIFO tasks, pinned to one CPU; release to end of work.",
            machine=machine_of(kernel),
            conditions={"task": f"P{place}", "burst_ms": burst, "period_ms": period},
        )
        for place, (samples, (burst, period)) in enumerate(zip(worst, pairs, strict=True), start=1)
    )


def _once(pairs: list[tuple[int, int]], duration_ms: int, worst: list[list[float]]) -> str:
    """Run both once, note the longest responses, and return the kernel's release."""
    cpu = affinity.allowed()[-1]
    first_is_urgent = pairs[0][1] <= pairs[1][1]
    several = [
        Task(
            f"P{place}", policy="fifo", cpu=cpu, run_us=1_000 * burst, every_us=1_000 * period,
            priority=_SHORTER if (place == 1) == first_is_urgent else _LONGER,
        )
        for place, (burst, period) in enumerate(pairs, start=1)
    ]  # fmt: skip
    outcome = run(several, duration_ms=duration_ms, warmup_ms=1)
    for samples, one in zip(worst, outcome.tasks, strict=True):
        if not one.responses:
            raise Unavailable(f"an answer of {one.name}", "Run for longer than its period.")
        samples.append(max(one.responses) / 1e6)
    return outcome.kernel
