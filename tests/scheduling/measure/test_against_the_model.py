"""The same jobs in the simulator and on the kernel, compared as records."""

from __future__ import annotations

import statistics

import pytest

from oslab.errors import Unavailable
from oslab.linux import affinity, scheduler
from oslab.linux.procfs import sched
from oslab.scheduling import Eevdf, Job, Schedule, measure, metrics, simulate
from oslab.scheduling import model as models
from oslab.scheduling.measure.task import Task

pytestmark = pytest.mark.kernel

NICES = {"A": 0, "B": 3, "C": 6}
MS = 1_000_000


def model(tick_ns: int, base_slice_ns: int) -> Schedule:
    policy = Eevdf(base_slice=base_slice_ns, unit=1_000, tick=tick_ns // 1_000)
    jobs = [Job(name, burst=10**7, nice=nice) for name, nice in NICES.items()]
    return simulate(jobs, policy, until=1_000_000)


def shares(schedule: Schedule) -> dict[str, float]:
    ran = {name: metrics.ran(schedule)[name] for name in NICES}
    return {name: 100 * ticks / sum(ran.values()) for name, ticks in ran.items()}


def test_one_set_of_metrics_serves_the_model_and_a_trace_of_the_kernel() -> None:
    slice_ns = sched.read().slice_ns
    if slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    cpu = affinity.allowed()[-1]
    tasks = [Task(name, nice=nice, cpu=cpu) for name, nice in NICES.items()]
    try:
        seen = measure.schedule(tasks, duration_ms=1_000)
    except Unavailable as cannot:
        pytest.skip(f"no trace of the scheduler: {cannot}")

    predicted = shares(model(scheduler.tick_ns(), slice_ns))
    for name, share in shares(seen).items():
        assert share == pytest.approx(predicted[name], abs=4)


def test_two_slices_run_as_long_as_the_model_says() -> None:
    try:
        taken = measure.slices(requests=((20_000, 20_000), (3_000, 24_000)), duration_ms=800)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    # Disturbances only shorten a stretch: nothing is longer than predicted.
    tick = scheduler.tick_ns() / MS
    for one, predicted in zip(taken, (20, 20, 4, 4), strict=True):
        assert one.median <= predicted + tick


def test_who_wants_next_to_nothing_preempts_hogs_as_in_the_model() -> None:
    slice_ns = sched.read().slice_ns
    if slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    tick_us = scheduler.tick_ns() // 1_000
    foreseen = models.late_wakeups(hogs=4, base_slice_ns=slice_ns, tick_us=tick_us)
    assert foreseen < 5

    # Another tenant of the CPU makes wake-ups late, never prompt: the best of three tries.
    seen = 100.0
    for _ in range(3):
        taken = measure.wakeup(loads=(4,), policies=("other",), programs=("tasks",), wakes=100)
        seen = min(seen, measure.late(taken)[0].samples[0])
        if seen < 20:
            break
    assert seen < 20


def test_a_hog_beside_an_interactive_task_orders_its_answers_as_in_the_model() -> None:
    slice_ns = sched.read().slice_ns
    if slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    rules = {"base_slice_ns": slice_ns, "tick_us": scheduler.tick_ns() // 1_000}
    rows = {"nice 10": {"nice": 10}, "hogs nice 19": {"hogs_nice": 19}}
    foreseen = {
        name: statistics.median(metrics.answers(models.beside_hogs(**rules, **row), "work"))
        for name, row in rows.items()
    }
    seen: dict[object, float] = {}
    for _ in range(3):
        taken = measure.interactive(settings=tuple(rows), works=25)
        seen = {one.conditions["setting"]: one.median for one in taken}
        if sorted(seen, key=lambda name: seen[name]) == sorted(foreseen, key=foreseen.__getitem__):
            break

    assert seen["hogs nice 19"] < seen["nice 10"]
    assert foreseen["hogs nice 19"] < foreseen["nice 10"]
