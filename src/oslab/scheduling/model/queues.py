"""Small stories about priorities: who starves, who games the feedback queue."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import MultiLevelFeedback, Priority, PriorityAging
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.run_queue import Policy

_PERIOD = 5


def starvation(
    *, urgent: int = 4, every: int = 0, distance: int = 5, until: int = 100
) -> Schedule:  # fmt: skip
    """Return a job of low priority beside urgent ones that come every five ticks.

    Args:
        urgent: ticks each urgent job runs, 1 to 5; with 5 nothing is left over.
        every: ticks of waiting for one step of urgency, 0 to 100; 0 for no aging.
        distance: steps between the two priorities, 1 to 20.
        until: the tick at which to stop, 10 to 500.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("urgent", urgent, 1, _PERIOD)
    require_whole("every", every, 0, 100)
    require_whole("distance", distance, 1, 20)
    require_whole("until", until, 10, 500)
    jobs = (
        Job("urgent", burst=urgent, period=_PERIOD, deadline=10_000, priority=1),
        Job("patient", arrival=1, burst=8, priority=1 + distance),
    )
    policy: Policy = PriorityAging(every=every) if every else Priority()
    return simulate(jobs, policy, until=until)


def feedback(
    *, quantum: int = 5, boost: int = 0, gamer: bool = True, io_resets: bool = True,
    until: int = 150,
) -> Schedule:  # fmt: skip
    """Return a batch job, an editor and a job that games a feedback queue of three levels.

    The editor computes one tick and waits nine. The gamer gives the CPU back one tick before
    its turn ends, waits one tick, and comes back.

    Args:
        quantum: ticks of a turn at every level, 2 to 20.
        boost: every so many ticks all go back to the top, 0 to 1,000; 0 for never.
        gamer: whether there is one.
        io_resets: whether giving the CPU back early renews the allotment (the old rule 4).
        until: the tick at which to stop, 20 to 500.

    Raises:
        InvalidInput: if a value is out of range.

    Source: OSTEP 8.2 to 8.4.
    """
    require_whole("quantum", quantum, 2, 20)
    require_whole("boost", boost, 0, 1_000)
    for name, flag in (("gamer", gamer), ("io_resets", io_resets)):
        require(isinstance(flag, bool), name, flag, "True or False")
    require_whole("until", until, 20, 500)
    jobs = [Job("batch", burst=until)]
    jobs += [Job("gamer", arrival=10, bursts=_again(quantum - 1, 1, until))] if gamer else []
    jobs += [Job("editor", arrival=3, bursts=_again(1, 9, until))]
    policy = MultiLevelFeedback(quanta=(quantum,) * 3, boost=boost or None, io_resets=io_resets)
    return simulate(jobs, policy, until=until)


def _again(cpu: int, io: int, until: int) -> tuple[int, ...]:
    """Return bursts that go on at least until that tick."""
    return (cpu, io) * (until // (cpu + io) + 1) + (cpu,)
