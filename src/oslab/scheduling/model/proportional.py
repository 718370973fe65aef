"""Shares in proportion to tickets: by chance, by stride, or by turns that ignore them."""

from __future__ import annotations

from oslab.errors import require_choice, require_whole
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import Lottery, RoundRobin, Stride
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.run_queue import Policy

PROPORTIONAL = ("Lottery", "RoundRobin", "Stride")
_MOST = 1_000


def proportional(
    *, policy: str = "Lottery", a: int = 3, b: int = 2, c: int = 1, quantum: int = 1,
    seed: int = 1, until: int = 120,
) -> Schedule:  # fmt: skip
    """Return three jobs that only compute and hold tickets.

    Args:
        policy: `"Lottery"`, `"RoundRobin"` (blind to tickets) or `"Stride"`.
        a: tickets of job A, 1 to 1,000.
        b: tickets of job B.
        c: tickets of job C.
        quantum: ticks of a turn, 1 to 1,000.
        seed: of the lottery's draws, 0 to a million.
        until: the tick at which to stop, 10 to 2,000.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("policy", policy, PROPORTIONAL)
    for name, tickets in (("a", a), ("b", b), ("c", c)):
        require_whole(name, tickets, 1, _MOST)
    require_whole("quantum", quantum, 1, _MOST)
    require_whole("seed", seed, 0, 1_000_000)
    require_whole("until", until, 10, 2_000)
    chosen: dict[str, Policy] = {
        "Lottery": Lottery(seed=seed, quantum=quantum),
        "RoundRobin": RoundRobin(quantum=quantum),
        "Stride": Stride(quantum=quantum),
    }
    jobs = [Job(n, burst=until, tickets=t) for n, t in (("A", a), ("B", b), ("C", c))]
    return simulate(jobs, chosen[policy], until=until)
