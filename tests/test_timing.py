"""The stopwatch, on clocks that the test turns by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.timing import Repeats, interleaved, sample


class Bench:
    """A wall clock and a run-queue clock that move only when told."""

    def __init__(self) -> None:
        self.now = 0
        self.waited = 0

    def clock(self) -> int:
        return self.now

    def delay(self) -> int:
        return self.waited

    def task(self, wall: int, waits: Callable[[], int] = lambda: 0) -> Callable[[], float]:
        """Return a task that takes `wall` ns, of which it waits as long as `waits()` says."""

        def run() -> float:
            self.now += wall
            self.waited += waits()
            return float(wall)

        return run


def take(bench: Bench, tasks: dict[str, Callable[[], float]], **options: object) -> Repeats:
    return interleaved(tasks, clock=bench.clock, delay=bench.delay, **options)  # type: ignore[arg-type]


def test_tasks_take_turns_once_a_repeat() -> None:
    order: list[str] = []

    def named(name: str) -> Callable[[], float]:
        def run() -> float:
            order.append(name)
            return float(len(order))

        return run

    got = take(Bench(), {"a": named("a"), "b": named("b")}, repeats=3)
    assert order == ["a", "b"] * 3
    assert got.samples == {"a": (1.0, 3.0, 5.0), "b": (2.0, 4.0, 6.0)}
    assert got.rejected == 0


def test_a_repeat_that_waited_too_long_for_a_cpu_is_thrown_away() -> None:
    bench = Bench()
    waits = iter([0, 50, 0, 11, 0])
    values = iter([1.0, 2.0, 3.0, 4.0, 5.0])
    turn = bench.task(1000, lambda: next(waits))

    def work() -> float:
        turn()
        return next(values)

    got = take(bench, {"a": work}, repeats=3, gate=0.01)
    assert got == Repeats({"a": (1.0, 3.0, 5.0)}, rejected=2, gate=0.01)


def test_waiting_exactly_at_the_gate_is_kept() -> None:
    bench = Bench()
    got = take(bench, {"a": bench.task(1000, lambda: 10)}, repeats=2, gate=0.01)
    assert got.rejected == 0


def test_one_disturbed_task_takes_the_whole_repeat_with_it() -> None:
    bench = Bench()
    waits = iter([500, 0, 0])
    tasks = {"a": bench.task(1000), "b": bench.task(1000, lambda: next(waits))}
    got = take(bench, tasks, repeats=2)
    assert got.rejected == 1
    assert [len(samples) for samples in got.samples.values()] == [2, 2]


def test_on_a_busy_machine_the_least_disturbed_repeats_are_kept() -> None:
    bench = Bench()
    waits = iter([900, 300, 800, 100, 700, 200])
    labels = iter([9.0, 3.0, 8.0, 1.0, 7.0, 2.0])
    turn = bench.task(1000, lambda: next(waits))

    def work() -> float:
        turn()
        return next(labels)

    got = take(bench, {"a": work}, repeats=2)
    assert got == Repeats({"a": (1.0, 2.0)}, rejected=6, gate=0.01)


@given(
    st.lists(st.integers(0, 2000), min_size=30, max_size=30),
    st.integers(1, 10),
    st.floats(0, 1),
)
def test_it_always_ends_with_as_many_samples_as_asked(
    waits: list[int], repeats: int, gate: float
) -> None:
    bench = Bench()
    turns = iter(waits)
    attempts = 0

    def work() -> float:
        nonlocal attempts
        attempts += 1
        bench.now += 1000
        bench.waited += next(turns)
        return float(attempts)

    told: list[tuple[int, int]] = []
    got = take(
        bench, {"a": work}, repeats=repeats, gate=gate,
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    assert len(got.samples["a"]) == repeats
    assert repeats <= attempts <= 3 * repeats
    assert told[-1] == (repeats, repeats)
    assert told == sorted(told)
    assert len(told) == attempts


def test_a_clock_that_stands_still_divides_nothing_by_zero() -> None:
    got = take(Bench(), {"a": lambda: 1.0}, repeats=2)
    assert got.samples == {"a": (1.0, 1.0)}


def test_an_error_of_a_task_is_the_callers() -> None:
    def fail() -> float:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        take(Bench(), {"a": fail})


@pytest.mark.parametrize(
    ("tasks", "options"),
    [
        ({}, {}), (None, {}), ([], {}), ({"a": 1}, {}), ({"a": lambda: 1.0}, {"repeats": 0}),
        ({"a": lambda: 1.0}, {"gate": 1.1}), ({"a": lambda: 1.0}, {"gate": float("nan")}),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_before_anything_runs(
    tasks: object, options: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput):
        take(Bench(), tasks, **options)  # type: ignore[arg-type]


def test_a_batch_shares_one_look_at_the_clock_and_the_empty_loop_is_taken_off() -> None:
    now = 0
    costs = iter([30, 10, 20, *[110] * 2, *[210, 310]])
    first = True

    def clock() -> int:
        nonlocal now, first
        if not first:
            now += next(costs)
        first = not first
        return now

    calls: list[None] = []
    got = sample(lambda: calls.append(None), batches=2, loops=10, warmups=2, clock=clock)
    # Empty loops cost 10 at best; the two warm-ups of 110 are forgotten.
    assert got == (20.0, 30.0)
    assert len(calls) == (2 + 2) * 10


def test_work_cheaper_than_an_empty_loop_costs_nothing() -> None:
    ticks = iter(range(0, 10_000, 7))
    got = sample(lambda: None, batches=3, loops=1, warmups=0, clock=lambda: next(ticks))
    assert got == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "options", [{"batches": 0}, {"loops": 0}, {"warmups": -1}, {"loops": 1.5}, {"batches": True}]
)
def test_counts_are_whole_numbers(options: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        sample(lambda: None, **options)  # type: ignore[arg-type]


def test_what_cannot_be_called_cannot_be_timed() -> None:
    with pytest.raises(InvalidInput, match="work"):
        sample(3)  # type: ignore[arg-type]
