"""What is asked of the scheduler is what it says it does."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import scheduler
from oslab.linux.procfs import autogroup, sched
from oslab.linux.scheduler import Attributes

NOT_ALLOWED = "no real-time scheduling: "


def in_thread(work: Callable[[], object]) -> object:
    """Return what `work` does in a thread of its own, whose policy dies with it."""
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(work())
        except Exception as error:
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    if isinstance(answers[0], Unavailable):
        pytest.skip(f"{NOT_ALLOWED}{answers[0]}")
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers[0]


def set_and_read(wanted: Attributes) -> Attributes:
    scheduler.write(wanted)
    return scheduler.read()


@pytest.mark.kernel
@pytest.mark.parametrize(
    "wanted",
    [
        Attributes("fifo", priority=3, reset_on_fork=True),
        Attributes("rr", priority=99, reset_on_fork=True),
        Attributes("batch", nice=7, runtime_ns=3_000_000),
        Attributes("idle", nice=os.nice(0)),  # which the kernel leaves as it was, unlike the others
        Attributes(nice=19),
        Attributes("deadline", runtime_ns=1_000_000, deadline_ns=50_000_000, period_ns=100_000_000),
    ],
)
def test_what_is_set_is_read_back(wanted: Attributes) -> None:
    got = in_thread(lambda: set_and_read(wanted))

    assert isinstance(got, Attributes)
    # The kernel names the slice of an ordinary task since 6.12, also where none was asked for.
    slices = wanted.policy in ("other", "batch", "idle") and wanted.runtime_ns == 0
    assert wanted == (got if not slices else _without_slice(got))


def _without_slice(one: Attributes) -> Attributes:
    return Attributes(one.policy, one.nice, one.priority, 0, 0, 0, one.reset_on_fork)


@pytest.mark.kernel
def test_a_slice_of_its_own_is_in_proc_too() -> None:
    def work() -> tuple[int, int | None, int]:
        scheduler.write(Attributes(runtime_ns=20_000_000))
        task = f"self/task/{threading.get_native_id()}"
        return (
            scheduler.read().runtime_ns, sched.read(task).slice_ns,
            scheduler.round_robin_interval_ns(),
        )  # fmt: skip

    read, shown, interval = in_thread(work)

    if shown is None:
        pytest.skip("this kernel has no slices of EEVDF")
    assert (20_000_000, 20_000_000) == (read, shown)
    # What is named as the interval is rounded to the tick.
    assert abs(interval - 20_000_000) <= scheduler.tick_ns()


@pytest.mark.kernel
def test_the_quantum_of_round_robin_is_that_of_the_system() -> None:
    def work() -> int:
        scheduler.write(Attributes("rr", priority=1, reset_on_fork=True))
        return scheduler.round_robin_interval_ns()

    system = int(Path("/proc/sys/kernel/sched_rr_timeslice_ms").read_text()) * 1_000_000

    assert abs(in_thread(work) - system) <= scheduler.tick_ns()


@pytest.mark.kernel
def test_the_tick_is_one_of_those_a_kernel_is_built_with() -> None:
    assert scheduler.tick_ns() in (1_000_000, 3_333_333, 4_000_000, 10_000_000)


@pytest.mark.kernel
def test_a_session_has_an_autogroup_of_its_own() -> None:
    if not autogroup.enabled():
        pytest.skip("autogroup is off here")

    def of_a_new_session() -> int:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.setsid()
            own = autogroup.read()
            os.write(writer, str(own.number if own else "none").encode())
            os._exit(0)
        os.waitpid(child, 0)
        number = int(os.read(reader, 100))
        os.close(reader)
        os.close(writer)
        return number

    ours = autogroup.read()
    numbers = [of_a_new_session(), of_a_new_session()] + ([ours.number] if ours else [])

    assert len(set(numbers)) == len(numbers)


def test_a_task_of_no_session_has_no_autogroup() -> None:
    assert autogroup.parse("") is None


@pytest.mark.parametrize("text", ["\n", "/autogroup-1 nice 0", "/autogroup-x nice 0\n", "x\n"])
def test_a_damaged_line_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        autogroup.parse(text)


def test_a_group_with_a_nice_value_is_read() -> None:
    assert autogroup.Autogroup(12, -5) == autogroup.parse("/autogroup-12 nice -5\n")


@pytest.mark.parametrize(
    "arguments",
    [{"policy": "cfs"}, {"nice": 20}, {"priority": 1}, {"policy": "fifo"}, {"runtime_ns": -1},
     {"policy": "rr", "priority": 100}, {"reset_on_fork": 1}],
)  # fmt: skip
def test_impossible_attributes_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Attributes(**arguments)  # type: ignore[arg-type]


@pytest.mark.kernel
def test_a_task_that_does_not_exist_is_bad_input() -> None:
    nobody = 2**22 + 1
    for ask in (scheduler.read, scheduler.round_robin_interval_ns):
        with pytest.raises(InvalidInput, match="pid"):
            ask(nobody)
    with pytest.raises(InvalidInput, match="pid"):
        scheduler.write(Attributes(), nobody)


@pytest.mark.kernel
def test_a_budget_that_no_cpu_has_room_for_is_unavailable_or_impossible() -> None:
    # Three tasks of 95 % each do not fit on fewer than three CPUs; one of 200 % fits nowhere.
    greedy = Attributes("deadline", 0, 0, 200_000_000, 100_000_000, 100_000_000)
    with pytest.raises((InvalidInput, Unavailable)):
        scheduler.write(greedy)
