"""A crash takes its process: the model, the picture, and real signals."""

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, model, plots, view
from oslab.processes.measure.crash import signal_name


@given(st.integers(1, 60), st.integers(1, 60))
def test_no_worker_is_lost_or_made_up(workers, each):
    blast = model.crash(workers=workers, threads_per_process=each)

    assert workers == sum(blast.processes)
    assert workers - min(workers, each) == blast.survivors
    assert f"{blast.survivors} go on" in view.crash(blast).alt


@pytest.mark.kernel
@pytest.mark.parametrize("workers", [2, 5])
def test_a_segfault_ends_all_threads_but_not_the_other_processes(workers):
    ends = {one.arrangement: one for one in measure.crash(workers=workers)}
    thread, process = ends["a thread reads address 0"], ends["a process reads address 0"]

    assert 0 == thread.survivors
    assert model.crash(workers=workers, threads_per_process=1).survivors == process.survivors
    assert signal.SIGSEGV == thread.signal == process.signal
    assert -signal.SIGSEGV == thread.exit_status


@pytest.mark.kernel
def test_an_exception_ends_one_thread_and_exit_all():
    ends = {one.arrangement: one for one in measure.crash(workers=3)}

    assert (2, 0) == (
        ends["a thread raises an exception"].survivors,
        ends["a thread raises an exception"].exit_status,
    )
    assert (0, 1) == (
        ends["a thread calls os._exit"].survivors, ends["a thread calls os._exit"].exit_status,
    )  # fmt: skip
    table = plots.crash(tuple(ends.values()), {"a thread calls os._exit": 0})
    assert ("a thread calls os._exit", "2", "0", "0", "none", "1") == table.rows[3]
    assert "-" == table.rows[0][2]  # nothing was predicted of it


@pytest.mark.parametrize("wrong", [0, 1, -3, "4", None, 2.0, 10**6])
def test_nonsense_is_refused_by_name(wrong):
    with pytest.raises(InvalidInput, match="workers"):
        measure.crash(workers=wrong)


def test_signals_have_names():
    assert ("SIGSEGV", "none") == (signal_name(11), signal_name(0))
