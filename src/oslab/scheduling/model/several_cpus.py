"""Several CPUs: one queue or one each, who may steal, and what a move costs."""

from __future__ import annotations

from dataclasses import replace

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.model.named import workload
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import RoundRobin
from oslab.scheduling.records import Cpus, Schedule
from oslab.scheduling.records.job import QUEUES

UNEVEN = "A 0 24, B 0 4, C 0 24, D 0 4, E 0 20, F 0 4"
"""Placed by the number of jobs, the long ones all land on the first of two CPUs."""


def several_cpus(
    *, jobs: str = UNEVEN, cpus: int = 2, queues: str = "per_cpu", steal: bool = True,
    balance: int = 0, migration_cost: int = 0, pinned: bool = False, quantum: int = 4,
) -> Schedule:  # fmt: skip
    """Run jobs in turn on several CPUs.

    Args:
        jobs: as `workload` reads them.
        cpus: 1 to 16.
        queues: `"per_cpu"` (as Linux has) or `"shared"`.
        steal: whether a CPU that would idle takes a job from the longest other queue.
        balance: ticks between two rounds that even the queues out, 0 (never) to 1,000.
        migration_cost: ticks to refill cold caches whenever a job changes its CPU, 0 to 1,000.
        pinned: whether the first job may run on the first CPU only, the second on the second,
            and so on in turn; with queues per CPU.
        quantum: ticks of a turn, at least 1; jobs on one CPU take turns (round robin).

    Raises:
        InvalidInput: if a value is out of range.

    Source: OSTEP chapter 10; kernel/sched/fair.c, sched_balance_newidle and sched_balance_rq,
        Linux 6.12, of which this is the outline.
    """
    require_whole("cpus", cpus, 1, 16)
    require_choice("queues", queues, QUEUES)
    require_whole("balance", balance, 0, 1_000)
    require_whole("migration_cost", migration_cost, 0, 1_000)
    require(isinstance(pinned, bool), "pinned", pinned, "True or False")
    possible = not pinned or queues == "per_cpu" or cpus == 1
    require(possible, "pinned", pinned, 'False where queues="shared"')
    settings = Cpus(cpus, queues, steal, balance or None, migration_cost)
    work = workload(jobs)
    if pinned:
        work = tuple(replace(job, affinity=(place % cpus,)) for place, job in enumerate(work))
    return simulate(work, RoundRobin(quantum), settings)
