"""How often the kernel moves tasks between CPUs, and what pinning does about it."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import some
from oslab.scheduling.measure.repeats import undisturbed
from oslab.scheduling.measure.task import Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

FREE, PINNED = "free", "pinned"


def migration(
    *, tasks: int = 3, duration_ms: int = 1_000, repeats: int = 3,
    placings: Sequence[str] = (FREE, PINNED), progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let more tasks than CPUs compute, free to move and pinned, and count their moves.

    With three equal tasks on two CPUs nobody can be fair without moving them: free, each
    should get two thirds of a CPU. Pinned, two of them share one CPU for ever and the
    third has the other to itself; nobody moves.

    Known workload: a pinned task never migrates. Cross-check: `sched_migrate_task` in a
    trace counts the same moves (tests). Overhead: none; the kernel counts.

    Args:
        tasks: 2 to 32.
        duration_ms: of a run, 200 to 60,000.
        repeats: of each, in turn, 1 to 100.
        placings: `"free"`, `"pinned"`, or both.
        progress: told after every round.

    Returns:
        For each placing: moves of a task, then its share of a CPU in per
        cent; one sample a task and run. Conditions `placing`, `tasks`, `cpus`, `quantity`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: on one CPU.

    Source: `se.nr_migrations` in /proc/PID/sched; kernel/sched/fair.c,
        `sched_balance_rq` (until 6.9 `load_balance`).
    """
    require_whole("tasks", tasks, 2, 32)
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    ways = some("placings", placings, (FREE, PINNED))
    timing.require_progress(progress)
    cpus = affinity.allowed()
    if len(cpus) < 2:
        raise Unavailable("a second CPU", "Run on a machine, or with a CPU mask, of two or more.")

    def one(placing: str) -> tuple[float, Outcome]:
        where = [None if placing == FREE else cpus[i % len(cpus)] for i in range(tasks)]
        several = [Task(f"t{place}", cpu=cpu) for place, cpu in enumerate(where)]
        outcome = run(several, duration_ms=duration_ms)
        return outcome.others(min(tasks, len(cpus))), outcome

    taken = undisturbed(
        {placing: (lambda placing=placing: one(placing)) for placing in ways},  # type: ignore[misc]
        repeats=repeats, gate=0.05, progress=progress,
    )  # fmt: skip
    return tuple(
        _measurement(placing, quantity, taken[placing], tasks, len(cpus))
        for placing in ways
        for quantity in ("moves", "share")
    )


def _measurement(
    placing: str, quantity: str, runs: tuple[Outcome, ...], tasks: int, cpus: int
) -> Measurement:
    require(len(runs) > 0, "runs", runs, "at least one run")
    samples = [
        float(task.migrations) if quantity == "moves" else 100 * task.cpu_ns / one.span_ns
        for one in runs
        for task in one.tasks
    ]
    what = "moves of a task" if quantity == "moves" else "share of a CPU that a task gets"
    return Measurement(
        name=f"{what}, {placing}, {tasks} on {cpus} CPUs",
        samples=tuple(samples),
        unit="migrations" if quantity == "moves" else "%",
        method="Native tasks that only compute; se.nr_migrations and CPU clocks.",
        machine=machine_of(runs[0].kernel),
        conditions={"placing": placing, "tasks": tasks, "cpus": cpus, "quantity": quantity},
    )
