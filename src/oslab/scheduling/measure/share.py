"""How the kernel divides one CPU among tasks of different nice values."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import InvalidInput, require_choice, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.repeats import GATE, undisturbed
from oslab.scheduling.measure.task import HOST, KERNELS, Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

MIXES = ((0, 1), (0, 5), (0, 10), (0, 3, 6))


def share(
    *, mixes: Sequence[Sequence[int]] = MIXES, duration_ms: int = 1_500, repeats: int = 5,
    kernel: str = HOST, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let tasks that only compute share one CPU, and return what share each got.

    They are native code, pinned, in one session (so in one autogroup), and what counts is
    the kernel's own clock of each (`clock_getcpuclockid`), read for all within
    microseconds. The share is of what they got together: others who take the CPU for a
    while take it from all. A run in which others took over 2 % is done again.

    Known workload: two tasks of equal nice value get a half each. Cross-check: what
    getrusage bills for all of them, and the switches of a trace (tests). Overhead: the
    watcher sleeps. A share is as coarse as one slice in the duration: 4 ms in 1.5 s is 0.3
    points.

    Args:
        mixes: nice values of the tasks of one run, 2 to 8 of them, -20 to 19.
        duration_ms: of a run, 200 to 60,000; shorter runs are coarser.
        repeats: of every mix, in turn, 1 to 100.
        kernel: `"host"`, or `"cfs"` for the guest kernel.
        progress: told after every round.

    Returns:
        Per cent of the CPU, one measurement for each task of each mix; conditions
        `mix`, `task`, `nice`, `kernel`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: for nice values below 0 without privilege, or without a C compiler.

    Source: the weights are `sched_prio_to_weight` in kernel/sched/core.c.
    """
    chosen = _mixes(mixes)
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    require_choice("kernel", kernel, KERNELS)
    timing.require_progress(progress)
    cpu = affinity.allowed()[-1]

    def one(mix: tuple[int, ...]) -> tuple[float, Outcome]:
        tasks = [Task(f"t{place}", nice=nice, cpu=cpu) for place, nice in enumerate(mix)]
        outcome = run(tasks, duration_ms=duration_ms, kernel=kernel)
        return outcome.others(), outcome

    taken = undisturbed(
        {str(mix): (lambda mix=mix: one(mix)) for mix in chosen},  # type: ignore[misc]
        repeats=repeats, gate=GATE if kernel == HOST else 0.1, progress=progress,
    )  # fmt: skip
    return tuple(
        _measurement(mix, place, taken[str(mix)]) for mix in chosen for place in range(len(mix))
    )


def _measurement(mix: tuple[int, ...], place: int, runs: Sequence[Outcome]) -> Measurement:
    beside = ", ".join(map(str, mix))
    return Measurement(
        name=f"share of the task of nice {mix[place]} among {beside}",
        samples=tuple(100 * one.tasks[place].cpu_ns / one.cpu_ns for one in runs),
        unit="%",
        method="Native tasks that only compute, pinned to one CPU; their CPU clocks.",
        machine=machine_of(runs[0].kernel),
        conditions={
            "mix": beside, "task": place, "nice": mix[place], "kernel": runs[0].kernel,
        },
    )  # fmt: skip


def _mixes(mixes: object) -> tuple[tuple[int, ...], ...]:
    if not isinstance(mixes, tuple | list) or not 1 <= len(mixes) <= 20:
        raise InvalidInput("mixes", mixes, "1 to 20 lists of nice values")
    for mix in mixes:
        if not isinstance(mix, tuple | list) or not 2 <= len(mix) <= 8:
            raise InvalidInput("mixes", mix, "2 to 8 nice values")
        for nice in mix:
            require_whole("mixes", nice, -20, 19)
    return tuple(dict.fromkeys(tuple(mix) for mix in mixes))
