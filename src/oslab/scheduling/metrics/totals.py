"""One number, or one list, for a whole schedule."""

from __future__ import annotations

import math
from collections import Counter

from oslab.scheduling.metrics.times import (
    checked,
    completion,
    ran,
    ready,
    turnaround,
    waiting,
)
from oslab.scheduling.records.schedule import RUNNING, SWITCHING, Schedule


def throughput(schedule: Schedule) -> float:
    """Return jobs ended per tick of the record.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    ended = len(completion(schedule))
    return ended / schedule.end if schedule.end else 0.0


def utilization(schedule: Schedule) -> float:
    """Return which part of the CPUs' time jobs ran, 0 to 1; switches are not running.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    total = sum(ran(schedule).values())
    return total / (schedule.end * schedule.cpus) if schedule.end else 0.0


def overhead(schedule: Schedule) -> float:
    """Return which part of the CPUs' time went into switches and cold caches, 0 to 1.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    lost = sum(one.end - one.start for one in checked(schedule).slices if one.kind != RUNNING)
    return lost / (schedule.end * schedule.cpus) if schedule.end else 0.0


def idle(schedule: Schedule) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return for each CPU the stretches in which it had nothing to do, as (start, end).

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(checked(schedule).cpus)]
    free = [0] * schedule.cpus
    for one in schedule.slices:
        if free[one.cpu] < one.start:
            lanes[one.cpu].append((free[one.cpu], one.start))
        free[one.cpu] = one.end
    for cpu, since in enumerate(free):
        if since < schedule.end:
            lanes[cpu].append((since, schedule.end))
    return tuple(map(tuple, lanes))


def shares(schedule: Schedule) -> dict[str, float]:
    """Return each job's part of all the time that jobs ran, 0 to 1.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    each = ran(schedule)
    total = sum(each.values())
    return {name: ticks / total if total else 0.0 for name, ticks in each.items()}


def fairness(schedule: Schedule) -> float:
    """Return Jain's index of the jobs' progress: 1 when all were slowed alike, 1/n at worst.

    The progress of a job is the part of its runnable time in which it ran; jobs that were
    never runnable are left out.

    Raises:
        InvalidInput: if `schedule` is no Schedule.

    Source: Jain, Chiu and Hawe, A Quantitative Measure of Fairness (DEC-TR-301, 1984).
    """
    each, lost = ran(schedule), waiting(schedule)
    rates = [each[name] / (each[name] + lost[name]) for name in each if each[name] + lost[name]]
    squares = math.fsum(rate * rate for rate in rates)
    return math.fsum(rates) ** 2 / (len(rates) * squares) if squares else 1.0


def slowdown(schedule: Schedule) -> dict[str, float]:
    """Return turnaround over the time the job would take alone, at least 1, of jobs that ended.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    alone = {job.name: sum(job.bursts) for job in checked(schedule).jobs}
    return {name: ticks / alone[name] for name, ticks in turnaround(schedule).items()}


def switches(schedule: Schedule) -> int:
    """Return how often a CPU went from one job to another, idle times in between or not.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    last: dict[int, str] = {}
    count = 0
    for one in checked(schedule).slices:
        count += one.cpu in last and last[one.cpu] != one.job
        last[one.cpu] = one.job
    return count


def migrations(schedule: Schedule) -> dict[str, int]:
    """Return how often each job ran on another CPU than the time before.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    count = {job.name: 0 for job in checked(schedule).jobs}
    last: dict[str, int] = {}
    for one in schedule.slices:
        if one.kind != SWITCHING:
            count[one.job] += last.get(one.job, one.cpu) != one.cpu
            last[one.job] = one.cpu
    return count


def preemptions(schedule: Schedule) -> dict[str, int]:
    """Return how often each job lost a CPU while it could have gone on (involuntarily).

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    stops = {(one.job, one.end) for one in schedule.slices} if checked(schedule) else set()
    count = Counter(name for name, gaps in ready(schedule).items() for a, _ in gaps
                    if (name, a) in stops)  # fmt: skip
    return {job.name: count[job.name] for job in schedule.jobs}


def queue_length(schedule: Schedule) -> tuple[tuple[int, int], ...]:
    """Return how many jobs were ready but not running, as (from tick, how many).

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    change: Counter[int] = Counter({0: 0})
    for gaps in ready(schedule).values():
        for start, end in gaps:
            change[start] += 1
            change[end] -= 1
    steps: list[tuple[int, int]] = []
    length = 0
    for tick in sorted(change):
        length += change[tick]
        if not steps or steps[-1][1] != length:
            steps.append((tick, length))
    return tuple(steps)
