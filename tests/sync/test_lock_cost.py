"""What the model says of spinning and sleeping: cases worked out by hand, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.sync import model, view
from oslab.sync.records import LockSweep

HOLDS = st.floats(1, 1e6)
OUTSIDE = st.floats(0, 1e6)
THREADS = st.integers(1, 32)


def cost(rule: str, hold: float, outside: float, threads: int, cpus: int) -> float:
    """CPU time over work where calls and a free lock cost nothing."""
    one = model.lock_cost(rule, hold, outside, threads, cpus, 0, 0, 10_000)
    return one.times


@pytest.mark.parametrize("rule", ["spin", "sleep"])
@given(HOLDS, OUTSIDE, st.integers(1, 64))
def test_one_thread_alone_pays_for_a_free_lock_only(
    rule: str, hold: float, outside: float, cpus: int
) -> None:
    one = model.lock_cost(rule, hold, outside, 1, cpus)

    assert (7 + hold + outside, 0, 0) == (
        pytest.approx(one.cpu_ns), one.contended, one.asleep
    )  # fmt: skip


@pytest.mark.parametrize(("threads", "times"), [(1, 1), (2, 1.5), (3, 2), (4, 2.5), (9, 5)])
def test_spinners_on_one_cpu_burn_the_slices_of_a_preempted_holder(
    threads: int, times: float
) -> None:
    """Half of the time a thread has the lock: n of them take 1 + (n - 1) / 2 times the work."""
    assert times == pytest.approx(cost("spin", 1_000, 1_000, threads, 1))


def test_spinners_on_two_cpus_lose_half_of_what_those_on_one_would() -> None:
    """Two of four run: the lock is used 8/9 of the time, and its holder waits one slice in two."""
    assert 2.25 / 2 * (1 + 8 / 9) == pytest.approx(cost("spin", 1_000, 1_000, 4, 2))


@given(st.integers(1, 32), HOLDS)
def test_a_lock_that_is_all_the_work_makes_spinners_take_turns(threads: int, hold: float) -> None:
    assert threads == pytest.approx(cost("spin", hold, 0, threads, threads))


def test_two_threads_with_equal_halves_wait_for_half_a_hold_half_of_the_time() -> None:
    """The other is in its half with probability 1/2, and has half of it to go: 1/4 of a hold."""
    assert 1 + 0.25 / 2 == pytest.approx(cost("spin", 1_000, 1_000, 2, 2))


@given(HOLDS, OUTSIDE, THREADS, st.integers(1, 32))
def test_no_lock_is_free_and_shares_are_shares(
    hold: float, outside: float, threads: int, cpus: int
) -> None:
    for rule in ("spin", "sleep"):
        one = model.lock_cost(rule, hold, outside, threads, cpus)
        assert one.cpu_ns >= one.work_ns
        assert 0 <= one.asleep <= one.contended <= 1


@given(HOLDS, OUTSIDE, st.integers(1, 16), st.integers(1, 8))
def test_one_more_spinner_never_makes_an_operation_cheaper(
    hold: float, outside: float, threads: int, cpus: int
) -> None:
    few, many = (cost("spin", hold, outside, n, cpus) for n in (threads, threads + 1))

    assert few <= many * (1 + 1e-9)


@given(HOLDS, OUTSIDE, THREADS)
def test_the_lock_is_never_used_more_than_all_the_time(
    hold: float, outside: float, threads: int
) -> None:
    """With a CPU each, operations come no faster than the lock allows."""
    burnt = model.lock_cost("spin", hold, outside, threads, threads, 0).cpu_ns

    assert threads / burnt * hold <= 1 + 1e-9


def test_who_waits_longer_than_sleep_and_calls_cost_should_sleep() -> None:
    """Two threads that do nothing but hold the lock wait for a whole hold each."""
    found = model.spin_or_sleep(2, 2, 0, 10_000, 500).crossover_ns

    assert found is not None
    assert 10_500 <= found <= 10_500 * 10**0.1


def test_on_one_cpu_sleeping_is_cheaper_from_the_shortest_hold_on() -> None:
    swept = model.spin_or_sleep(4, 1)

    assert swept.crossover_ns is not None
    assert swept.crossover_ns < swept.spin[0].hold_ns


def test_one_thread_never_crosses_over() -> None:
    assert model.spin_or_sleep(1, 1).crossover_ns is None


@given(st.integers(1, 8), st.integers(1, 8), st.floats(0, 10), st.floats(0, 100_000))
def test_from_the_crossover_on_sleeping_is_cheaper(
    threads: int, cpus: int, outside: float, sleep: float
) -> None:
    found = model.spin_or_sleep(threads, cpus, outside, sleep).crossover_ns
    if found is not None:
        there = model.spin_or_sleep(threads, cpus, outside, sleep, holds_ns=(found,))
        assert there.sleep[0].cpu_ns < there.spin[0].cpu_ns


def test_the_picture_says_what_it_draws() -> None:
    drawn = view.spin_or_sleep(model.spin_or_sleep(2, 2))

    assert "from 25.1 µs on, sleep" in drawn.svg
    assert drawn.alt == (
        "2 threads on 2 CPUs: spinning takes 1.16 times the work where the lock is held 100 ns and "
        "1.13 times where it is held 100 µs; sleeping 2.41 and 1.03; sleeping is cheaper from "
        "25.1 µs on."
    )
    assert len(drawn.svg) < 6_000


@pytest.mark.parametrize(
    ("threads", "cpus", "words"),
    [(1, 1, "spinning is never dearer"), (4, 1, "from the shortest hold on")],
)
def test_the_picture_says_who_wins_everywhere(threads: int, cpus: int, words: str) -> None:
    assert words in view.spin_or_sleep(model.spin_or_sleep(threads, cpus)).alt


def test_a_sweep_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput):
        view.spin_or_sleep(LockSweep((), (), None))
    with pytest.raises(InvalidInput):
        model.spin_or_sleep(holds_ns=(2, 1))
