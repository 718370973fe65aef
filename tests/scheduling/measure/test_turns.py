"""Turns, waits, wake-ups and answers: orders and counts that hold on a busy machine too."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, scheduler
from oslab.scheduling import measure
from oslab.scheduling.measure.task import Task
from oslab.scheduling.measure.tasks import run

from .conftest import Several, available

pytestmark = pytest.mark.kernel


def test_a_turn_of_round_robin_is_as_long_as_the_kernel_says() -> None:
    (turn,) = available(lambda: (measure.quantum(),))

    assert turn.median == pytest.approx(rr_interval_ms(), rel=0.1)


def rr_interval_ms() -> float:
    """Ask in a child, which may become real time and dies with its policy."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        scheduler.write(scheduler.Attributes("rr", priority=1, reset_on_fork=True))
        os.write(writer, str(scheduler.round_robin_interval_ns()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    try:
        return int(os.read(reader, 100)) / 1e6
    finally:
        os.close(reader)
        os.close(writer)


def test_fifo_tasks_of_one_priority_have_no_turns() -> None:
    cpu = affinity.allowed()[-1]
    tasks = [Task(name, policy="fifo", priority=10, cpu=cpu) for name in ("first", "second")]
    outcome = available(lambda: (run(tasks, duration_ms=300, warmup_ms=1, gap_us=5_000),))[0]

    one, other = outcome.tasks
    # Whoever has the CPU keeps it until it ends by itself; the other runs only then.
    assert min(one.involuntary, other.involuntary) == 0
    assert max(one.cpu_ns, other.cpu_ns) > 10 * min(one.cpu_ns, other.cpu_ns)


def test_a_task_alone_waits_for_nobody_and_more_tasks_wait_longer() -> None:
    taken = {
        (one.conditions["quantity"], one.conditions["tasks"]): one.median
        for one in measure.run_delay(tasks=(1, 2, 4), duration_ms=400, repeats=2)
    }

    assert taken["share", 1] < 25
    assert taken["share", 1] < taken["share", 2] < taken["share", 4]
    assert taken["share", 4] == pytest.approx(75, abs=10)
    assert 0 < taken["turn", 2]


def test_real_time_tasks_are_woken_as_promptly_under_load() -> None:
    taken = {
        one.conditions["load"]: one
        for one in available(
            lambda: measure.wakeup(loads=(0, 4), policies=("fifo",), programs=("tasks",), wakes=100)
        )
    }

    # A slice is milliseconds; nobody of ordinary policy makes a FIFO task wait for one.
    assert taken[4].median < 1_000
    assert taken[0].minimum > 0


def test_cyclictest_finds_the_same_latency() -> None:
    taken = available(lambda: measure.wakeup(loads=(2,), policies=("fifo",), wakes=200))
    if len(taken) < 2:
        pytest.skip("cyclictest is not available here. It could not be run.")
    ours, theirs = taken

    assert (ours.conditions["program"], theirs.conditions["program"]) == ("tasks", "cyclictest")
    assert 0.2 < ours.median / theirs.median < 5


def test_an_answer_under_fifo_takes_its_own_work_and_a_nice_task_waits() -> None:
    taken = {
        one.conditions["setting"]: one
        for one in available(
            lambda: measure.interactive(settings=("fifo", "nice 10", "hogs idle"), works=20)
        )
    }
    if set(taken) != {"fifo", "nice 10", "hogs idle"}:
        pytest.skip("no real-time scheduling: SCHED_FIFO was refused")

    assert taken["fifo"].median == pytest.approx(1.0, abs=0.6)
    assert taken["fifo"].median < taken["nice 10"].median
    assert taken["hogs idle"].median < taken["nice 10"].median


def test_a_slice_of_ones_own_lengthens_the_turn_and_the_shorter_of_two_counts_for_both() -> None:
    requests = ((50_000, 50_000), (3_000, 3_000), (3_000, 50_000))
    try:
        taken = measure.slices(requests=requests, duration_ms=800)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    tick = scheduler.tick_ns() / 1e6
    long, short, mixed = (taken[place : place + 2] for place in (0, 2, 4))
    assert [one.conditions["slice_us"] for one in mixed] == [3_000, 50_000]
    assert max(one.median for one in short) <= 3 + tick + 0.5
    assert max(one.median for one in short) < max(one.median for one in long)
    assert max(one.median for one in mixed) < max(one.median for one in long)


@pytest.mark.parametrize(
    ("door", "arguments"),
    [
        (measure.quantum, {"tasks": 1}),
        (measure.run_delay, {"tasks": (0,)}),
        (measure.wakeup, {"policies": ("idle",)}),
        (measure.wakeup, {"kernel": "cfs6"}),
        (measure.interactive, {"settings": ("nice 11",)}),
        (measure.interactive, {"run_us": 30_000}),
        (measure.slices, {"requests": ((50,),)}),
        (measure.slices, {"requests": ((50, 50),)}),
        (measure.slices, {"requests": ((True, 500),)}),
    ],
)
def test_nonsense_measures_nothing(
    door: Callable[..., Several], arguments: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput):
        door(**arguments)


def test_behind_a_long_task_first_come_first_served_is_the_latest() -> None:
    fifo, ordinary = available(
        lambda: measure.convoy(policies=("fifo", "other"), long_ms=100, shorts=2, rounds=2)
    )

    # 2 ms after the long one begins a short one comes; it is done when both are.
    assert fifo.minimum > 95
    assert ordinary.median < fifo.minimum
