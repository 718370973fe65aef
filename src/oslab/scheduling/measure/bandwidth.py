"""SCHED_DEADLINE's constant-bandwidth server: a task that wants more than its budget."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import InvalidInput, require_whole
from oslab.measurement import Measurement
from oslab.scheduling.measure.task import Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

BUDGETS = ((10, 100), (30, 100), (10, 40))


def bandwidth(
    *, budgets: Sequence[Sequence[int]] = BUDGETS, duration_ms: int = 2_000, repeats: int = 3,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let a SCHED_DEADLINE task compute without end, and return what share of a CPU it gets.

    It asked for a budget in each period; the kernel lets it run so long and then throttles
    it until the next period, although a CPU may be idle. The kernel looks at the budget at
    ticks: a task overdraws by up to a tick, owes it, and gets less the next time, so the
    share is exact and single turns are not. The task is not pinned: the kernel refuses a
    deadline task that may not use all CPUs of its domain.

    Known workload: the budget itself. Cross-check: the clocks are those of `share`. Overhead:
    none that shows. No gate: a deadline task goes before everything else.

    Args:
        budgets: pairs of (budget, period) in ms, at most 20; at most 60 % of one CPU each.
        duration_ms: of a run, 200 to 60,000.
        repeats: of every budget, in turn, 1 to 100.
        progress: told after every round.

    Returns:
        Per cent of one CPU; conditions `budget_ms`, `period_ms`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without privilege, or if admission control finds no room.

    Source: Documentation/scheduler/sched-deadline.rst; L. Abeni and G. Buttazzo, Integrating
        Multimedia Applications in Hard Real-Time Systems (1998); kernel/sched/deadline.c,
        `update_curr_dl_se`.
    """
    if not isinstance(budgets, tuple | list) or not 1 <= len(budgets) <= 20:
        raise InvalidInput("budgets", budgets, "1 to 20 pairs of budget and period")
    pairs = tuple(dict.fromkeys(_pair(one) for one in budgets))
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    runs: dict[tuple[int, int], list[Outcome]] = {pair: [] for pair in pairs}
    for turn in range(repeats):
        for pair in pairs:
            runs[pair].append(bandwidth_run(*pair, duration_ms=duration_ms))
        if progress:
            progress(turn + 1, repeats)
    return tuple(
        Measurement(
            name=f"share of a task with {budget} ms in every {period} ms",
            samples=tuple(100 * one.cpu_ns / one.span_ns for one in several),
            unit="%",
            method="A SCHED_DEADLINE task that only computes; its CPU clock over the wall's.",
            machine=machine_of(several[0].kernel),
            conditions={"budget_ms": budget, "period_ms": period},
        )
        for (budget, period), several in runs.items()
    )


def bandwidth_run(budget_ms: int, period_ms: int, *, duration_ms: int = 1_000) -> Outcome:
    """Return one run of a greedy deadline task, with the stretches in which it ran.

    Args:
        budget_ms: 1 to 600, and at most 60 % of the period.
        period_ms: 2 to 1000; it is the deadline too.
        duration_ms: 200 to 60,000; made a whole number of periods.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without privilege, or if admission control finds no room.
    """
    budget, period = _pair((budget_ms, period_ms))
    require_whole("duration_ms", duration_ms, 200, 60_000)
    whole = max(1, round(duration_ms / period)) * period
    greedy = Task(
        "greedy", policy="deadline", runtime_ns=budget * 10**6, deadline_ns=period * 10**6,
        period_ns=period * 10**6,
    )  # fmt: skip
    # Two periods first: the count then begins and ends at the same place of a period.
    return run([greedy], duration_ms=whole + 2 * period, warmup_ms=2 * period, gap_us=1_000)


def _pair(pair: object) -> tuple[int, int]:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise InvalidInput("budgets", pair, "a budget and a period, in ms")
    period = require_whole("budgets", pair[1], 2, 1_000)
    return require_whole("budgets", pair[0], 1, period * 6 // 10), period
