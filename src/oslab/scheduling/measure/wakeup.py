"""How late a task runs after the moment it was to be woken."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from oslab import timing
from oslab.errors import Unavailable, require_choice, require_whole
from oslab.linux import affinity, cyclictest
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import counts, some
from oslab.scheduling.measure.repeats import GATE, undisturbed
from oslab.scheduling.measure.task import CFS, HOST, KERNELS, Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import beside, run

POLICIES = ("other", "fifo")
PROGRAMS = {"tasks": "a native loop over clock_nanosleep", "cyclictest": "cyclictest of rt-tests"}
_PRIORITY = 80


def wakeup(
    *, loads: Sequence[int] = (0, 1, 4), policies: Sequence[str] = POLICIES,
    programs: Sequence[str] = tuple(PROGRAMS), wakes: int = 500, interval_us: int = 1_000,
    kernel: str = HOST, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Wake a task every millisecond on an idle and on a loaded CPU, and return how late it ran.

    Late is the first look at the clock after the sleep, less the time asked for: the timer's
    interrupt, the wake-up, the way to the CPU and the return to user mode. The load are
    tasks that only compute, pinned to the same CPU, in the same session; a run in which
    others took over 2 % of that CPU is done again, twice at most.

    Known workload: under SCHED_FIFO the load does not matter. Cross-check: cyclictest, in
    the same call, for every case in which it can be in our place (an ordinary thread of it
    is another session's, and keeps its timer slack of 50 us). Overhead: one clock call.

    Args:
        loads: tasks beside it, each 0 to 32.
        policies: of the woken task, `"other"` or `"fifo"`; what is not allowed is left out.
        programs: `"tasks"` or `"cyclictest"`; what is not installed is left out.
        wakes: of each case, 20 to 10,000.
        interval_us: between two, 100 to 1,000,000.
        kernel: `"host"`, or `"cfs"` for the guest kernel, which has no cyclictest.
        progress: told after every case.

    Returns:
        Microseconds, one sample a wake-up; conditions `load`, `policy`, `program`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: if no case could be measured.

    Source: cyclictest(8); clock_nanosleep(2); kernel/sched/fair.c, `check_preempt_wakeup_fair`.
    """
    beside_it = counts("loads", loads, 0, 32)
    asked = some("policies", policies, POLICIES)
    by = some("programs", programs, PROGRAMS)
    require_whole("wakes", wakes, 20, 10_000)
    require_whole("interval_us", interval_us, 100, 1_000_000)
    require_choice("kernel", kernel, KERNELS)
    timing.require_progress(progress)
    cases = list(_cases(beside_it, asked, by if kernel == HOST else ("tasks",)))
    taken: list[Measurement] = []
    refused: list[Unavailable] = []
    for done, (load, policy, program) in enumerate(cases):
        try:
            late, release = _ASK[program](load, policy, wakes, interval_us, kernel)
        except Unavailable as cannot:
            refused.append(cannot)
        else:
            taken.append(_measurement(load, policy, program, late, release))
        if progress:
            progress(done + 1, len(cases))
    if not taken:
        raise refused[0]
    return tuple(taken)


Lateness = tuple[tuple[float, ...], str]
"""Microseconds late, wake by wake, and the release of the kernel that woke."""


def _tasks(load: int, policy: str, wakes: int, interval_us: int, kernel: str) -> Lateness:
    cpu = affinity.allowed()[-1]
    woken = Task(
        "woken", policy=policy, priority=_PRIORITY if policy == "fifo" else 0, cpu=cpu,
        every_us=interval_us,
    )  # fmt: skip
    hogs = [Task(f"hog{place}", cpu=cpu) for place in range(load)]
    warm = 20 if kernel == HOST else 100

    def one() -> tuple[float, Outcome]:
        outcome = run(
            [woken, *hogs], duration_ms=max(20, wakes * interval_us // 1_000) + warm,
            warmup_ms=warm // 2, gap_us=500 if kernel != CFS else 3_000, kernel=kernel,
        )  # fmt: skip
        return outcome.others(), outcome

    # On an idle CPU nobody can tell what others took.
    gate = GATE if load and kernel == HOST else 1.0
    (outcome,) = undisturbed({"woken": one}, repeats=1, gate=gate)["woken"]
    late = outcome.tasks[0].wakes[1 : wakes + 1]
    if not late:
        raise Unavailable("a wake-up", "Try again when the machine is less busy.")
    return tuple(one / 1e3 for one in late), outcome.kernel


def _cyclictest(load: int, policy: str, wakes: int, interval_us: int, kernel: str) -> Lateness:
    cpu = affinity.allowed()[-1]
    if load:
        with beside([Task(f"hog{place}", cpu=cpu) for place in range(load)]):
            answer = cyclictest.run(policy=policy, cpu=cpu, interval_us=interval_us, cycles=wakes)
    else:
        answer = cyclictest.run(policy=policy, cpu=cpu, interval_us=interval_us, cycles=wakes)
    late = [float(us) for us, count in answer.histogram.items() for _ in range(count)]
    return tuple(late) or (float(answer.maximum_us),), os.uname().release


_ASK: dict[str, Callable[[int, str, int, int, str], Lateness]] = {
    "tasks": _tasks,
    "cyclictest": _cyclictest,
}


def _cases(
    loads: Sequence[int], policies: Sequence[str], programs: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    for load in loads:
        for policy in policies:
            for program in programs:
                # An ordinary cyclictest under load competes from another session: another case.
                if program == "tasks" or policy != "other" or load == 0:
                    yield load, policy, program


def _measurement(
    load: int, policy: str, program: str, late: tuple[float, ...], release: str
) -> Measurement:
    return Measurement(
        name=f"wake-up latency, {policy}, {load} beside it, {program}",
        samples=late,
        unit="us",
        method=f"A pinned task sleeps to fixed times: {PROGRAMS[program]}.",
        machine=machine_of(release),
        conditions={"load": load, "policy": policy, "program": program, "kernel": release},
    )
