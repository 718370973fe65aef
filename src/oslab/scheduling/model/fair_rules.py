"""What the fair schedulers' rules say of a newcomer and of a turn, each as one number."""

from __future__ import annotations

import math

from oslab.errors import require_choice, require_whole
from oslab.scheduling import metrics
from oslab.scheduling.model.fair import FAIR
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import Cfs, Eevdf
from oslab.scheduling.records.job import Job

_US = 1_000
_BORN = 50_500
_LONG = 400_000
_WAKES = 300


def newcomer(*, policy: str = "Eevdf 6.18", hogs: int = 1) -> float:
    """Return where a newcomer starts beside hogs on one CPU, as `measure.newcomer` asks.

    >>> [round(newcomer(policy=name, hogs=4), 4) for name in ("Cfs", "Eevdf 6.18")]
    [1.2, 0.0]

    Args:
        policy: `"Cfs"`, `"Eevdf 6.6"`, `"Eevdf 6.12"` or `"Eevdf 6.18"`.
        hogs: equal tasks that only compute, 1 to 32.

    Returns:
        Virtual ms above min_vruntime under CFS, above V under EEVDF.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/fair.c, place_entity, Linux 5.13 to 6.18.
    """
    require_choice("policy", policy, FAIR)
    crowd = _crowd(require_whole("hogs", hogs, 1, 32))
    rules = Cfs(unit=_US) if policy == "Cfs" else Eevdf(policy.removeprefix("Eevdf "), unit=_US)
    run = simulate([*crowd, Job("new", _BORN, _US)], rules, until=_BORN + 1)
    at = {note.job: note.value for note in run.notes if note.time == _BORN}
    return (at["new"] - at[""]) / _US


def turn_wait(*, tasks: int = 2, base_slice_ns: int = 1_400_000, tick_us: int = 4_000) -> float:
    """Return how long equal tasks wait before a turn under EEVDF on one CPU, on average, in ms.

    >>> [turn_wait(tasks=3, tick_us=tick) for tick in (4_000, 0)]
    [8.0, 2.8]

    Args:
        tasks: 1 to 32 that only compute.
        base_slice_ns: what each requests, 100,000 to 100,000,000.
        tick_us: between two ticks of the scheduler, 100 to 100,000; 0 for an exact timer.

    Raises:
        InvalidInput: if a value is out of range.
    """
    crowd = _crowd(require_whole("tasks", tasks, 1, 32))
    rules = _rules("Eevdf 6.18", base_slice_ns, tick_us)
    # Whole rounds in which each has had its turn; the first one is shorter.
    every = max(tick_us, base_slice_ns // _US)
    run = simulate(crowd, rules, until=max(_LONG, 6 * tasks * every), notes=False)
    waits = [
        end - start
        for stays in metrics.ready(run).values()
        for start, end in stays
        if start > 0 and end < run.end
    ]
    return round(math.fsum(waits) / len(waits) / _US, 1) if waits else 0.0


def late_wakeups(
    *, policy: str = "Eevdf 6.18", hogs: int = 1, every_us: int = 1_003,
    base_slice_ns: int = 1_400_000, tick_us: int = 4_000, over_us: int = 1_000,
) -> float:  # fmt: skip
    """Return how many wake-ups of a task that wants next to nothing are late, in per cent.

    >>> round(late_wakeups(policy="Cfs", hogs=4), 1)
    0.3

    Args:
        policy: as `newcomer`.
        hogs: equal tasks that only compute, 0 to 32.
        every_us: sleep between two pieces of work of a microsecond each, 10 to 1,000,000; best
            no multiple of the tick.
        base_slice_ns: EEVDF's base slice, as `turn_wait`; CFS keeps its own of one CPU.
        tick_us: as `turn_wait`.
        over_us: late is who waits longer than this, 0 to 1,000,000.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("policy", policy, FAIR)
    crowd = _crowd(require_whole("hogs", hogs, 0, 32))
    require_whole("every_us", every_us, 10, 1_000_000)
    require_whole("over_us", over_us, 0, 1_000_000)
    rules = _rules(policy, base_slice_ns, tick_us)
    work = Job("work", every_us // 2, bursts=(1, every_us) * _WAKES + (1,))
    run = simulate([*crowd, work], rules, until=4 * _WAKES * every_us, notes=False)
    answers = metrics.answers(run, "work")
    return 100 * sum(ticks - 1 > over_us for ticks in answers) / len(answers)


def _rules(policy: str, base_slice_ns: int, tick_us: int) -> Cfs | Eevdf:
    require_whole("base_slice_ns", base_slice_ns, 100_000, 100_000_000)
    if require_whole("tick_us", tick_us, 0, 100_000) != 0:
        require_whole("tick_us", tick_us, 100)
    if policy == "Cfs":
        return Cfs(unit=_US, tick=tick_us or None)
    kernel = policy.removeprefix("Eevdf ")
    return Eevdf(kernel, base_slice_ns, unit=_US, tick=tick_us or None)


def _crowd(count: int) -> list[Job]:
    return [Job(f"t{place}", 0, 10**9) for place in range(count)]
