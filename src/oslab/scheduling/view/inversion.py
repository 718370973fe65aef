"""Who held a lock, who waited for it, and who ran meanwhile."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import LOCK, RUNNING, Schedule, Slice
from oslab.scheduling.view.timeline import Timeline
from oslab.svg import INK


def inversion(schedule: Schedule) -> Picture:
    """Return a row a job: block running, bar ready, dots waiting for a lock, frame holding one.

    It draws the model's schedule and a kernel's alike; nanoseconds are shown as ms.

    While a job acts with another's urgency its frame is filled at the top, and says whose.

    Args:
        schedule: of at most 16 jobs and 600 slices; who wants locks is in `events`.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or too large to draw.
    """
    chart = drawn(schedule)
    resets = [event for event in schedule.events if event.kind == "reset"]
    return chart.picture(_finding(chart), *(_told(schedule, one.detail) for one in resets))


def drawn(schedule: Schedule, room: int = 0, told: int | None = None) -> Timeline:
    """Return the rows of `inversion`, with room below them, and words up to the tick `told`.

    Raises:
        InvalidInput: if `schedule` is no Schedule of one CPU, or too large to draw.
    """
    chart = Timeline(schedule, room)
    require(schedule.cpus == 1, "schedule", schedule, "a Schedule of one CPU")
    until = schedule.end if told is None else require_whole("told", told, 0)
    _lanes(chart, until)
    for event in schedule.events:
        if event.kind == "reset" and event.time <= until:
            chart.upright(event.time, "reset")
    chart.legend("bar: ready · dots: waits for a lock · frame: holds it · stripe: lent urgency")
    return chart


def _lanes(chart: Timeline, told: int) -> None:
    schedule = chart.schedule
    for name, gaps in metrics.ready(schedule).items():
        for start, end in gaps:
            chart.waited(name, start, end)
    for one in schedule.slices:
        chart.ran(one.job, one.start, one.end, word="runs" if one.end <= told else "")
    for wait in schedule.blocked:
        chart.blocked(wait.job, wait.start, wait.end)
    for name, _, start, end in _spans(schedule, "lock", "unlock"):
        _frame(chart, name, start, end)
    for name, lender, start, end in _spans(schedule, "inherit", "restore"):
        _lent(chart, name, lender, start, end)


def _frame(chart: Timeline, name: str, start: int, end: int) -> None:
    y = chart.y(chart.row[name])
    width = max(chart.x(end) - chart.x(start), 1)
    chart.sheet.rect(chart.x(start), y - 14, width, 28, fill="none", stroke=INK, radius=0)


def _lent(chart: Timeline, name: str, lender: str, start: int, end: int) -> None:
    y = chart.y(chart.row[name])
    fill = chart.colour(lender) if lender in chart.row else INK
    width = max(chart.x(end) - chart.x(start), 3)
    chart.sheet.rect(chart.x(start), y - 14, width, 5, fill=fill, radius=0)


def _spans(schedule: Schedule, opens: str, closes: str) -> list[tuple[str, str, int, int]]:
    """Return (job, detail, start, end) of what two kinds of events begin and end."""
    found = []
    begun: dict[tuple[str, str], tuple[str, int]] = {}
    for time, kind, job, detail in schedule.events:
        # A lock is known by its name; urgency is borrowed from one job at a time.
        key = (job, detail if opens == "lock" else "")
        if kind == "lock" == opens:
            # Whoever had it before has let go, though a kernel's thread may say so later.
            for held in [one for one in begun if one[1] == detail]:
                found.append((held[0], *begun.pop(held), time))
        if kind in (opens, closes) and key in begun:
            what, since = begun.pop(key)
            found.append((job, what, since, time))
        if kind == opens:
            begun[key] = (detail, time)
    found += [(key[0], what, since, schedule.end) for key, (what, since) in begun.items()]
    return [span for span in found if span[2] < span[3]]


def _finding(chart: Timeline) -> str:
    schedule = chart.schedule
    waits = [one for one in schedule.blocked if one.kind == LOCK]
    if not waits:
        ready = metrics.waiting(schedule)
        who = next((job.name for job in schedule.jobs if ready[job.name]), "")
        rest = f"; {who} was ready, not running, for {chart.said(ready[who])} {chart.unit}"
        return f"Nobody waited for a lock{rest if who else ''}."
    worst = max(waits, key=lambda one: one.end - one.start)
    others = _meanwhile(schedule, worst)
    shares = ", ".join(f"{name} {chart.said(ticks)}" for name, ticks in others.items())
    lent = [one for one in _spans(schedule, "inherit", "restore") if one[1] == worst.job]
    rose = ""
    if lent:
        name, _, start, end = lent[0]
        rose = f" {name} acted as {worst.job} from {chart.said(start)} to {chart.said(end)}."
    return (
        f"{worst.job} waited {chart.said(worst.end - worst.start)} {chart.unit} for a lock; "
        f"meanwhile ran: {shares}.{rose}"
    )


def _meanwhile(schedule: Schedule, wait: Slice) -> dict[str, int]:
    """Return how long the others ran within a wait."""
    total: dict[str, int] = {}
    for one in schedule.slices:
        ticks = min(one.end, wait.end) - max(one.start, wait.start)
        if one.kind == RUNNING and ticks > 0:
            total[one.job] = total.get(one.job, 0) + ticks
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def _told(schedule: Schedule, who: str) -> str:
    return f"At {schedule.end} {schedule.unit} {who} was not done: the computer was reset."
