"""How long a SCHED_RR task runs before the next of its priority has its turn."""

from __future__ import annotations

from oslab.errors import Unavailable, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.task import Task, machine_of
from oslab.scheduling.measure.tasks import run

_GAP_US = 2_000


def quantum(*, tasks: int = 2, priority: int = 10, duration_ms: int = 850) -> Measurement:
    """Let SCHED_RR tasks of one priority compute on one CPU, and time their turns.

    A turn is a stretch without a gap of 2 ms in the task's own clock, so that an interrupt
    does not end it; the first and the last, which the run cuts short, are dropped.
    Real-time tasks keep everything ordinary off that CPU for as long: below a second, and
    each has a hard limit on its CPU time.

    Known workload: SCHED_FIFO tasks of one priority have no turns (tests). Cross-check:
    `sched_rr_get_interval` names the quantum. Overhead: none that shows; a turn ends at a
    tick.

    Args:
        tasks: 2 to 8.
        priority: 1 to 98.
        duration_ms: 300 to 900; a turn is 100 ms on most machines.

    Returns:
        Milliseconds a turn.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the privilege to be real time, or if nothing was a whole turn.

    Source: sched(7); `sched_rr_timeslice`, kernel/sched/rt.c, `task_tick_rt`.
    """
    require_whole("tasks", tasks, 2, 8)
    require_whole("priority", priority, 1, 98)
    require_whole("duration_ms", duration_ms, 300, 900)
    cpu = affinity.allowed()[-1]
    several = [Task(f"t{one}", policy="rr", priority=priority, cpu=cpu) for one in range(tasks)]
    outcome = run(several, duration_ms=duration_ms, warmup_ms=1, gap_us=_GAP_US)
    turns = sorted(stretch for one in outcome.tasks for stretch in one.stretches)[1:-1]
    end = duration_ms * 1_000_000
    whole = [(b - a) / 1e6 for a, b in turns if b < end]
    if not whole:
        raise Unavailable("a whole turn of SCHED_RR", "Set sched_rr_timeslice_ms to 100 or less.")
    return Measurement(
        name="turn of SCHED_RR",
        samples=tuple(whole),
        unit="ms",
        method="SCHED_RR tasks of one priority, pinned; stretches without a gap of 2 ms.",
        machine=machine_of(outcome.kernel),
        conditions={"tasks": tasks, "priority": priority},
    )
