"""A lane a CPU, with every move of a job from one to another."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import RUNNING, SWITCHING, WARMING, Schedule, Slice
from oslab.scheduling.view.timeline import ticks
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing, number

_LEFT, _WIDTH, _RIGHT, _TOP, _LANE = 58, 516, 66, 26, 46
_MOST_CPUS, _MOST_JOBS, _MOST_SLICES = 16, 24, 600


def several_cpus(schedule: Schedule) -> Picture:
    """Return a lane a CPU; lines show who moved, grey blocks what cold caches cost.

    At the right stands how busy each CPU was: running, not refilling.

    Args:
        schedule: of at most 16 CPUs, 24 jobs and 600 slices.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or too large to draw.
    """
    ok = isinstance(schedule, Schedule) and schedule.end > 0
    ok = ok and schedule.cpus <= _MOST_CPUS and len(schedule.jobs) <= _MOST_JOBS
    ok = ok and len(schedule.slices) <= _MOST_SLICES
    allowed = f"a Schedule of at most {_MOST_CPUS} CPUs, {_MOST_JOBS} jobs, {_MOST_SLICES} slices"
    require(ok, "schedule", schedule, allowed)
    bottom = _TOP + _LANE * schedule.cpus
    sheet = Drawing(_LEFT + _WIDTH + _RIGHT, bottom + 46, font_size=13)
    for tick in ticks(schedule.end):
        x = _x(schedule, tick)
        sheet.line(x, _TOP - 4, x, bottom, stroke=GRID)
        sheet.text(x, bottom + 16, f"{tick:,}", anchor="middle", size=12)
    _lanes(sheet, schedule)
    for before, after in _moves(schedule):
        ends = [(one.cpu, tick) for one, tick in ((before, before.end), (after, after.start))]
        (x1, y1), (x2, y2) = ((_x(schedule, tick), _y(cpu)) for cpu, tick in ends)
        up = 15 if y1 < y2 else -15
        sheet.line(x1, y1 + up, x2, y2 - up, stroke=INK, width=1.5, dash="3,2")
        sheet.circle(x2, y2 - up, 3)
    words = "dashed: a job moves · grey: refills caches" + (
        " or switches" if any(one.kind == SWITCHING for one in schedule.slices) else ""
    )
    sheet.text(_LEFT, bottom + 36, words, size=12, fill=MUTED)
    sheet.text(_LEFT + _WIDTH, bottom + 36, schedule.unit, anchor="end", size=12)
    return sheet.picture(_alt(schedule))


def _lanes(sheet: Drawing, schedule: Schedule) -> None:
    busy = _busy(schedule)
    sheet.text(_LEFT + _WIDTH + _RIGHT - 2, 14, "busy", anchor="end", size=12, fill=MUTED)
    for cpu, part in enumerate(busy):
        sheet.text(_LEFT - 8, _y(cpu) + 4, f"CPU {cpu}", anchor="end", size=12)
        place = _LEFT + _WIDTH + _RIGHT - 2
        sheet.text(place, _y(cpu) + 4, f"{100 * part:.0f} %", anchor="end")
    names = [job.name for job in schedule.jobs]
    for one in schedule.slices:
        x, y = _x(schedule, one.start), _y(one.cpu)
        width = max(_x(schedule, one.end) - x - 0.6, 0.6)
        fill = SERIES[names.index(one.job) % len(SERIES)] if one.kind == RUNNING else MUTED
        sheet.rect(x, y - 14, width, 28, fill=fill)
        if one.kind == RUNNING and width > 8 * len(one.job):
            sheet.text(x + width / 2, y + 4, one.job, anchor="middle", size=12, fill=PAPER)
    for cpu, gaps in enumerate(metrics.idle(schedule)):
        for start, end in gaps:
            if _x(schedule, end) - _x(schedule, start) > 30:
                middle = (_x(schedule, start) + _x(schedule, end)) / 2
                sheet.text(middle, _y(cpu) + 4, "idle", anchor="middle", size=12, fill=MUTED)


def _moves(schedule: Schedule) -> list[tuple[Slice, Slice]]:
    """Return each pair of slices between which a job changed its CPU."""
    last: dict[str, Slice] = {}
    found = []
    for one in schedule.slices:
        if one.kind == SWITCHING:
            continue
        if one.job in last and last[one.job].cpu != one.cpu:
            found.append((last[one.job], one))
        last[one.job] = one
    return found


def _busy(schedule: Schedule) -> list[float]:
    total = [0] * schedule.cpus
    for one in schedule.slices:
        if one.kind == RUNNING:
            total[one.cpu] += one.end - one.start
    return [ticks / schedule.end for ticks in total]


def _x(schedule: Schedule, tick: int) -> float:
    return _LEFT + _WIDTH * tick / schedule.end


def _y(cpu: int) -> float:
    return _TOP + _LANE * (cpu + 0.5)


def _alt(schedule: Schedule) -> str:
    unit = schedule.unit
    moved = metrics.migrations(schedule)
    count = sum(moved.values())
    cold = sum(one.end - one.start for one in schedule.slices if one.kind == WARMING)
    empty = sum(end - start for gaps in metrics.idle(schedule) for start, end in gaps)
    busy = ", ".join(f"{100 * part:.0f} %" for part in _busy(schedule))
    times = metrics.turnaround(schedule)
    mean = f", {number(metrics.mean(times))} from arrival to end on average" if times else ""
    who = ", ".join(name for name, times in moved.items() if times)
    return (
        f"{_count(len(schedule.jobs), 'job')} on {_count(schedule.cpus, 'CPU')} ended by "
        f"{schedule.end:,} {unit}{mean}. "
        f"Busy: {busy} of the time; idle: {empty:,} {unit} in all. "
        + (
            f"Jobs move {count} times ({who})"
            if count > 1
            else f"{who} moves once"
            if count
            else "No job moves"
        )
        + (f", which costs {cold:,} {unit} in cold caches." if cold else ".")
    )


def _count(many: int, what: str) -> str:
    return f"one {what}" if many == 1 else f"{many} {what}s"
