"""What people say about Linux's scheduler, each as one number of this kernel."""

from __future__ import annotations

from dataclasses import replace

from oslab import machine
from oslab.errors import Unavailable
from oslab.linux import affinity
from oslab.linux.procfs import autogroup as procfs_autogroup
from oslab.measurement import Measurement
from oslab.scheduling.measure.autogroup import TWO, autogroup
from oslab.scheduling.measure.inversion import ASKS_MS, inversion
from oslab.scheduling.measure.migration import FREE, migration
from oslab.scheduling.measure.newcomer import newcomer
from oslab.scheduling.measure.run_delay import run_delay
from oslab.scheduling.measure.share import share
from oslab.scheduling.measure.task import Task
from oslab.scheduling.measure.tasks import run


def nice_step_loss() -> Measurement:
    """Return how much of its half a task loses by one step of nice, in per cent of that half.

    Raises:
        Unavailable: without a C compiler.
    """
    _, nicer = share(mixes=((0, 1),), duration_ms=1_000, repeats=3)
    samples = tuple(100 * (1 - one / 50) for one in nicer.samples)
    return replace(nicer, name="loss by one step of nice", samples=samples)


def nicest_share() -> Measurement:
    """Return the share that a task of nice 19 gets beside one of nice 0, in per cent.

    Raises:
        Unavailable: without a C compiler.
    """
    return share(mixes=((0, 19),), duration_ms=700, repeats=3)[1]


def ordinary_turn() -> Measurement:
    """Return how long one of two ordinary tasks runs before the other has its turn, in ms.

    CPU time over turns, so that strangers on the CPU can only shorten it.

    Raises:
        Unavailable: without a C compiler.
    """
    cpu = affinity.allowed()[-1]
    outcome = run([Task("a", cpu=cpu), Task("b", cpu=cpu)], duration_ms=1_000)
    return Measurement(
        name="turn of an ordinary task",
        samples=tuple(one.cpu_ns / max(1, one.slices) / 1e6 for one in outcome.tasks),
        unit="ms",
        method="Two native tasks of nice 0, pinned to one CPU; CPU time over turns.",
        machine=machine.this_machine(),
    )


def newcomer_off_average() -> Measurement:
    """Return how far from the average virtual runtime a newcomer is put, in virtual ms.

    Raises:
        Unavailable: without a C compiler, or /proc/PID/sched.
    """
    taken = newcomer(hogs=(4,), children=20)
    off = next(one for one in taken if one.conditions["quantity"] == "above average")
    return replace(
        off, name="distance of a newcomer from the average", samples=tuple(map(abs, off.samples))
    )


def fourth_wait() -> Measurement:
    """Return what share of its time one of four tasks waits for their one CPU, in per cent.

    Raises:
        Unavailable: without a C compiler.
    """
    return run_delay(tasks=(4,), repeats=3)[0]


def share_beside_nice_crowd() -> Measurement:
    """Return what a task gets beside another terminal's task of nice 10, in per cent.

    Raises:
        Unavailable: where autogroup is off.
    """
    if not procfs_autogroup.enabled():
        raise Unavailable("autogroup", "As root: sysctl kernel.sched_autogroup_enabled=1")
    (taken,) = autogroup(crowd=1, crowd_nice=10, duration_ms=800, sessions=(TWO,))
    return taken


def inheritance_excess() -> Measurement:
    """Return how long a wait with inheritance exceeds the rest of the critical section, in ms.

    Raises:
        Unavailable: without the privilege to be real time.
    """
    (taken,) = inversion(protocols=("inherit",), section_ms=20, middle_ms=150, repeats=5)
    rest = 20 - ASKS_MS
    samples = tuple(one - rest for one in taken.samples)
    return replace(taken, name="wait beyond the critical section", samples=samples)


def runaway_share() -> Measurement:
    """Return what a SCHED_FIFO task that never sleeps takes of a CPU others want, in per cent.

    Three seconds, and then it is killed.

    Raises:
        Unavailable: without the privilege to be real time.
    """
    cpu = affinity.allowed()[-1]
    tasks = [Task("runaway", policy="fifo", priority=1, cpu=cpu), Task("ordinary", cpu=cpu)]
    outcome = run(tasks, duration_ms=3_000, warmup_ms=990)
    return Measurement(
        name="share of a runaway SCHED_FIFO task",
        samples=(100 * outcome.tasks[0].cpu_ns / outcome.span_ns,),
        unit="%",
        method="A SCHED_FIFO task that only computes beside an ordinary one, pinned, 2 s.",
        machine=machine.this_machine(),
    )


def smallest_of_three() -> Measurement:
    """Return the least that one of three equal tasks gets on two CPUs, in per cent of a CPU.

    Raises:
        Unavailable: on one CPU, or on more than two, where each has its own.
    """
    if len(affinity.allowed()) != 2:
        raise Unavailable("exactly two CPUs", "Run it under: taskset -c 0,1")
    _, shares = migration(tasks=3, duration_ms=1_500, repeats=2, placings=(FREE,))
    least = tuple(min(shares.samples[run : run + 3]) for run in range(0, len(shares.samples), 3))
    return replace(shares, name="least share of three tasks on two CPUs", samples=least)
