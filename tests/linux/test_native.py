"""Native loops do what their names say, and say so where numba is missing."""

import builtins
import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, native


def test_without_numba_the_remedy_is_named(monkeypatch):
    importing = builtins.__import__

    def refuse(name, *arguments, **keywords):
        if name == "numba":
            raise ImportError(name)
        return importing(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(Unavailable, match="oslab\\[measure\\]"):
        native.loops.__wrapped__()


def test_an_unknown_architecture_is_refused(monkeypatch):
    monkeypatch.setattr(native.platform, "machine", lambda: "vax")

    with pytest.raises(Unavailable, match="by number"):
        native.loops.__wrapped__()


@pytest.mark.kernel
def test_null_calls_return_the_parent_so_the_call_is_real():
    assert native.loops().null_calls(7) == 7 * os.getppid()


@pytest.mark.kernel
def test_both_clocks_answer_without_error():
    timespec = native.memory(1)
    loops = native.loops()

    assert loops.vdso_clock(timespec.ctypes.data, 5) == 0
    seconds = int(timespec[:8].view("int64")[0])
    assert loops.trap_clock(timespec.ctypes.data, 5) == 0
    assert int(timespec[:8].view("int64")[0]) - seconds in range(600)


@pytest.mark.kernel
def test_client_stops_at_the_trip_where_the_far_end_hung_up():
    word = native.memory(1)
    there, back = os.pipe(), os.pipe()
    try:
        os.close(back[1])
        back = (back[0],)

        assert native.loops().client(back[0], there[1], word.ctypes.data, 9, word, 0) == 0
    finally:
        for descriptor in (*there, *back):
            os.close(descriptor)


@pytest.mark.kernel
def test_touch_reads_one_line_of_every_page():
    pages = native.memory(3)  # every page begins with a 1, and lines 1 and 2 are 0

    assert native.loops().touch(pages, 3, 2) == 2 * 1


@pytest.mark.kernel
def test_flush_keeps_the_region_writable():
    region = native.memory(2)

    assert native.loops().flush(region.ctypes.data, 2 * native.PAGE, region, 1, 3) == 3
    region[0] = 9
    assert region[0] == 9


def test_pinned_holds_one_cpu_and_gives_the_rest_back():
    before = os.sched_getaffinity(0)
    cpu = affinity.allowed()[-1]

    with affinity.pinned(cpu):
        assert os.sched_getaffinity(0) == {cpu}
    assert os.sched_getaffinity(0) == before


def test_pinned_gives_the_cpus_back_after_an_error():
    before = os.sched_getaffinity(0)

    with pytest.raises(KeyboardInterrupt), affinity.pinned(affinity.allowed()[0]):
        raise KeyboardInterrupt
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize("cpu", [-1, 10**6, "0", None, 0.0, True])
def test_a_cpu_that_is_not_allowed_is_refused(cpu):
    with pytest.raises(InvalidInput), affinity.pinned(cpu):
        pass


def test_one_cpu_makes_no_pair(monkeypatch):
    monkeypatch.setattr(affinity, "allowed", lambda: (3,))

    with pytest.raises(Unavailable, match="second CPU"):
        affinity.pair()
