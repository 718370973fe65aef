"""What workers cost: orders that hold anywhere, our native loop beside C, pools beside loops."""

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import native_threads
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.measure.creation import KINDS, on_one_cpu


@pytest.mark.kernel
def test_a_thread_is_cheaper_than_a_process_and_a_new_interpreter_dearest():
    taken = measure.creation(
        kinds=("threading.Thread", "posix_spawn", "multiprocessing spawn"), repeats=2
    )
    thread, process, interpreter = (one.minimum for one in taken)

    assert thread < process < interpreter
    assert 3 == len(plots.creation_table(taken).rows)
    assert "the model says 5 µs for posix_spawn" in plots.creation(taken, {"posix_spawn": 5}).alt
    with pytest.raises(InvalidInput, match="predicted_us"):
        plots.creation(taken, {"os.fork": 5})  # it was not measured


@pytest.mark.kernel
def test_the_compiled_loop_costs_what_an_independent_c_program_costs():
    """A wide band for a busy machine; the page shows the ratio, whose bound is 1.15."""
    ours, theirs = measure.creation(kinds=("pthread, compiled", "pthread, C"), repeats=7)

    assert 0.3 < ours.minimum / theirs.minimum < 3


@pytest.mark.kernel
def test_every_kind_is_measured_here():
    taken = measure.creation(repeats=1)

    assert list(KINDS) == [one.conditions["kind"] for one in taken]


@pytest.mark.kernel
def test_affinity_is_given_back_even_after_an_error():
    before = os.sched_getaffinity(0)

    def fails():
        with on_one_cpu():
            assert 1 == len(os.sched_getaffinity(0))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert before == os.sched_getaffinity(0)


@pytest.mark.parametrize("wrong", [0, -1, "3", None, 2.5, True, 10**9])
def test_nonsense_is_refused_by_name(wrong):
    with pytest.raises(InvalidInput, match="repeats"):
        measure.creation(repeats=wrong)
    with pytest.raises(InvalidInput, match="count"):
        native_threads.create_and_join(wrong if wrong != 10**9 else -5)
    with pytest.raises(InvalidInput, match="kinds"):
        measure.creation(kinds=(wrong,))


@given(st.integers(1, 64), st.integers(1, 64), st.integers(1, 500), st.integers(0, 10**5))
def test_a_pool_never_gains_more_than_its_cpus(workers, cpus, tasks, start_us):
    curve = model.pool(workers=workers, cpus=cpus, tasks=tasks, start_us=start_us, message_us=0)

    assert all(gain <= min(workers, cpus) + 1e-9 for gain in metrics.pool_gains(curve))


def test_a_pool_pays_where_arithmetic_says():
    # 4 starts of 2,000 and 200 messages of 100 are 28,000 us; 200 tasks take as long at 140.
    lengths = tuple(range(10, 500, 10))
    curve = model.pool(start_us=2_000, message_us=100, tasks_us=lengths)

    assert 150 == metrics.pays_from_us(curve)
    assert "pays from tasks of 150 µs" in view.pool(curve).alt


@pytest.mark.kernel
def test_a_pool_loses_with_tiny_tasks():
    taken = measure.pool(tasks_us=(1,), tasks=40, repeats=2)

    assert plots.measured_gains(taken)[1] < 1


@pytest.mark.kernel
def test_an_interpreter_with_nothing_but_the_lock_cannot_answer():
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        with pytest.raises(Unavailable):
            measure.free_threading(repeats=1, interpreter=sys.executable)
    with pytest.raises(InvalidInput, match="interpreter"):
        measure.free_threading(repeats=1, interpreter="/nonexistent/python")
