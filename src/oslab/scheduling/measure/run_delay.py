"""How long a task that is ready waits, against how many others are ready too."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import counts
from oslab.scheduling.measure.repeats import undisturbed
from oslab.scheduling.measure.task import Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run


def run_delay(
    *, tasks: Sequence[int] = (1, 2, 3, 4, 6, 8), duration_ms: int = 600, repeats: int = 3,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let n equal tasks compute on one CPU, and return how long each stood ready in line.

    The kernel keeps that clock itself, in `/proc/PID/schedstat`. With n tasks each runs
    1/n of the time and waits the rest, whatever the policy; how the wait is cut into
    pieces is the policy's doing.

    Known workload: one task alone waits for nobody. Cross-check: the gaps in a task's own
    clock add up to the same (tests). Overhead: the file lags by one turn at most.

    Args:
        tasks: how many compute together, each 1 to 32, at most 20 counts.
        duration_ms: of a run, 200 to 60,000.
        repeats: of every count, 1 to 100.
        progress: told after every round.

    Returns:
        For each count the share of its time that a task waited, in per cent, one sample
        a task and run; then the wait before a turn, in ms. Conditions `tasks`, `quantity`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler.

    Source: Documentation/scheduler/sched-stats.rst; kernel/sched/stats.h, `sched_info_arrive`.
    """
    several = counts("tasks", tasks, 1, 32)
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    cpu = affinity.allowed()[-1]

    def one(count: int) -> tuple[float, Outcome]:
        hogs = [Task(f"t{place}", cpu=cpu) for place in range(count)]
        outcome = run(hogs, duration_ms=duration_ms)
        return outcome.others(), outcome

    taken = undisturbed(
        {str(count): (lambda count=count: one(count)) for count in several},  # type: ignore[misc]
        repeats=repeats, progress=progress,
    )  # fmt: skip
    return tuple(
        _measurement(quantity, count, taken[str(count)])
        for quantity in ("share", "turn")
        for count in several
    )


def _measurement(quantity: str, count: int, runs: Sequence[Outcome]) -> Measurement:
    if quantity == "share":
        samples = [
            100 * task.delay_ns / max(1, task.delay_ns + task.cpu_ns)
            for one in runs for task in one.tasks
        ]  # fmt: skip
    else:
        samples = [task.delay_ns / max(1, task.slices) / 1e6 for one in runs for task in one.tasks]
    what = "share of its time that a task waits" if quantity == "share" else "wait before a turn"
    return Measurement(
        name=f"{what}, {count} on one CPU",
        samples=tuple(samples),
        unit="%" if quantity == "share" else "ms",
        method="Native tasks that only compute, pinned to one CPU; run delay of schedstat.",
        machine=machine_of(runs[0].kernel),
        conditions={"tasks": count, "quantity": quantity},
    )
