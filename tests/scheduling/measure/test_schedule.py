"""A trace becomes the record that a simulator makes."""

from __future__ import annotations

import statistics

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, trace_events
from oslab.linux.trace_events import SchedulerEvent
from oslab.scheduling import Event, Schedule, Slice, measure, metrics
from oslab.scheduling.measure.events import as_schedule
from oslab.scheduling.measure.task import Task
from oslab.scheduling.measure.tasks import run

A, B = Task("A"), Task("B", nice=5)


def switch(time: int, left: int, state: str, came: int, cpu: int = 1) -> SchedulerEvent:
    return SchedulerEvent(time, "switch", cpu, came, "?", left, state)


def of(*events: SchedulerEvent, end: int = 100, cpus: tuple[int, ...] = (1,)) -> Schedule:
    return as_schedule(
        events, {7: A, 8: B}, cpus=cpus, begin_ns=1_000, end_ns=1_000 + end, source="here"
    )


def test_runs_sleeps_and_strangers_are_told_apart() -> None:
    taken = of(
        SchedulerEvent(1_000, "wakeup", 1, 7, "A"),
        switch(1_005, 0, "R", 7),
        SchedulerEvent(1_010, "wakeup", 1, 8, "B"),
        switch(1_020, 7, "S", 8),
        switch(1_030, 8, "R", 99),
        switch(1_033, 99, "S", 98),
        switch(1_035, 98, "S", 8),
        SchedulerEvent(1_040, "wakeup", 1, 7, "A"),
        switch(1_050, 8, "R", 7),
        switch(1_060, 7, "S", 0),
    )

    assert str(taken) == "A 5-20, B 20-30, others 30-35, B 35-50, A 50-60"
    assert taken.blocked == (
        Slice("A", -1, 20, 40, "io"),
        Slice("others", -1, 35, 100, "io"),
        Slice("A", -1, 60, 100, "io"),
    )
    assert [(job.name, job.arrival, job.burst, job.nice) for job in taken.jobs] == [
        ("A", 0, 26, 0), ("B", 10, 26, 5), ("others", 30, 6, 0),
    ]  # fmt: skip
    assert taken.events[0] == Event(0, "wakeup", "A", "")
    assert metrics.waiting(taken)["A"] == 5 + 10
    assert (taken.unit, taken.source, taken.end) == ("ns", "here", 100)


def test_what_lies_outside_the_recording_is_cut_off() -> None:
    taken = of(switch(900, 0, "R", 7), switch(1_040, 7, "R", 8), switch(1_300, 8, "S", 0))

    assert str(taken) == "A 0-40, B 40-100"


def test_a_task_moves_between_two_lanes() -> None:
    taken = of(
        switch(1_000, 0, "R", 7, cpu=4),
        switch(1_010, 7, "R", 0, cpu=4),
        SchedulerEvent(1_010, "migrate", 2, 7, "A", origin=4),
        switch(1_012, 0, "R", 7, cpu=2),
        switch(1_020, 0, "R", 55, cpu=4),
        cpus=(2, 4),
    )

    assert str(taken) == "CPU 0: A 12-100; CPU 1: A 0-10, others 1 20-100"
    assert Event(10, "migrate", "A", "4 to 2") in taken.events
    assert metrics.migrations(taken) == {"A": 1, "B": 0, "others 1": 0}


def test_a_schedule_survives_being_kept_as_measurements() -> None:
    taken = of(switch(1_000, 0, "R", 7), switch(1_010, 7, "S", 8), switch(1_090, 8, "R", 99))
    kept = measure.from_measurements(measure.as_measurements(taken))

    assert (kept.slices, kept.blocked, kept.cpus, kept.end) == (
        taken.slices, taken.blocked, taken.cpus, taken.end
    )  # fmt: skip
    assert kept.jobs == taken.jobs


def test_a_models_schedule_is_no_measurement() -> None:
    with pytest.raises(InvalidInput, match="real machine"):
        measure.as_measurements(Schedule(of(switch(1_000, 0, "R", 7)).jobs, ()))


@pytest.mark.parametrize("nonsense", [(), (1,), None, "x"])
def test_other_measurements_make_no_schedule(nonsense: object) -> None:
    with pytest.raises(InvalidInput):
        measure.from_measurements(nonsense)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [{"events": [1]}, {"tasks": {}}, {"cpus": ()}, {"end_ns": 5}, {"source": 1}, {"events": ()}],
)
def test_nonsense_makes_no_schedule(arguments: dict[str, object]) -> None:
    fair = {"tasks": {7: A}, "cpus": (1,), "begin_ns": 10, "end_ns": 20, "source": ""}
    events = arguments.pop("events", [switch(12, 0, "R", 7)])
    with pytest.raises(InvalidInput):
        as_schedule(events, **{**fair, **arguments})  # type: ignore[arg-type]


@pytest.mark.kernel
def test_a_real_schedule_agrees_with_the_kernels_own_clocks() -> None:
    cpu = affinity.allowed()[-1]
    tasks = (Task("A", cpu=cpu), Task("S", cpu=cpu, run_us=1_000, every_us=20_000))
    try:
        taken = measure.schedule(tasks, duration_ms=200)
    except Unavailable as cannot:
        pytest.skip(f"no trace of the scheduler: {cannot}")

    ran = metrics.ran(taken)
    # Ten pieces of work of a millisecond each, and the rest of the CPU for A and strangers.
    assert ran["S"] / 1e6 == pytest.approx(10, abs=3)
    assert ran["S"] < ran["A"]
    assert sum(ran.values()) <= taken.end
    assert sum(one.job == "S" for one in taken.blocked) >= 5
    assert taken.source != "model"


@pytest.mark.kernel
def test_a_trace_sees_the_moves_and_the_answers_that_the_tasks_report() -> None:
    cpu = affinity.allowed()[-1]
    tasks = [Task(f"free{place}") for place in range(3)]
    tasks.append(Task("asks", cpu=cpu, run_us=1_000, every_us=21_700))
    try:
        with trace_events.tracing(buffer_kib=16_384) as trace:
            outcome = run(tasks, duration_ms=500, warmup_ms=1)
            events = trace.stop()
    except Unavailable as cannot:
        pytest.skip(f"no trace of the scheduler: {cannot}")

    inside = [one for one in events if 0 <= one.time_ns - outcome.begin_ns <= 510_000_000]
    for ran in outcome.tasks:
        moves = sum(one.kind == "migrate" and one.task == ran.pid for one in inside)
        assert abs(moves - ran.migrations) <= 1  # one may fall between the two looks
    asks = outcome.tasks[3]
    woken = [e.time_ns for e in inside if e.kind == "wakeup" and e.task == asks.pid]
    slept = [e.time_ns for e in inside if e.previous == asks.pid and e.state == "S"]
    answers = [
        min(end for end in slept if end > start) - start for start in woken if start < slept[-1]
    ]
    assert statistics.median(answers) / 1e6 == pytest.approx(
        statistics.median(asks.responses) / 1e6, abs=1.5
    )
