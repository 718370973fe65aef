"""From the scheduler's events of a trace to a `Schedule`: pure, the kernel is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oslab.errors import require, require_whole
from oslab.linux.trace_events import MIGRATE, SWITCH, WAKEUP, SchedulerEvent
from oslab.scheduling.measure.task import Task
from oslab.scheduling.records import Event, Job, Schedule, Slice

OTHERS = "others"
"""Everyone who is not one of our tasks and not the idle task."""
_IO = "io"


@dataclass
class _Watched:
    """The state of the walk through the events; times in ns from the beginning."""

    names: Mapping[int, str]
    lanes: Mapping[int, int]
    end: int
    slices: list[Slice] = field(default_factory=list)
    blocked: list[Slice] = field(default_factory=list)
    happened: list[Event] = field(default_factory=list)
    arrivals: dict[str, int] = field(default_factory=dict)
    on_cpu: dict[int, tuple[str, int]] = field(default_factory=dict)
    asleep: dict[str, int] = field(default_factory=dict)

    def name(self, thread: int, lane: int) -> str:
        if thread == 0:
            return ""
        if thread in self.names:
            return self.names[thread]
        return OTHERS if len(self.lanes) == 1 else f"{OTHERS} {lane}"

    def put(self, rows: list[Slice], name: str, cpu: int, start: int, end: int, kind: str) -> None:
        """Keep what lies within the recording."""
        start, end = max(0, start), min(self.end, end)
        if start < end:
            rows.append(Slice(name, cpu, start, end, kind))

    def awake(self, name: str, now: int) -> None:
        slept = self.asleep.pop(name, None)
        if slept is not None and name in self.arrivals:
            self.put(self.blocked, name, -1, max(slept, self.arrivals[name]), now, _IO)
        if now >= 0:
            self.arrivals.setdefault(name, now)

    def switch(self, one: SchedulerEvent, now: int) -> None:
        lane = self.lanes[one.cpu]
        left, came = self.name(one.previous, lane), self.name(one.task, lane)
        if left == came:  # one of the others to another of them
            return
        before = self.on_cpu.pop(lane, None)
        if before and before[0]:
            self.put(self.slices, before[0], lane, before[1], now, "running")
        if one.previous in self.names and one.state != "R":
            self.asleep[left] = now
        if came:
            self.awake(came, now)
        self.on_cpu[lane] = (came, now)


def as_schedule(
    events: Sequence[SchedulerEvent], tasks: Mapping[int, Task], *,
    cpus: Sequence[int], begin_ns: int, end_ns: int, source: str,
) -> Schedule:  # fmt: skip
    """Return what some tasks did between two moments, as a simulator would have written it.

    Args:
        events: of all CPUs, in the order of time.
        tasks: thread number to the task that it is.
        cpus: those shown, in the order of their lanes.
        begin_ns: tick 0, on the clock of the events.
        end_ns: the last tick, after `begin_ns`.
        source: the machine.

    Returns:
        Ticks are nanoseconds. Time asleep is `blocked`; others on these CPUs are one job
        `"others"` (`"others 0"`, ... where there are several CPUs); wake-ups and migrations
        of the tasks are its events.

    Raises:
        InvalidInput: if an argument is of the wrong kind, or no task ran.
    """
    ok = isinstance(events, list | tuple) and all(isinstance(e, SchedulerEvent) for e in events)
    require(ok, "events", events, "events of a trace")
    ok = isinstance(tasks, Mapping) and all(isinstance(one, Task) for one in tasks.values())
    require(ok and len(tasks) > 0, "tasks", tasks, "thread numbers and Tasks")
    require(isinstance(cpus, list | tuple) and len(cpus) > 0, "cpus", cpus, "at least one CPU")
    lanes = {require_whole("cpus", cpu, 0): lane for lane, cpu in enumerate(cpus)}
    require_whole("begin_ns", begin_ns, 0)
    require_whole("end_ns", end_ns, begin_ns + 1)
    require(isinstance(source, str), "source", source, "a text")
    names = {thread: task.name for thread, task in tasks.items()}
    watched = _Watched(names, lanes, end_ns - begin_ns)
    for one in events:
        _hear(watched, one, one.time_ns - begin_ns)
    for lane, (name, start) in watched.on_cpu.items():
        if name:
            watched.put(watched.slices, name, lane, start, watched.end, "running")
    for name, slept in list(watched.asleep.items()):
        if name in watched.arrivals:
            watched.put(watched.blocked, name, -1, slept, watched.end, _IO)
    require(len(watched.slices) > 0, "events", events, "a trace in which somebody ran")
    _rest_of_others(watched)
    return Schedule(
        jobs=_jobs(watched, list(tasks.values())),
        slices=tuple(sorted(watched.slices, key=lambda one: (one.start, one.cpu))),
        blocked=tuple(sorted(watched.blocked, key=lambda one: one.start)),
        cpus=len(lanes), end=watched.end,
        events=tuple(sorted(watched.happened, key=lambda one: one.time)),
        unit="ns", source=source,
    )  # fmt: skip


def _hear(watched: _Watched, one: SchedulerEvent, now: int) -> None:
    if one.kind == SWITCH:
        if one.cpu in watched.lanes:
            watched.switch(one, now)
        return
    name = watched.names.get(one.task)
    if name is None:
        return
    if one.kind == WAKEUP:
        watched.awake(name, now)
    if 0 <= now <= watched.end and one.kind in (WAKEUP, MIGRATE):
        detail = "" if one.kind == WAKEUP else f"{one.origin} to {one.cpu}"
        watched.happened.append(Event(now, one.kind, name, detail))


def _rest_of_others(watched: _Watched) -> None:
    """Call strangers asleep where they do not run: whether one was ready, nobody looked."""
    for name in {one.job for one in watched.slices} - set(watched.names.values()):
        mine = sorted(one for one in watched.slices if one.job == name)
        mine.sort(key=lambda one: one.start)
        watched.arrivals[name] = mine[0].start
        starts = [one.start for one in mine[1:]] + [watched.end]
        for one, start in zip(mine, starts, strict=True):
            watched.put(watched.blocked, name, -1, one.end, start, _IO)


def _jobs(watched: _Watched, tasks: Sequence[Task]) -> tuple[Job, ...]:
    ran: dict[str, int] = {}
    for one in watched.slices:
        ran[one.job] = ran.get(one.job, 0) + one.end - one.start
    known = {task.name: task for task in tasks}
    # One tick more than was seen: nobody had finished when the recording ended.
    return tuple(
        Job(
            name, arrival=min(watched.arrivals.get(name, 0), watched.end),
            burst=ran.get(name, 0) + 1,
            nice=known[name].nice if name in known else 0,
        )
        for name in [*known, *sorted(set(ran) - set(known))]
    )  # fmt: skip
