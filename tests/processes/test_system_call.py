"""Buffers save calls exactly as predicted, and three counters agree on the calls."""

import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import native, perf_bench, strace
from oslab.processes import measure, metrics, model, plots, view


# ------------------------------------------------------------------ the model
@pytest.mark.parametrize(
    ("library", "size", "buffer", "writes"),
    [
        ("none", 100, 8192, (100, 100, 100)),
        ("CPython", 3000, 8192, (6000, 3000)),  # emptied as it is, never filled up
        ("glibc", 3000, 8192, (8192, 808)),  # filled to the brim
        ("CPython", 9000, 8192, (9000, 9000, 9000)),  # larger than the buffer: straight through
        ("glibc", 9000, 8192, (8192, 8192, 8192, 2424)),
        ("CPython", 4096, 8192, (8192, 4096)),
        ("glibc", 4096, 8192, (8192, 4096)),
        ("glibc", 1, 64, (1, 2)),  # a first record of a tiny buffer is not kept back
    ],
)
def test_three_records_by_hand(library, size, buffer, writes):
    record = model.buffered_writes(records=3, size=size, buffer=buffer, library=library)

    assert record.writes == writes


questions = st.fixed_dictionaries(
    {
        "records": st.integers(1, 200),
        "size": st.integers(1, 20_000),
        "buffer": st.integers(1, 10_000),
        "library": st.sampled_from(["none", "CPython", "glibc"]),
    }
)


@given(questions)
def test_no_byte_is_lost_and_no_call_is_empty(asked):
    record = model.buffered_writes(**asked)

    assert sum(record.writes) == asked["records"] * asked["size"]
    assert min(record.writes) > 0


@given(questions)
def test_cpython_writes_whole_records(asked):
    asked["library"] = "CPython"
    record = model.buffered_writes(**asked)
    fit = max(1, asked["buffer"] // asked["size"])

    assert metrics.write_calls(record) == math.ceil(asked["records"] / fit)


@given(st.integers(1, 200), st.integers(1, 4096))
def test_glibc_reaches_the_textbook_number_for_small_records(records, size):
    record = model.buffered_writes(records=records, size=size, buffer=4096, library="glibc")

    if size < 4096:
        assert metrics.write_calls(record) == math.ceil(records * size / 4096)


# ------------------------------------------------------------------ this kernel
@pytest.mark.kernel
@pytest.mark.needs("strace")
@settings(max_examples=25)
@given(questions)
def test_real_programs_write_exactly_as_predicted(asked):
    assert measure.buffered_writes(**asked).writes == model.buffered_writes(**asked).writes


@pytest.mark.kernel
@pytest.mark.needs("perf", "strace", "root")
@pytest.mark.parametrize("library", ["none", "CPython", "glibc"])
def test_three_counters_agree(library):
    asked = {"records": 300, "size": 100, "buffer": 1000, "library": library}
    counted = measure.write_calls(**asked)

    assert len(counted) == 3
    assert {one.median for one in counted} == {
        float(metrics.write_calls(model.buffered_writes(**asked)))
    }


@pytest.mark.kernel
def test_the_vdso_is_cheaper_than_the_same_question_by_a_trap():
    assert measure.vdso_saving(calls=20_000, repeats=3).median > 1.5


@pytest.mark.kernel
@pytest.mark.needs("perf")
def test_every_way_is_measured_and_the_tools_agree_in_a_wide_band():
    taken = {one.name: one.minimum for one in measure.system_call(calls=20_000, repeats=3)}

    assert len(taken) == 9
    ours = taken["one call: getppid, native"]
    assert 0.4 < ours / taken["one call: getppid, perf bench"] < 2.5
    assert 0.4 < ours / taken["one call: getppid, C"] < 2.5


def test_what_is_missing_is_left_out_and_nothing_at_all_is_unavailable(monkeypatch):
    def missing(*_, **__):
        raise Unavailable("it", "install it")

    monkeypatch.setattr(native, "loops", missing)
    monkeypatch.setattr(perf_bench, "run", missing)
    ways = ("getppid, native", "getppid, perf bench")

    with pytest.raises(Unavailable):
        measure.system_call(ways=ways, calls=1_000, repeats=1)
    left = measure.system_call(ways=(*ways, "getppid, Python"), calls=1_000, repeats=1)
    assert [one.conditions["program"] for one in left] == ["os.getppid"]


# ------------------------------------------------------------------ pictures
def test_pictures_say_the_counts():
    record = model.buffered_writes(size=3000)

    assert view.buffered_writes(record).alt == (
        "1000 records of 3000 bytes through the 8192-byte buffer of CPython make 500 write "
        "calls of 6000 bytes."
    )


def test_the_chart_says_how_many_counts_the_model_foresaw():
    counted = measure.write_calls(size=3000)[:1]
    right, wrong = model.buffered_writes(size=3000), model.buffered_writes(size=2999)

    assert "1 of 1 counts" in plots.buffered_writes(counted, [right]).alt
    assert "0 of 1 counts" in plots.buffered_writes(counted, [wrong]).alt


@pytest.mark.kernel
@pytest.mark.needs("strace")
def test_a_shell_that_runs_a_program_forks_executes_and_waits():
    record = measure.trace("run a program")
    names = [call.name for call in record.calls]

    assert names.count("execve") == 2
    assert {call.task for call in record.calls} == {1, 2}
    assert "2 tasks" in view.trace(record).caption


@pytest.mark.kernel
@pytest.mark.needs("strace")
def test_reading_a_file_begins_with_its_opening():
    first = measure.trace("read a file").calls[0]

    assert first.name == "openat"
    assert "/proc/self/comm" in first.arguments


def test_without_strace_the_table_says_why(monkeypatch):
    monkeypatch.setattr(strace.shutil, "which", lambda _: None)

    assert "apt-get install strace" in str(view.trace(measure.trace()))


def test_the_chart_of_calls_names_every_way():
    taken = measure.system_call(ways=("clock, vDSO, Python",), calls=1_000, repeats=1)

    assert "clock, vDSO, Python" in plots.system_call(taken).alt


# ------------------------------------------------------------------ nonsense
NONSENSE = ["", "x", float("nan"), float("inf"), -1, 0, [], {}, object(), b"1", 10**30, sys, None]


def test_what_is_no_record_is_refused():
    for nonsense in (*NONSENSE, [model.buffered_writes()]):
        with pytest.raises(InvalidInput):
            plots.buffered_writes(nonsense, [model.buffered_writes()])
    with pytest.raises(InvalidInput):
        plots.buffered_writes(measure.write_calls(records=1)[:1], [])
