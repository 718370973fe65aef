"""What policies make of one long job ahead of short ones, and of a job that wakes beside hogs."""

from __future__ import annotations

from dataclasses import replace

from oslab.errors import require, require_whole
from oslab.scheduling.model.named import configured
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import MultiLevelFeedback, RoundRobin
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import Schedule

_MS = 1_000_000
_SHORT = _APART = 2 * _MS
_SLEPT = 5 * _MS


def convoy(
    *, policy: str = "Fifo", quantum_ms: int = 100, long_ms: int = 150, shorts: int = 4,
    before_ms: int = 0, renew: bool = True,
) -> Schedule:  # fmt: skip
    """Return one round of `measure.convoy`, in ticks of a nanosecond.

    Args:
        policy: a key of `POLICIES`.
        quantum_ms: of a turn, where the policy has turns, 1 to 1,000.
        long_ms: of the long work, 10 to 300.
        shorts: how many others, 1 to 10; the first comes 2 ms after the long one, each wants
            2 ms.
        before_ms: what the long task ran in the round before, 0 to 300; it then slept 5 ms.
        renew: as `RoundRobin`, for that policy alone.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("quantum_ms", quantum_ms, 1, 1_000)
    require_whole("long_ms", long_ms, 10, 300)
    require_whole("shorts", shorts, 1, 10)
    require_whole("before_ms", before_ms, 0, 300)
    require(isinstance(renew, bool), "renew", renew, "True or False")
    chosen = configured(policy, _MS * quantum_ms)
    if isinstance(chosen, RoundRobin):
        chosen = replace(chosen, renew=renew)
    earlier = (_MS * before_ms, _SLEPT) if before_ms else ()
    jobs = [Job("long", bursts=(*earlier, _MS * long_ms))]
    jobs += [Job(f"s{n}", sum(earlier) + _APART * (n + 1), _SHORT) for n in range(shorts)]
    return replace(simulate(jobs, chosen), unit="ns")


def interactive(
    *, policy: str = "RoundRobin", quantum: int = 4_000, boost: int = 0, hogs: int = 2,
    run_us: int = 1_000, every_us: int = 20_000, works: int = 50,
) -> Schedule:  # fmt: skip
    """Return a task `"work"` that computes a little and sleeps, beside hogs, in microseconds.

    As in `measure.interactive`, but it sleeps the rest of `every_us` after each answer,
    however late that came.

    Args:
        policy: a key of `POLICIES`.
        quantum: ticks of a turn, where the policy has turns.
        boost: of `MultiLevelFeedback`, ticks; 0 for never.
        hogs: 0 to 16.
        run_us: CPU time of a piece of work, 100 to 1,000,000.
        every_us: from one to the next, more than `run_us`, up to 10,000,000.
        works: pieces of work, 1 to 1,000.

    Raises:
        InvalidInput: if a value is out of range.
    """
    chosen = configured(policy, quantum)
    require_whole("boost", boost, 0, 10**9)
    if isinstance(chosen, MultiLevelFeedback):
        chosen = replace(chosen, boost=boost or None)
    require_whole("hogs", hogs, 0, 16)
    require_whole("run_us", run_us, 100, 1_000_000)
    require_whole("every_us", every_us, run_us + 1, 10_000_000)
    require_whole("works", works, 1, 1_000)
    end = every_us * (works + 1)
    bursts = (run_us, every_us - run_us) * (works - 1) + (run_us,)
    jobs = [Job(f"hog{n}", 0, end) for n in range(hogs)]
    work = Job("work", every_us // 2, bursts=bursts)
    return simulate([*jobs, work], chosen, until=end, notes=False)
