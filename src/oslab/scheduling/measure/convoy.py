"""One long piece of work ahead of several short ones, under three of the kernel's policies."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import Unavailable, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import some
from oslab.scheduling.measure.task import Task, machine_of
from oslab.scheduling.measure.tasks import run

CONVOY_POLICIES = ("fifo", "rr", "other")
_PRIORITY, _SHORT_MS, _APART_MS = 10, 2, 2


def convoy(
    *, policies: Sequence[str] = CONVOY_POLICIES, long_ms: int = 150, shorts: int = 4,
    rounds: int = 4, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let a long piece of work come first and short ones soon after, and time the short ones.

    On one CPU, again and again: at the start of each round a task has `long_ms` of work; 2 ms
    later the first of the others has 2 ms of work, 2 ms after that the next. All have one
    priority. An answer takes from the moment the work falls due until it is done.

    Real-time rounds keep everything ordinary off that CPU for as long as they last; what is
    due fills less than 60 % of it, below the kernel's own limit of 95 %.

    Under SCHED_RR the answers fall into heaps: the kernel does not give a task that slept a
    whole turn, but what was left of its last one.

    Known workload: under SCHED_FIFO a short answer takes as long as the long work, to the
    short one's own length. Cross-check: `model.convoy`. Overhead: 30 ns a look at the clock;
    the first round, which also starts the tasks, is dropped.

    Args:
        policies: some of `"fifo"`, `"rr"` and `"other"` (the ordinary one).
        long_ms: 10 to 300.
        shorts: how many short ones, 1 to 10.
        rounds: kept of each policy, 1 to 20.
        progress: told after every policy.

    Returns:
        Milliseconds, one measurement a policy, one sample a short answer; conditions
        `policy`, `long_ms`, `shorts`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the privilege to be real time, or a C compiler.

    Source: sched(7); kernel/sched/rt.c, `task_tick_rt`.
    """
    chosen = some("policies", policies, CONVOY_POLICIES)
    require_whole("long_ms", long_ms, 10, 300)
    require_whole("shorts", shorts, 1, 10)
    require_whole("rounds", rounds, 1, 20)
    timing.require_progress(progress)
    taken = []
    for done, policy in enumerate(chosen):
        taken.append(_answers(policy, long_ms, shorts, rounds))
        if progress:
            progress(done + 1, len(chosen))
    return tuple(taken)


def _answers(policy: str, long_ms: int, shorts: int, rounds: int) -> Measurement:
    every_us = max(350_000, 2_000 * (long_ms + shorts * _SHORT_MS))
    cpu = affinity.allowed()[-1]
    urgent = 0 if policy == "other" else _PRIORITY

    def task(name: str, run_ms: int, start_ms: int) -> Task:
        return Task(
            name, policy=policy, priority=urgent, cpu=cpu, run_us=1_000 * run_ms,
            every_us=every_us, start_ms=start_ms,
        )  # fmt: skip

    tasks = [task("long", long_ms, 0)]
    tasks += [task(f"s{n}", _SHORT_MS, _APART_MS * (n + 1)) for n in range(shorts)]
    duration_ms = every_us * (rounds + 1) // 1_000 + 50
    outcome = run(tasks, duration_ms=duration_ms, warmup_ms=1, gap_us=500)
    answers = [one for ran in outcome.tasks[1:] for one in ran.responses[1 : rounds + 1]]
    if len(answers) < rounds:
        raise Unavailable("the answers of the short tasks", "Try again on a quieter machine.")
    return Measurement(
        name=f"answer of a short task behind a long one, {policy}",
        samples=tuple(one / 1e6 for one in answers),
        unit="ms",
        method=f"{_SHORT_MS} ms of work due soon after {long_ms} ms of another task, one CPU.",
        machine=machine_of(outcome.kernel),
        conditions={
            "policy": policy, "long_ms": long_ms, "shorts": shorts,
        },
    )  # fmt: skip
