"""What each job got out of a schedule, in ticks, by the job's name."""

from __future__ import annotations

import math

from oslab.errors import require, require_number
from oslab.scheduling.records.schedule import RUNNING, SWITCHING, Schedule


def checked(schedule: object) -> Schedule:
    """Return `schedule`.

    Raises:
        InvalidInput: if it is no Schedule.
    """
    require(isinstance(schedule, Schedule), "schedule", schedule, "a Schedule")
    assert isinstance(schedule, Schedule)  # noqa: S101 - for mypy
    return schedule


def ran(schedule: Schedule) -> dict[str, int]:
    """Return how many ticks each job ran; refilling caches is not counted.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    total = {job.name: 0 for job in checked(schedule).jobs}
    for one in schedule.slices:
        if one.kind == RUNNING:
            total[one.job] += one.end - one.start
    return total


def completion(schedule: Schedule) -> dict[str, int]:
    """Return the tick at which each job ended; who did not end is left out.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    done = ran(schedule)
    last = {one.job: one.end for one in schedule.slices}
    for one in schedule.slices:
        last[one.job] = max(last[one.job], one.end)
    return {job.name: last[job.name] for job in schedule.jobs if done[job.name] == job.burst}


def turnaround(schedule: Schedule) -> dict[str, int]:
    """Return completion minus arrival.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    ended = completion(schedule)
    return {job.name: ended[job.name] - job.arrival for job in schedule.jobs if job.name in ended}


def response(schedule: Schedule) -> dict[str, int]:
    """Return first run minus arrival; who never ran is left out.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    first: dict[str, int] = {}
    for one in checked(schedule).slices:
        if one.kind != SWITCHING and one.start < first.get(one.job, one.end):
            first[one.job] = one.start
    return {job.name: first[job.name] - job.arrival for job in schedule.jobs if job.name in first}


def answers(schedule: Schedule, job: str) -> tuple[int, ...]:
    """Return for each CPU burst of a job the ticks from when it was ready until it was done.

    The first counts from arrival, the others from the end of the I/O before them; a burst
    that the record cuts short is left out.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or has no such job.
    """
    ends = completion(schedule)
    known = [one for one in schedule.jobs if one.name == job]
    require(len(known) == 1, "job", job, "the name of one of the jobs")
    waits = [one for one in schedule.blocked if one.job == job]
    since = [known[0].arrival, *(one.end for one in waits)]
    until = [*(one.start for one in waits), *([ends[job]] if job in ends else [])]
    return tuple(b - a for a, b in zip(since, until, strict=False))


def ready(schedule: Schedule) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the stretches in which each job was ready but not running, as (start, end).

    A job is ready from its arrival to its completion (or the end of the record), unless it
    runs or is blocked. While a CPU switches to it, it still waits.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    ended = completion(schedule)
    busy: dict[str, list[tuple[int, int]]] = {job.name: [] for job in schedule.jobs}
    for one in (*schedule.slices, *schedule.blocked):
        if one.kind != SWITCHING:
            busy[one.job].append((one.start, one.end))
    gaps = {}
    for job in schedule.jobs:
        now, found = job.arrival, []
        end = ended.get(job.name, schedule.end)
        for start, stop in [*sorted(busy[job.name]), (end, end)]:
            if now < start:
                found.append((now, start))
            now = max(now, stop)
        gaps[job.name] = tuple(found)
    return gaps


def waiting(schedule: Schedule) -> dict[str, int]:
    """Return how long each job was ready but not running.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    return {name: sum(b - a for a, b in gaps) for name, gaps in ready(schedule).items()}


def blocked(schedule: Schedule) -> dict[str, int]:
    """Return how long each job waited for I/O and locks.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    total = {job.name: 0 for job in checked(schedule).jobs}
    for one in schedule.blocked:
        total[one.job] += one.end - one.start
    return total


def lateness(schedule: Schedule) -> dict[str, int]:
    """Return completion minus deadline, negative when early, of jobs that have a deadline.

    A job that did not end is counted as ending with the record, if its deadline is past by
    then; else it is left out.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    ended = completion(schedule)
    late = {}
    for job in schedule.jobs:
        if job.deadline is not None:
            due = job.arrival + job.deadline
            if job.name in ended or due < schedule.end:
                late[job.name] = ended.get(job.name, schedule.end) - due
    return late


def deadline_misses(schedule: Schedule) -> tuple[str, ...]:
    """Return who ended after its deadline, or had not ended by then.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    return tuple(name for name, ticks in lateness(schedule).items() if ticks > 0)


def mean(values: dict[str, int]) -> float:
    """Return the average over jobs, such as `mean(waiting(schedule))`.

    Raises:
        InvalidInput: if there is nothing to average.
    """
    ok = isinstance(values, dict) and len(values) > 0
    ok = ok and all(isinstance(one, int) and abs(one) < 1 << 100 for one in values.values())
    require(ok, "values", values, "whole numbers by name, at least one")
    return sum(values.values()) / len(values)


def percentile(values: dict[str, int], share: float = 0.99) -> int:
    """Return the value that this share of the jobs does not exceed.

    Raises:
        InvalidInput: if there is nothing to rank, or `share` is not 0 to 1.
    """
    mean(values)  # the same check
    require_number("share", share, 0, 1)
    ranked = sorted(values.values())
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
