"""What autogroup does: a nice value counts within its session only."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import Unavailable, require_whole
from oslab.linux import affinity
from oslab.linux.procfs import autogroup as procfs_autogroup
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import some
from oslab.scheduling.measure.repeats import undisturbed
from oslab.scheduling.measure.task import Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

ONE, TWO = "one session", "two sessions"


def autogroup(
    *, crowd: int = 3, crowd_nice: int = 0, duration_ms: int = 1_500, repeats: int = 3,
    sessions: Sequence[str] = (ONE, TWO), progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let one task compute against a crowd, in its own session and in one of their own.

    In one session, four equal tasks get a quarter each. In two, the kernel divides the CPU
    between the sessions first: the lone task gets a half, whatever the nice values of the
    crowd. This is how two terminals share a CPU, and why `nice make -j8` in one of them
    does not help the other.

    Known workload: one session is `share`. Cross-check: sched(7) says what must come
    out; the clocks are those of `share`. Overhead: as `share`.

    Args:
        crowd: tasks against the one, 1 to 16.
        crowd_nice: their nice value, -20 to 19.
        duration_ms: of a run, 200 to 60,000.
        repeats: of each, in turn, 1 to 100.
        sessions: `"one session"`, `"two sessions"`, or both.
        progress: told after every round.

    Returns:
        Per cent of the CPU that the lone task gets; conditions `sessions`, `crowd`,
        `crowd_nice`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: where autogroup is off, or without privilege for a nice value below 0.

    Source: sched(7), "The autogroup feature"; kernel/sched/autogroup.c. Tasks in a control
        group of the cpu controller belong to that group instead.
    """
    require_whole("crowd", crowd, 1, 16)
    require_whole("crowd_nice", crowd_nice, -20, 19)
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    several = some("sessions", sessions, (ONE, TWO))
    timing.require_progress(progress)
    if not procfs_autogroup.enabled():
        raise Unavailable("autogroup", "As root: sysctl kernel.sched_autogroup_enabled=1")
    cpu = affinity.allowed()[-1]

    def one(where: str) -> tuple[float, Outcome]:
        second = 2 if where == TWO else 1
        tasks = [Task("lone", cpu=cpu, session=1)]
        tasks += [
            Task(f"t{place}", nice=crowd_nice, cpu=cpu, session=second) for place in range(crowd)
        ]
        outcome = run(tasks, duration_ms=duration_ms)
        return outcome.others(), outcome

    taken = undisturbed(
        {where: (lambda where=where: one(where)) for where in several},  # type: ignore[misc]
        repeats=repeats, progress=progress,
    )  # fmt: skip
    return tuple(
        Measurement(
            name=f"share of one task against {crowd}, {where}",
            samples=tuple(100 * run.tasks[0].cpu_ns / run.cpu_ns for run in runs),
            unit="%",
            method="Native tasks that only compute, pinned to one CPU; their CPU clocks.",
            machine=machine_of(runs[0].kernel),
            conditions={"sessions": where, "crowd": crowd, "crowd_nice": crowd_nice},
        )
        for where, runs in taken.items()
    )
