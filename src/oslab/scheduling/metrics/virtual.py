"""Virtual time over time, as a fair scheduler noted it: vruntimes, their average, lags."""

from __future__ import annotations

from oslab.errors import InvalidInput, require
from oslab.scheduling.records.schedule import Schedule

Line = tuple[tuple[int, float], ...]


def vruntime(schedule: Schedule) -> dict[str, Line]:
    """Return each job's vruntime, as (tick, value) where it changes direction.

    It stands still while a job waits and rises while it runs. Under the name `""` stands
    what the queue kept: V under EEVDF, min_vruntime under CFS.

    Raises:
        InvalidInput: if no fair scheduler on one CPU made the schedule, with its notes.
    """
    _checked(schedule)
    lines: dict[str, list[tuple[int, float]]] = {job.name: [] for job in schedule.jobs}
    starts = {(one.job, one.end): one.start for one in schedule.slices}
    lines[""] = []
    for note in schedule.notes:
        if note.name not in ("vruntime", "V", "min_vruntime"):
            continue
        line = lines[note.job]
        start = starts.get((note.job, note.time))
        if line and start is not None and line[-1][0] < start:
            line.append((start, line[-1][1]))
        if not line or line[-1] != (note.time, note.value):
            line.append((note.time, note.value))
    return {name: tuple(line) for name, line in lines.items() if line}


def lag(schedule: Schedule) -> dict[str, tuple[Line, ...]]:
    """Return each job's `V - vruntime` while it competes; from 0 up it is eligible.

    A job that comes back has a line of its own for each stay. Weighted, the lags of all
    who compete sum to 0.

    Raises:
        InvalidInput: if EEVDF on one CPU did not make the schedule, with its notes.
    """
    _checked(schedule)
    require(any(note.name == "V" for note in schedule.notes), "schedule", schedule, "from Eevdf")
    stays = _stays(schedule)
    own: dict[str, float] = {}
    lines: dict[str, list[list[tuple[int, float]]]] = {
        name: [[] for _ in gaps] for name, gaps in stays.items()
    }
    average = 0.0
    for place, note in enumerate(schedule.notes):
        if note.name == "V":
            average = note.value
        elif note.name == "vruntime":
            own[note.job] = note.value
        last = place + 1 == len(schedule.notes) or schedule.notes[place + 1].time > note.time
        for name, value in own.items() if last else ():
            for line, (start, end) in zip(lines[name], stays[name], strict=True):
                if start <= note.time <= end:
                    line.append((note.time, average - value))
    return {name: tuple(tuple(line) for line in found if line) for name, found in lines.items()}


def _stays(schedule: Schedule) -> dict[str, list[tuple[int, int]]]:
    """Return from when to when each job was running or ready."""
    last = {one.job: one.end for one in schedule.slices}
    ran = dict.fromkeys(last, 0)
    for one in schedule.slices:
        ran[one.job] += one.end - one.start
    found = {}
    for job in schedule.jobs:
        gaps, start = [], job.arrival
        for one in schedule.blocked:
            if one.job == job.name:
                gaps.append((start, one.start))
                start = one.end
        done = ran.get(job.name, 0) == job.burst
        gaps.append((start, last[job.name] if done else schedule.end))
        found[job.name] = gaps
    return found


def _checked(schedule: object) -> None:
    if not isinstance(schedule, Schedule) or schedule.cpus != 1:
        raise InvalidInput("schedule", schedule, "a Schedule of one CPU")
    noted = any(note.name == "vruntime" for note in schedule.notes)
    require(noted, "schedule", schedule, "from Cfs or Eevdf, with notes")
