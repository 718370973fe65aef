"""Real schedules: a context-switch trace of this kernel as the record that models make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux import affinity, trace_events
from oslab.measurement import Machine, Measurement
from oslab.scheduling.measure.events import as_schedule
from oslab.scheduling.measure.inversion import inversion_run
from oslab.scheduling.measure.task import Task
from oslab.scheduling.measure.tasks import run
from oslab.scheduling.records import Event, Job, Schedule, Slice

_METHOD = "Context switches of the kernel's own tracepoints, on the monotonic clock."
_PRIORITIES = {"low": 10, "middle": 20, "high": 30}
_ARRIVALS = {"low": 0, "middle": 6_000_000, "high": 4_000_000}


def schedule(tasks: Sequence[Task] | None = None, *, duration_ms: int = 120) -> Schedule:
    """Run some tasks and return every switch the kernel made, as a `Schedule`.

    The same record that a simulator makes, so the same metrics and the same Gantt chart.
    The tracepoints `sched_switch`, `sched_wakeup` and `sched_migrate_task` say who ran, in
    an instance of tracefs that disturbs nobody; who ran on the same CPUs without being one
    of the tasks is the job `"others"`.

    Known workload: the CPU time of each task equals the kernel's own clock for it (tests).
    Cross-check: `perf stat` counts the same switches (tests of the door). Overhead: a
    tracepoint takes about half a microsecond; times are whole microseconds.

    Args:
        tasks: as `Task`s; where left out, one of nice 0, one of nice 5 and one that wakes
            every 20 ms for 1 ms, all on one CPU.
        duration_ms: 10 to 2,000.

    Returns:
        Ticks are nanoseconds from the tasks' beginning.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the right to trace, or a C compiler.

    Source: Documentation/trace/ftrace.rst; include/trace/events/sched.h.
    """
    require_whole("duration_ms", duration_ms, 10, 2_000)
    cpu = affinity.allowed()[-1]
    if tasks is None:
        tasks = (
            Task("A", cpu=cpu), Task("B", cpu=cpu, nice=5),
            Task("S", cpu=cpu, run_us=1_000, every_us=20_000),
        )  # fmt: skip
    ok = isinstance(tasks, list | tuple) and all(isinstance(one, Task) for one in tasks)
    require(ok and len(tasks) > 0, "tasks", tasks, "Tasks")
    with trace_events.tracing(buffer_kib=16_384) as trace:
        outcome = run(tasks, duration_ms=duration_ms, warmup_ms=1)
        events = trace.stop()
    wanted = [affinity.allowed() if one.cpu is None else (one.cpu,) for one in tasks]
    return as_schedule(
        events, {ran.pid: task for ran, task in zip(outcome.tasks, tasks, strict=True)},
        cpus=sorted({cpu for cpus in wanted for cpu in cpus}), begin_ns=outcome.begin_ns,
        end_ns=outcome.begin_ns + duration_ms * 1_000_000, source=str(machine.this_machine()),
    )  # fmt: skip


def inversion_schedule(
    protocol: str = "none", *, section_ms: int = 20, middle_ms: int = 150
) -> Schedule:
    """Return one run of `inversion` as a `Schedule`: who ran, and who waited for the lock.

    Args:
        protocol: `"none"`, `"inherit"` or `"protect"`.
        section_ms: 8 to 200.
        middle_ms: 1 to 400.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler, or the privilege to be real time.
    """
    require_whole("middle_ms", middle_ms, 1, 400)
    one = inversion_run(protocol, section_ms=section_ms, middle_ms=middle_ms)
    when = {(who, what): time for who, what, time in one.events}
    slices = sorted(
        Slice(name, 0, max(start, 0), end)
        for name, stretches in one.stretches.items()
        for start, end in stretches
        if end > max(start, 0)
    )
    slices.sort(key=lambda piece: piece.start)
    asked, locked = when["high", "asks"], when["high", "locked"]
    waited = (Slice("high", -1, asked, locked, "lock"),) if locked - asked > 100_000 else ()
    ran = {name: sum(b - a for a, b in several) for name, several in one.stretches.items()}
    return Schedule(
        jobs=tuple(
            Job(name, arrival=_ARRIVALS[name], burst=ran[name], priority=_PRIORITIES[name])
            for name in ("high", "middle", "low")
        ),
        slices=tuple(slices), blocked=waited,
        events=tuple(
            Event(time, "lock" if what == "locked" else "unlock", who, "mutex")
            for who, what, time in one.events
            if what in ("locked", "unlocked")
        ),
        unit="ns", policy="SCHED_FIFO", source=str(machine.this_machine()),
    )  # fmt: skip


def as_measurements(taken: Schedule) -> tuple[Measurement, ...]:
    """Return a real schedule as measurements, which `oslab record` can keep.

    One measurement for each job, kind and CPU: starts and ends in turn, in ns.

    Raises:
        InvalidInput: if it is no Schedule, or a model's.
    """
    require(isinstance(taken, Schedule), "taken", taken, "a Schedule")
    require(taken.source != "model", "taken", taken.source, "a Schedule of a real machine")
    here = machine.this_machine()
    rows: dict[tuple[str, str, int], list[float]] = {}
    for one in (*taken.slices, *taken.blocked):
        rows.setdefault((one.job, one.kind, one.cpu), []).extend((one.start, one.end))
    for job in taken.jobs:
        rows.setdefault((job.name, "running", 0), [0.0, 0.0])
    by_name = {job.name: job for job in taken.jobs}
    order = list(by_name)
    return tuple(
        _measurement(by_name[name], kind, cpu, samples, taken, here)
        for (name, kind, cpu), samples in sorted(
            rows.items(), key=lambda row: (order.index(row[0][0]), row[0][1:])
        )
    )


def from_measurements(measurements: Sequence[Measurement]) -> Schedule:
    """Return the schedule that `as_measurements` took apart; events are not kept.

    Raises:
        InvalidInput: if they are none of those.
    """
    ok = isinstance(measurements, list | tuple) and len(measurements) > 0
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "measurements of a schedule")
    jobs: dict[str, Job] = {}
    slices: list[Slice] = []
    blocked: list[Slice] = []
    try:
        for one in measurements:
            held: dict[str, Any] = dict(one.conditions)
            name = str(held["job"])
            jobs[name] = Job(
                name, arrival=int(held["arrival"]), burst=int(held["burst"]),
                nice=int(held["nice"]), priority=int(held["priority"]),
            )  # fmt: skip
            times = list(map(int, one.samples))
            rows = slices if held["kind"] == "running" else blocked
            rows += [
                Slice(name, int(held["cpu"]), start, end, str(held["kind"]))
                for start, end in zip(times[::2], times[1::2], strict=True)
                if start < end
            ]
        first = measurements[0]
        return Schedule(
            tuple(jobs.values()), tuple(sorted(slices, key=lambda row: (row.start, row.cpu))),
            tuple(sorted(blocked, key=lambda row: row.start)),
            cpus=int(first.conditions["cpus"]), end=int(first.conditions["end"]),
            policy=str(first.conditions["policy"]), unit="ns", source=str(first.machine),
        )  # fmt: skip
    except (LookupError, ValueError, TypeError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise InvalidInput("measurements", measurements, f"of a schedule ({error!r})") from error


def _measurement(
    job: Job, kind: str, cpu: int, samples: list[float], taken: Schedule, here: Machine
) -> Measurement:
    if not samples:
        raise Unavailable("a schedule", "Record for longer.")
    return Measurement(
        name=f"{job.name}, {kind}" + ("" if cpu < 0 else f" on CPU {cpu}"),
        samples=tuple(map(float, samples)),
        unit="ns",
        method=_METHOD,
        machine=here,
        conditions={
            "job": job.name, "kind": kind, "cpu": cpu, "arrival": job.arrival, "burst": job.burst,
            "nice": job.nice, "priority": job.priority, "cpus": taken.cpus, "end": taken.end,
            "policy": taken.policy,
        },
    )  # fmt: skip
