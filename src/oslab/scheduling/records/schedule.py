"""Schedules: who ran where and when, whoever made the record, a simulator or a kernel."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import itemgetter, le, lt
from typing import Any, NamedTuple

from oslab.errors import InvalidInput, require, require_whole
from oslab.scheduling.records.job import LONGEST, Job, listed

RUNNING = "running"
WARMING = "warming"
SWITCHING = "switching"
ON_CPU = (RUNNING, WARMING, SWITCHING)
"""What a CPU may do for a job: run it, refill cold caches for it, switch to it."""

IO = "io"
LOCK = "lock"
OFF_CPU = (IO, LOCK)
"""What a job may wait for besides a CPU."""

NO_CPU = -1


class Slice(NamedTuple):
    """A stretch of one job's time, from tick `start` up to but not including tick `end`.

    A `Schedule` checks its slices, so that a trace of a million stays cheap.

    Args:
        job: its name.
        cpu: which CPU it had; `NO_CPU` while it waited for something else.
        start: tick.
        end: tick, after `start`.
        kind: one of `ON_CPU`, or of `OFF_CPU` while it was blocked.
    """

    job: str
    cpu: int
    start: int
    end: int
    kind: str = RUNNING

    def __str__(self) -> str:
        where = "" if self.cpu == NO_CPU else f"@{self.cpu}"
        what = "" if self.kind == RUNNING else f" {self.kind}"
        return f"{self.job}{where} {self.start}-{self.end}{what}"


class Event(NamedTuple):
    """Something that happened at one tick and is no stretch.

    Args:
        time: tick.
        kind: such as `"lock"`, `"unlock"`, `"inherit"`, `"restore"`, `"boost"`.
        job: the job it happened to, `""` if to none.
        detail: the lock, or the job inherited from, ...
    """

    time: int
    kind: str
    job: str = ""
    detail: str = ""


class Note(NamedTuple):
    """A number that a policy kept for a job, from tick `time` on.

    Args:
        time: tick.
        job: its name, `""` for the whole queue.
        name: such as `"vruntime"`, `"lag"`, `"level"`.
        value: in the policy's own unit.
    """

    time: int
    job: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Jobs that shared some CPUs, from tick 0 to tick `end`.

    What is not written down follows: a CPU without a slice was idle, and a job that
    had arrived, was neither on a CPU nor blocked and was not finished, was ready.

    Args:
        jobs: everyone, also those who never ran.
        slices: on a CPU, in order of start, then of CPU; none overlap on a CPU.
        blocked: off a CPU and not ready, in order of start.
        cpus: how many CPUs there were.
        end: the tick at which the record ends; 0 for the end of the last slice.
        events: what happened at one tick, in order of time.
        notes: numbers the policy kept, in order of time.
        policy: who decided, in words; `""` where nobody knows.
        switch_cost: ticks; what `SWITCHING` slices last, 0 where unknown.
        unit: of a tick, `"ticks"` or `"ns"`.
        source: `"model"`, or the machine that was watched.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    jobs: tuple[Job, ...]
    slices: tuple[Slice, ...]
    blocked: tuple[Slice, ...] = ()
    cpus: int = 1
    end: int = 0
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()
    policy: str = ""
    switch_cost: int = 0
    unit: str = "ticks"
    source: str = "model"

    def __post_init__(self) -> None:
        object.__setattr__(self, "jobs", listed(self.jobs))
        require_whole("cpus", self.cpus, 1, 1_024)
        require_whole("switch_cost", self.switch_cost, 0, LONGEST)
        require_whole("end", self.end, 0, LONGEST)
        for words in ("policy", "unit", "source"):
            value = getattr(self, words)
            require(isinstance(value, str), words, value, "a text")
        names = frozenset(job.name for job in self.jobs)
        last = 0
        for field, low, high, kinds in (
            ("slices", 0, self.cpus - 1, ON_CPU),
            ("blocked", NO_CPU, NO_CPU, OFF_CPU),
        ):
            rows = _rows(field, getattr(self, field), Slice)
            object.__setattr__(self, field, rows)
            _check(field, rows, names, range(low, high + 1), frozenset(kinds))
            last = max(last, max((row.end for row in rows), default=0))
        _check_cpus(self.slices, self.cpus)
        require(self.end in (0, last) or self.end > last, "end", self.end, f"{last} or later")
        object.__setattr__(self, "end", self.end or last)
        for field, shape in (("events", Event), ("notes", Note)):
            rows = _rows(field, getattr(self, field), shape)
            object.__setattr__(self, field, rows)
            ok = all(type(row.time) is int for row in rows) and _ordered([r.time for r in rows])
            require(ok, field, rows[:3], "in order of time")

    def __str__(self) -> str:
        lanes: dict[int, list[str]] = {cpu: [] for cpu in range(self.cpus)}
        for one in self.slices:
            kind = "" if one.kind == RUNNING else f" {one.kind}"
            lanes[one.cpu].append(f"{one.job} {one.start}-{one.end}{kind}")
        if self.cpus == 1:
            return ", ".join(lanes[0])
        return "; ".join(f"CPU {cpu}: {', '.join(lane)}" for cpu, lane in lanes.items())


def _rows(field: str, values: object, shape: type[Any]) -> tuple[Any, ...]:
    ok = isinstance(values, tuple | list) and set(map(type, values)) <= {shape}
    if not ok or not isinstance(values, tuple | list):
        raise InvalidInput(field, values, f"a sequence of {shape.__name__}")
    return tuple(values)


def _check(
    field: str, rows: tuple[Slice, ...], names: frozenset[str], cpus: range, kinds: frozenset[str]
) -> None:
    """Refuse rows that contradict themselves; column by column, which is quick."""
    if not rows:
        return
    starts, ends = list(map(itemgetter(2), rows)), list(map(itemgetter(3), rows))
    whole = {*map(type, starts), *map(type, ends)} == {int}
    ok = whole and all(map(lt, starts, ends)) and starts[0] >= 0
    require(ok, field, rows[:3], "slices of at least one whole tick, from tick 0 on")
    require(all(map(le, starts, starts[1:])), field, rows[:3], "in order of start")
    if len(cpus) == 1 and cpus.start != NO_CPU:
        require(all(map(le, ends, starts[1:])), field, rows[:3], "one at a time on a CPU")
    for column, allowed in ((0, names), (1, frozenset(cpus)), (4, kinds)):
        ok = _subset(map(itemgetter(column), rows), allowed)
        shown = ", ".join(map(str, sorted(allowed)[:8]))
        require(ok, f"{field}: {Slice._fields[column]}", rows[:3], f"one of {shown}")


def _subset(values: Iterable[object], allowed: Collection[object]) -> bool:
    try:
        return set(values) <= set(allowed)
    except TypeError:  # something that cannot be hashed is no name
        return False


def _ordered(values: Iterable[int]) -> bool:
    values = list(values)
    return all(map(le, values, values[1:]))


def _check_cpus(rows: tuple[Slice, ...], cpus: int) -> None:
    """Refuse two jobs on one CPU at a time; a single CPU was checked by its columns."""
    free = [0] * cpus
    for row in rows if cpus > 1 else ():
        require(row[2] >= free[row[1]], "slices", row, "one at a time on a CPU")
        free[row[1]] = row[3]
