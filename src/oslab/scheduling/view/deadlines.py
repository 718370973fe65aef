"""Releases, deadlines, and who was late."""

from __future__ import annotations

from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import RUNNING, Schedule, Slice
from oslab.scheduling.view.timeline import Timeline
from oslab.svg import INK, MUTED, number


def deadlines(schedule: Schedule) -> Picture:
    """Return a row a task: arrow up at each release, tick at each deadline, black when late.

    Args:
        schedule: of at most 16 tasks and 600 slices.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or too large to draw.
    """
    chart = _drawn(schedule)
    chart.legend("arrow: released · mark below: due · solid: late")
    missed = metrics.deadline_misses(schedule)
    counted = [job for job in schedule.jobs if _due(job) <= schedule.end]
    if not missed:
        finding = f"All {len(counted)} deadlines are met."
    else:
        first = min(missed, key=lambda name: _due(_job(schedule, name)))
        late = metrics.lateness(schedule)[first]
        ended = first in metrics.completion(schedule)
        what = f"ends {late} {schedule.unit} late" if ended else "is not done"
        finding = (
            f"{len(missed)} of {len(counted)} deadlines are missed, the first at "
            f"{_due(_job(schedule, first)):,}: {first} {what}."
        )
    return chart.picture(_opening(schedule), finding, f"{_order(schedule)}.")


def bandwidth(schedule: Schedule) -> Picture:
    """Return as `deadlines`, with what each job got of the CPU beside what it had reserved.

    A job's own server has its deadlines marked, as the policy noted them (`due`).

    Args:
        schedule: of at most 16 tasks and 600 slices.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or too large to draw.
    """
    chart = _drawn(schedule)
    for note in schedule.notes:
        if (
            note.name == "due"
            and 0 < note.value <= schedule.end
            and not _periodic(schedule, note.job)
        ):
            _mark(chart, note.job, int(note.value), 1.5)
    chart.legend("block: runs · bar: ready or throttled · mark below: due")
    got = metrics.ran(schedule)
    said = []
    for name in chart.names:
        ticks = sum(got[job.name] for job in schedule.jobs if (job.task or job.name) == name)
        one = next(job for job in schedule.jobs if (job.task or job.name) == name)
        period = one.period or one.deadline
        kept = f" (reserved {number(100 * one.budget / period)} %)" if one.budget and period else ""
        said.append(f"{name} got {number(100 * ticks / schedule.end)} % of the CPU{kept}")
    missed = [name for name in metrics.deadline_misses(schedule) if _periodic(schedule, name)]
    finding = f"Late: {', '.join(missed[:6])}." if missed else "No periodic release is late."
    return chart.picture("; ".join(said) + ".", finding, f"{_order(schedule)}.")


def _drawn(schedule: Schedule) -> Timeline:
    chart = Timeline(schedule)
    for name, gaps in metrics.ready(schedule).items():
        for start, end in gaps:
            chart.waited(name, start, end)
    due = {job.name: _due(job) for job in schedule.jobs if job.task}
    for one in schedule.slices:
        if one.kind == RUNNING:
            _block(chart, one, due.get(one.job, one.end))
        else:
            chart.ran(one.job, one.start, one.end, MUTED)
    for wait in schedule.blocked:
        chart.blocked(wait.job, wait.start, wait.end)
    late = set(metrics.deadline_misses(schedule))
    for job in schedule.jobs:
        _release(chart, job)
        if due.get(job.name, schedule.end + 1) <= schedule.end:
            _mark(chart, job.name, due[job.name], 4 if job.name in late else 1.5)
    return chart


def _block(chart: Timeline, one: Slice, due: int) -> None:
    """Draw a stretch in the job's colour; in ink what comes after its deadline."""
    edge = min(max(due, one.start), one.end)
    if one.start < edge:
        chart.ran(one.job, one.start, edge)
    if edge < one.end:
        chart.ran(one.job, edge, one.end, INK, "late")


def _release(chart: Timeline, job: Job) -> None:
    x, y = chart.x(job.arrival), chart.y(chart.row[job.name])
    tip = (x, y - 15)
    path = [(x, y + 11), tip, (x - 3, y - 10), tip, (x + 3, y - 10)]
    chart.sheet.polyline(path, stroke=INK, width=1.2)


def _mark(chart: Timeline, job: str, tick: int, width: float) -> None:
    x, y = chart.x(tick), chart.y(chart.row[job])
    chart.sheet.line(x, y + 9, x, y + 16, width=width)


def _periodic(schedule: Schedule, name: str) -> bool:
    return _job(schedule, name).task != ""


def _job(schedule: Schedule, name: str) -> Job:
    return next(job for job in schedule.jobs if job.name == name)


def _due(job: Job) -> int:
    return job.arrival + job.deadline if job.deadline is not None else 1 << 62


def _opening(schedule: Schedule) -> str:
    tasks = {job.task: job for job in schedule.jobs if job.task and job.period}
    load = sum(job.burst / (job.period or 1) for job in tasks.values())
    if not tasks:
        return ""
    words = "one periodic task wants" if len(tasks) == 1 else f"{len(tasks)} periodic tasks want"
    under = f" under {schedule.policy}" if schedule.policy else ""
    return f"{words[0].upper() + words[1:]} {number(100 * load)} % of the CPU{under}."


def _order(schedule: Schedule) -> str:
    order = str(schedule)
    return order if len(order) <= 160 else order[:160].rsplit(", ", 1)[0] + ", ..."
