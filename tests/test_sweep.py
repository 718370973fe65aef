"""A sweep gives the same results in the same order, wherever it runs."""

import functools
import itertools
import multiprocessing
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.replacement import Lru, Sieve, faults, traces
from oslab.sweep import sweep

TRACE = traces.scan(3_000, 200, 1_000)
FAULTS = functools.partial(faults, TRACE)
AXES = ([10, 50, 100], [Lru(), Sieve()])


class Backwards(Executor):
    """Runs the last call first, when somebody waits for the first."""

    def __init__(self, size):
        self._size = size
        self._calls = []

    def submit(self, function, /, *arguments):
        future = Future()
        self._calls.append((future, function, arguments))
        if len(self._calls) == self._size:
            for future_, function_, arguments_ in reversed(self._calls):
                future_.set_result(function_(*arguments_))
        return future


@given(st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=3))
def test_results_come_in_the_order_of_the_product(axes):
    assert tuple(itertools.product(*axes)) == sweep(lambda *point: point, *axes)


def test_the_first_to_end_need_not_be_the_first_to_come():
    assert (2, 4, 8, 3, 9, 27) == sweep(pow, [2, 3], [1, 2, 3], executor=Backwards(6))


def test_threads_give_what_one_gives():
    with ThreadPoolExecutor(2) as executor:
        assert sweep(FAULTS, *AXES) == sweep(FAULTS, *AXES, executor=executor)


def test_processes_give_what_one_gives():
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        assert sweep(FAULTS, *AXES) == sweep(FAULTS, *AXES, executor=executor)


def test_a_dask_cluster_gives_what_one_gives():
    import dask
    from distributed import Client, LocalCluster

    patient = dict.fromkeys(("connect", "tcp"), "600s")  # a busy machine is no reason to fail
    here = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with (
        dask.config.set({f"distributed.comm.timeouts.{name}": patient[name] for name in patient}),
        LocalCluster(**here) as cluster,
        Client(cluster, timeout="600s") as client,
    ):
        there = sweep(FAULTS, *AXES, executor=client.get_executor())

    assert sweep(FAULTS, *AXES) == there


def test_no_engine_is_imported_unless_it_is_used():
    script = (
        "import sys, oslab.sweep\n"
        "oslab.sweep.sweep(pow, [2], [3])\n"
        "engines = {'dask', 'distributed', 'ray', 'mpi4py', 'joblib', 'loky', 'numpy'}\n"
        "print(sorted(engines & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "[]" == told.stdout.strip()


@pytest.mark.parametrize("executor", [None, Backwards(6)])
def test_progress_is_told_after_every_point(executor):
    heard = []

    sweep(pow, [2, 3], [1, 2, 3], executor=executor, progress=lambda *said: heard.append(said))

    assert [(done, 6) for done in range(1, 7)] == heard


def test_an_exception_comes_out_as_it_is_and_the_rest_is_cancelled():
    class Stubborn(Executor):
        """Fails the first call and never begins the others."""

        def __init__(self):
            self.futures = []

        def submit(self, function, /, *arguments):
            future = Future()
            if not self.futures:
                future.set_exception(ZeroDivisionError())
            self.futures.append(future)
            return future

    executor = Stubborn()

    with pytest.raises(ZeroDivisionError):
        sweep(pow, range(5), [2], executor=executor)

    assert [False, True, True, True, True] == [one.cancelled() for one in executor.futures]


def test_nothing_to_do_is_done_at_once():
    assert () == sweep(pow, [], [1, 2])
    assert () == sweep(pow, [], executor=Backwards(1))


@pytest.mark.parametrize(
    ("call", "blamed"),
    [
        (lambda: sweep(pow), "axes"),
        (lambda: sweep(pow, 3), "axes"),
        (lambda: sweep(pow, "ab"), "axes"),
        (lambda: sweep(pow, {1, 2}), "axes"),
        (lambda: sweep(pow, itertools.count()), "axes"),
        (lambda: sweep(pow, range(1_001), range(1_001)), "axes"),
        (lambda: sweep(3, [1]), "function"),
        (lambda: sweep(pow, [1], executor="dask"), "executor"),
        (lambda: sweep(pow, [1], progress=1), "progress"),
    ],
)
def test_what_is_no_sweep_is_refused(call, blamed):
    with pytest.raises(InvalidInput) as error:
        call()

    assert blamed == error.value.argument
