"""A ring of locks closes on real threads as in the model, and is told as a graph."""

import platform
import sys

import pytest

from oslab import machine
from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Measurement
from oslab.sync import measure, model
from oslab.sync.measure.ring import _staged

pytestmark = pytest.mark.kernel
python_locks = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="locks are no semaphores since 3.14"
)


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_the_kernel_tells_the_cycle_that_the_model_foresaw(threads):
    waits = measure.ring(kinds=("mutex",), threads=threads)
    seen = measure.found(waits, "mutex")
    foreseen = model.ring(threads, threads)

    assert [name.split()[0].replace("-", " ") for name in seen.cycle] == list(foreseen.cycle)
    assert sum(one.median for one in waits) == threads
    assert len(seen.tasks) == threads + 1  # and the one that waits for them all


def test_of_mutexes_with_priority_inheritance_one_thread_is_parked_and_none_is_on_a_cycle():
    seen = measure.ring(kinds=("PI mutex",))

    assert {one.median for one in seen} == {0}
    assert sum(one.conditions["what"] == "nothing that can come" for one in seen) == 1


@python_locks
def test_the_owner_of_an_rlock_is_found_and_that_of_a_lock_is_not():
    seen = measure.ring(kinds=("RLock", "Lock"))

    assert len(measure.found(seen, "RLock").cycle) == 2
    assert measure.found(seen, "Lock").cycle == ()
    assert not any(wait.owners for wait in measure.found(seen, "Lock").waits)


def test_what_is_kept_elsewhere_is_said_to_be_unavailable(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    with pytest.raises(Unavailable, match="glibc"):
        measure.ring(kinds=("mutex",))
    monkeypatch.setattr(sys, "version_info", (3, 14))
    with pytest.raises(Unavailable, match="to 3"):
        measure.ring(kinds=("Lock",))


def test_a_program_that_will_not_start_is_no_deadlock(monkeypatch):
    monkeypatch.setattr(sys, "executable", "true")

    with pytest.raises(Unavailable, match="deadlocks"):
        _staged("Lock", 2)


def test_measurements_of_something_else_make_no_graph():
    other = Measurement("a", (1,), "ns", "b", machine.this_machine(), {"kind": "mutex"})

    for wrong in ([other], [], [object()], "mutex"):
        with pytest.raises(InvalidInput, match="measurements"):
            measure.found(wrong, "mutex")
