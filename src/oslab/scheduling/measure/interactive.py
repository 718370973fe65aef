"""A task with little to do, often, beside tasks that only compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from oslab import timing
from oslab.errors import Unavailable, require_choice, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import some
from oslab.scheduling.measure.repeats import GATE, undisturbed
from oslab.scheduling.measure.task import HOST, KERNELS, Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

SETTINGS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = MappingProxyType(
    {
        "equal": ({}, {}),
        "nice -10": ({"nice": -10}, {}),
        "nice 10": ({"nice": 10}, {}),
        "hogs nice 19": ({}, {"nice": 19}),
        "short slice": ({"slice_ns": 500_000}, {}),
        "hogs long slice": ({}, {"slice_ns": 20_000_000}),
        "hogs batch": ({}, {"policy": "batch"}),
        "hogs idle": ({}, {"policy": "idle"}),
        "fifo": ({"policy": "fifo", "priority": 10}, {}),
    }
)
"""By name: what the interactive task asks for, and what the hogs ask for."""


def interactive(
    *, settings: Sequence[str] = tuple(SETTINGS), hogs: int = 2, run_us: int = 1_000,
    every_us: int = 21_700, works: int = 50, kernel: str = HOST,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Give a task a small piece of work at fixed times beside hogs, and time its answers.

    An answer takes from the moment the work falls due until it is done: `run_us` on an idle
    CPU. All are pinned to one CPU and in one session. `every_us` is best no multiple of the
    tick: the work then falls due at all times of a tick, and not always at the same.

    Known workload: under SCHED_FIFO the answer takes `run_us`. Cross-check: the switches
    of a trace (tests). Overhead: the task watches its own clock, 30 ns a look. A run in
    which others took over 2 % of the CPU is done again, twice at most.

    Args:
        settings: some of `SETTINGS`; what this kernel or user is not allowed is left out.
        hogs: 0 to 16.
        run_us: CPU time of a piece of work, 100 to 1,000,000.
        every_us: from one to the next, 1,000 to 10,000,000, more than `run_us`.
        works: pieces of work of each setting, 5 to 1000.
        kernel: `"host"`, or `"cfs"` for the guest kernel.
        progress: told after every setting.

    Returns:
        Milliseconds, one sample a piece of work; conditions `setting`, `hogs`, `run_us`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: if no setting could be measured.

    Source: sched(7); sched_setattr(2); kernel/sched/fair.c, `check_preempt_wakeup_fair`.
    """
    chosen = some("settings", settings, SETTINGS)
    require_whole("hogs", hogs, 0, 16)
    require_whole("run_us", run_us, 100, 1_000_000)
    require_whole("every_us", every_us, max(1_000, run_us + 1), 10_000_000)
    require_whole("works", works, 5, 1_000)
    require_choice("kernel", kernel, KERNELS)
    timing.require_progress(progress)
    taken: list[Measurement] = []
    refused: list[Unavailable] = []
    for done, setting in enumerate(chosen):
        try:
            taken.append(_least(setting, hogs, run_us, every_us, works, kernel))
        except Unavailable as cannot:
            refused.append(cannot)
        if progress:
            progress(done + 1, len(chosen))
    if not taken:
        raise refused[0]
    return tuple(taken)


def _least(
    setting: str, hogs: int, run_us: int, every_us: int, works: int, kernel: str
) -> Measurement:
    """Return the least disturbed of up to three runs; without hogs nobody can tell."""

    def one() -> tuple[float, Outcome]:
        outcome = _run(setting, hogs, run_us, every_us, works, kernel)
        return outcome.others(), outcome

    gate = GATE if hogs and kernel == HOST else 1.0
    (outcome,) = undisturbed({setting: one}, repeats=1, gate=gate)[setting]
    answers = outcome.tasks[0].responses[1 : works + 1]
    if not answers:
        raise Unavailable("an answer of the interactive task", "Give it more time or fewer hogs.")
    return Measurement(
        name=f"answer of an interactive task, {setting}",
        samples=tuple(one / 1e6 for one in answers),
        unit="ms",
        method=f"{run_us} us of work every {every_us} us beside {hogs} tasks that only compute.",
        machine=machine_of(outcome.kernel),
        conditions={
            "setting": setting, "hogs": hogs, "run_us": run_us, "kernel": outcome.kernel,
        },
    )  # fmt: skip


def _run(setting: str, hogs: int, run_us: int, every_us: int, works: int, kernel: str) -> Outcome:
    mine, theirs = SETTINGS[setting]
    cpu = affinity.allowed()[-1]
    tasks = [Task("interactive", run_us=run_us, every_us=every_us, cpu=cpu, **mine)]
    tasks += [Task(f"hog{place}", cpu=cpu, **theirs) for place in range(hogs)]
    duration_ms = min(60_000, works * every_us // 1_000 + 100)
    return run(
        tasks, duration_ms=duration_ms, gap_us=500 if kernel == HOST else 3_000, kernel=kernel
    )
