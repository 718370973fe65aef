"""How far each job is ahead of the share that its tickets promise."""

from __future__ import annotations

from oslab.scheduling.metrics.times import checked
from oslab.scheduling.records.schedule import RUNNING, Schedule


def due(schedule: Schedule) -> dict[str, float]:
    """Return each job's tickets over all tickets, 0 to 1.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    total = sum(job.tickets for job in checked(schedule).jobs)
    return {job.name: job.tickets / total for job in schedule.jobs}


def ahead(schedule: Schedule) -> dict[str, tuple[float, ...]]:
    """Return for each job ticks run minus ticks due, at every tick from 0 to the end.

    It means something where all jobs are ready all the time and there is one CPU.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    parts = due(schedule)
    ran = {name: [0] * (schedule.end + 1) for name in parts}
    for one in schedule.slices:
        if one.kind == RUNNING:
            mine = ran[one.job]
            for tick in range(one.start + 1, one.end + 1):
                mine[tick] += 1
    lines = {}
    for name, ticks in ran.items():
        total, line = 0, []
        for tick, more in enumerate(ticks):
            total += more
            line.append(total - parts[name] * tick)
        lines[name] = tuple(line)
    return lines
