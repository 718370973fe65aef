"""A task that sleeps and computes in turn, beside others that only compute: fair schedulers."""

from __future__ import annotations

import random

from oslab.errors import require_choice, require_whole
from oslab.scheduling.model.fair import FAIR
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import Cfs, Eevdf
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import Schedule

_US = 1_000
_SECOND_NS = 10**9
_EVERY, _WORKS, _SPREAD = 21_700, 120, 10_000


def beside_hogs(
    *, policy: str = "Eevdf 6.18", hogs: int = 2, nice: int = 0, hogs_nice: int = 0,
    slice_us: int = 0, run_us: int = 1_000, base_slice_ns: int = 1_400_000, tick_us: int = 4_000,
) -> Schedule:  # fmt: skip
    """Return a task `"work"` beside hogs on one CPU, in microseconds, as in `measure.interactive`.

    It works 120 times, about every 21.7 ms; the sleeps between differ by up to 10 ms, so that
    it wakes at all times of a tick. They begin when an answer is given, however late that was.

    Args:
        policy: `"Cfs"`, `"Eevdf 6.6"`, `"Eevdf 6.12"` or `"Eevdf 6.18"`.
        hogs: tasks that only compute, 0 to 16.
        nice: of the task that works and sleeps, -20 to 19.
        hogs_nice: of the others.
        slice_us: what the task itself requests, up to 1,000,000; 0 for the base slice. CFS and
            6.6 ignore it.
        run_us: CPU time of a piece of work, 100 to 10,000.
        base_slice_ns: EEVDF's base slice, up to a second; CFS keeps its own times of one CPU.
        tick_us: between two ticks of the scheduler, 100 to 1,000,000.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/fair.c; each rule is named in `policies.cfs` and `policies.eevdf_queue`.
    """
    require_choice("policy", policy, FAIR)
    require_whole("hogs", hogs, 0, 16)
    require_whole("run_us", run_us, 100, 10_000)
    require_whole("base_slice_ns", base_slice_ns, 1, _SECOND_NS)
    require_whole("tick_us", tick_us, 100, 1_000_000)
    require_whole("slice_us", slice_us, 0, 1_000_000)
    for name, value in (("nice", nice), ("hogs_nice", hogs_nice)):
        require_whole(name, value, -20, 19)
    bursts = _bursts(run_us)
    end = 4 * sum(bursts)
    jobs = [Job(f"hog{place}", 0, end, nice=hogs_nice) for place in range(hogs)]
    jobs.append(Job("work", _EVERY // 2, bursts=bursts, nice=nice, slice=slice_us or None))
    if policy == "Cfs":
        return simulate(jobs, Cfs(unit=_US, tick=tick_us), until=end, notes=False)
    rules = Eevdf(policy.removeprefix("Eevdf "), base_slice_ns, unit=_US, tick=tick_us)
    return simulate(jobs, rules, until=end, notes=False)


def _bursts(run_us: int) -> tuple[int, ...]:
    """Return work and sleep in turn."""
    rng = random.Random(1)
    least = _EVERY - run_us - _SPREAD // 2
    bursts = [run_us]
    for _ in range(_WORKS - 1):
        bursts += [least + rng.randrange(_SPREAD), run_us]
    return tuple(bursts)
