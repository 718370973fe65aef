"""At which level of a feedback queue each job ran, and when."""

from __future__ import annotations

from oslab.chart import ticks
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import RUNNING, Schedule, Slice
from oslab.scheduling.view.gantt import colours, rows
from oslab.svg import GRID, MUTED, Drawing, number

_LEFT, _WIDTH, _TOP, _LANE, _RIGHT = 70, 460, 10, 34, 110
_MOST_LEVELS, _MOST_SLICES = 12, 1_000


def levels(schedule: Schedule) -> Picture:
    """Return a lane a level, the top one first; to the right each job's share of the CPU.

    Args:
        schedule: of one CPU, under MultiLevelFeedback, at most 12 levels and 1,000 slices.

    Raises:
        InvalidInput: if it is something else.
    """
    ok = isinstance(schedule, Schedule) and schedule.cpus == 1 and schedule.end > 0
    ok = ok and len(schedule.slices) <= _MOST_SLICES
    ok = ok and any(note.name == "level" for note in schedule.notes)
    require(ok, "schedule", schedule, "a Schedule of a feedback queue on one CPU")
    parts = _parts(schedule)
    lanes = 1 + max(level for level, _ in parts)
    require(lanes <= _MOST_LEVELS, "schedule", schedule, f"at most {_MOST_LEVELS} levels")
    lanes = max(lanes, 3)
    bottom = _TOP + _LANE * lanes
    sheet = Drawing(_LEFT + _WIDTH + _RIGHT, max(bottom, _TOP + 24 * len(rows(schedule))) + 44,
                    font_size=13)  # fmt: skip
    for value in ticks(0, schedule.end):
        x = _LEFT + _WIDTH * value / schedule.end
        sheet.line(x, _TOP, x, bottom, stroke=GRID)
        sheet.text(x, bottom + 17, number(value), anchor="middle", size=12)
    sheet.text(_LEFT + _WIDTH / 2, bottom + 36, schedule.unit, anchor="middle", size=12)
    for lane in range(lanes):
        y = _TOP + _LANE * lane
        sheet.text(_LEFT - 8, y + 21, _name(lane, lanes), anchor="end", size=12)
        sheet.line(_LEFT, y + _LANE, _LEFT + _WIDTH, y + _LANE, stroke=MUTED)
    colour = colours(schedule)
    for level, one in parts:
        x = _LEFT + _WIDTH * one.start / schedule.end
        width = max(0.8, _WIDTH * (one.end - one.start) / schedule.end - 0.5)
        y = _TOP + _LANE * level + 6
        sheet.rect(x, y, width, _LANE - 10, fill=colour[one.job], radius=0)
    for place, (job, share) in enumerate(metrics.shares(schedule).items()):
        x, y = _LEFT + _WIDTH + 12, _TOP + 24 * place
        sheet.rect(x, y + 6, 12, 12, fill=colour[job])
        sheet.text(x + 18, y + 16, f"{job} {share:.0%}", size=12)
    return sheet.picture(_alt(schedule, parts))


def _name(lane: int, lanes: int) -> str:
    return "top" if lane == 0 else "bottom" if lane == lanes - 1 else f"level {lane + 1}"


def _parts(schedule: Schedule) -> list[tuple[int, Slice]]:
    """Return the slices, cut where the policy wrote down another level."""
    told: dict[str, list[tuple[int, int]]] = {job.name: [(0, 0)] for job in schedule.jobs}
    for note in schedule.notes:
        if note.name == "level":
            told[note.job].append((note.time, int(note.value)))
    parts = []
    for one in schedule.slices:
        if one.kind != RUNNING:
            continue
        steps = [level for time, level in told[one.job] if time <= one.start][-1:]
        cuts = [(time, level) for time, level in told[one.job] if one.start < time < one.end]
        begin, level = one.start, steps[0]
        for time, after in [*cuts, (one.end, level)]:
            if time > begin:
                parts.append((level, one._replace(start=begin, end=time)))
            begin, level = time, after
    return parts


def _alt(schedule: Schedule, parts: list[tuple[int, Slice]]) -> str:
    told = []
    for job, share in metrics.shares(schedule).items():
        time: dict[int, int] = {}
        for level, one in parts:
            if one.job == job:
                time[level] = time.get(level, 0) + one.end - one.start
        spent = ", ".join(
            f"{ticks_} at level {level + 1}" for level, ticks_ in sorted(time.items())
        )
        told.append(f"{job} has {share:.0%} of the CPU ({spent or 'never ran'})")
    return f"{schedule.end} ticks under {schedule.policy}: " + "; ".join(told) + "."
