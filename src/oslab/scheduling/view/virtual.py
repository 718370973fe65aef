"""Virtual time over time: vruntimes that chase each other, and lags around zero."""

from __future__ import annotations

from collections.abc import Iterable

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.view.gantt import colours
from oslab.svg import INK, number

_MOST_JOBS, _POINTS = 7, 54


def vruntime(schedule: Schedule) -> Picture:
    """Return each job's vruntime over time: rising while it runs, level while it waits.

    Dashed: what the queue keeps, V under EEVDF, min_vruntime under CFS.

    Args:
        schedule: by `Cfs` or `Eevdf` with notes, of one CPU and at most 7 jobs.

    Raises:
        InvalidInput: if it is something else.
    """
    _checked(schedule)
    lines = metrics.vruntime(schedule)
    kept = next(note.name for note in schedule.notes if note.job == "")
    values = [value for line in lines.values() for _, value in line]
    low, high = min(values), max(values)
    chart = Chart(
        Axis(0, schedule.end, f"time, {schedule.unit}"), Axis(low, max(high, low + 1), "vruntime")
    )
    colour = colours(schedule)
    for job in schedule.jobs:
        if job.name in lines:
            chart.line(_called(job.name, job.nice), _thinned(lines[job.name]), colour[job.name])
    chart.line(kept, _thinned(lines[""]), INK, dash="4,3")
    got = metrics.ran(schedule)
    ends = ", ".join(
        f"{name} is at {number(line[-1][1])} after {got[name]:,} ticks of CPU"
        for name, line in lines.items()
        if name
    )
    spread = _spread(schedule, lines)
    said = f"Virtual time under {_rules(schedule)}: {ends}; {kept} is at"
    return chart.picture(f"{said} {number(lines[''][-1][1])}.{spread}")


def lag(schedule: Schedule) -> Picture:
    """Return how much virtual time each job is owed, while it competes.

    From 0 up, on the tinted ground, a job is eligible; below, it has had more than its part.

    Args:
        schedule: by `Eevdf` with notes, of one CPU and at most 7 jobs.

    Raises:
        InvalidInput: if it is something else.
    """
    _checked(schedule)
    lines = metrics.lag(schedule)
    values = [value for stays in lines.values() for stay in stays for _, value in stay]
    most = max(1.0, *map(abs, values))
    chart = Chart(
        Axis(0, schedule.end, f"time, {schedule.unit}"), Axis(-most, most, "V - vruntime")
    )
    chart.ground(0, most, "eligible")
    chart.level(0)
    colour = colours(schedule)
    for job in schedule.jobs:
        for place, stay in enumerate(lines[job.name]):
            name = "" if place else _called(job.name, job.nice)
            chart.line(name, _thinned(stay), colour[job.name])
    said = ", ".join(
        f"{name} from {number(min(found))} to {number(max(found))}"
        for name, stays in lines.items()
        if (found := [value for stay in stays for _, value in stay])
    )
    return chart.picture(f"Lag in virtual time under {_rules(schedule)}: {said}.")


def _checked(schedule: object) -> None:
    ok = isinstance(schedule, Schedule) and len(schedule.jobs) <= _MOST_JOBS
    require(ok, "schedule", schedule, f"a Schedule of at most {_MOST_JOBS} jobs")


def _rules(schedule: Schedule) -> str:
    """Return the scheduler's name, and whose rules it follows."""
    name, _, rest = schedule.policy.partition("(")
    kernel = rest.removeprefix("kernel='").partition("'")[0]
    return f"{name} of Linux {kernel}" if rest.startswith("kernel=") else name


def _called(name: str, nice: int) -> str:
    return f"{name}, nice {nice}" if nice else name


def _thinned(line: Iterable[tuple[int, float]]) -> list[tuple[float, float]]:
    """Return at most about 54 points of a line, its last one included."""
    points = [(float(x), y) for x, y in line]
    every = -(-len(points) // _POINTS)
    return points[::every] + ([points[-1]] if (len(points) - 1) % every else [])


def _spread(schedule: Schedule, lines: dict[str, tuple[tuple[int, float], ...]]) -> str:
    """Say how far apart those are who are there to the end."""
    ran = metrics.ran(schedule)
    last = [
        lines[job.name][-1][1]
        for job in schedule.jobs
        if job.name in lines and ran[job.name] < job.burst
    ]
    if len(last) < 2:
        return ""
    return f" Those still there are {number(max(last) - min(last))} apart."
