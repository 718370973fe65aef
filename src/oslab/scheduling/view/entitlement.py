"""How far ahead of its due each job is, when shares are promised by tickets."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.view.gantt import colours
from oslab.svg import number

_MOST_JOBS, _POINTS = 7, 60


def entitlement(schedule: Schedule) -> Picture:
    """Return ticks run minus ticks due by the tickets, over time; above 0 is ahead.

    Args:
        schedule: of one CPU and 2 to 7 jobs that are ready all the time.

    Raises:
        InvalidInput: if it is something else.
    """
    ok = isinstance(schedule, Schedule) and schedule.cpus == 1 and schedule.end > 0
    ok = ok and 2 <= len(schedule.jobs) <= _MOST_JOBS
    require(ok, "schedule", schedule, f"a Schedule of one CPU and 2 to {_MOST_JOBS} jobs")
    lines = metrics.ahead(schedule)
    farthest = {name: max(map(abs, line)) for name, line in lines.items()}
    most = max(2.0, *farthest.values())
    chart = Chart(Axis(0, schedule.end, schedule.unit), Axis(-most, most, "ticks ahead"))
    chart.level(0)
    colour = colours(schedule)
    shares, due = metrics.shares(schedule), metrics.due(schedule)
    for job in schedule.jobs:
        line = lines[job.name]
        every = max(1, -(-len(line) // _POINTS))
        points = [(float(tick), line[tick]) for tick in (*range(0, schedule.end, every), -1)]
        points[-1] = (float(schedule.end), line[-1])
        chart.line(f"job {job.name}", points, colour[job.name])
    for job in schedule.jobs:
        words = f"{job.name}: {shares[job.name]:.1%} of {due[job.name]:.1%}"
        chart.note(words, colour[job.name])
    said = ", ".join(
        f"{name} got {shares[name]:.1%} of its {due[name]:.1%}, at most {number(far)} ticks off"
        for name, far in farthest.items()
    )
    return chart.picture(f"{schedule.end} ticks under {schedule.policy}: {said}.")
