"""Step through a schedule: the run queue as it stood whenever something happened."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.scheduling.model.engine import Engine
from oslab.scheduling.model.named import EXAMPLE, configured, workload
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.records.job import Cpus
from oslab.scheduling.records.moment import Moment
from oslab.scheduling.records.schedule import RUNNING, Schedule


def moment(
    *, step: int = 0, jobs: str = EXAMPLE, policy: str = "RoundRobin", quantum: int = 4,
    tie: str = "",
) -> Moment:  # fmt: skip
    """Return the schedule and who stood in line at one of its instants, on one CPU.

    >>> moment(step=2, jobs="A 0 3, B 1 1", quantum=2).queue
    ('A',)

    Args:
        step: the instant: 0 is the first tick at which something happens; past the last
            one, the last.
        jobs: as `workload` reads them.
        policy: a key of `POLICIES`.
        quantum: as `schedule`.
        tie: as `schedule`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("step", step, 0)
    chosen = configured(policy, quantum, tie)
    work = workload(jobs)
    whole = simulate(work, chosen)
    instants = _instants(whole)
    place = min(step, len(instants) - 1)
    now = instants[place]
    engine = Engine(work, chosen, Cpus(), 0, "none", False)
    engine.run(now + 1)
    cpu = engine.cpus[0]
    queued = tuple(engine.queues[0])
    left = {task.job.name: task.remaining for task in queued}
    if cpu.task is not None:
        left[cpu.task.job.name] = cpu.task.remaining - max(0, now - cpu.since)
    return Moment(
        schedule=whole, now=now, step=place, steps=len(instants),
        running=cpu.task.job.name if cpu.task else "",
        queue=tuple(task.job.name for task in queued), left=left, happened=_told(whole, now),
    )  # fmt: skip


def _instants(whole: Schedule) -> tuple[int, ...]:
    """Return every tick at which a job comes, goes on, stops, blocks or wakes."""
    found = {job.arrival for job in whole.jobs}
    for one in (*whole.slices, *whole.blocked):
        found |= {one.start, one.end}
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Who stops and who starts at one tick."""

    stops: tuple[str, ...]
    starts: tuple[str, ...]


def _told(whole: Schedule, now: int) -> tuple[str, ...]:
    """Say what happened in a tick, in the order in which the engine does it."""
    cpu = _edges(whole.slices, now)
    io = _edges(whole.blocked, now)
    last = {one.job: one.end for one in whole.slices}
    said = []
    for name in cpu.stops:
        if last[name] == now:
            said.append(f"{name} is done")
        elif name in io.starts:
            said.append(f"{name} waits for I/O")
        else:
            said.append(f"{name} is put back")
    said += [f"{job.name} arrives" for job in whole.jobs if job.arrival == now]
    said += [f"{name} wakes" for name in io.stops]
    said += [f"{name} runs" for name in cpu.starts]
    return tuple(said)


def _edges(rows: tuple[tuple[str, int, int, int, str], ...], now: int) -> _Edges:
    kept = [row for row in rows if row[4] == RUNNING or row[1] < 0]
    return _Edges(
        tuple(row[0] for row in kept if row[3] == now),
        tuple(row[0] for row in kept if row[2] == now),
    )
