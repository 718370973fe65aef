"""perf bench's output is read as it is printed; tracepoint counts too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import perf_bench, tracepoints

PIPE = """# Running 'sched/pipe' benchmark:
# Executed 20000 pipe operations between two threads

     Total time: 0.101 [sec]

       5.099900 usecs/op
         196082 ops/sec
"""
BASIC = """# Running 'syscall/basic' benchmark:
# Executed 1,000,000 getppid() calls
     Total time: 0.176 [sec]

       0.176738 usecs/op
      5,658,092 ops/sec
"""


def test_a_pipe_operation_is_a_round_trip_in_nanoseconds():
    assert perf_bench.parse(PIPE) == perf_bench.Bench("sched/pipe", 20_000, 0.101, 5099.9)


def test_newer_perf_writes_thousands_separators():
    assert perf_bench.parse(BASIC) == perf_bench.Bench("syscall/basic", 1_000_000, 0.176, 176.738)


@given(st.one_of(st.text(), st.none(), st.integers(), st.binary()))
def test_nonsense_is_no_benchmark(text):
    with pytest.raises(InvalidInput):
        perf_bench.parse(text)


@pytest.mark.parametrize(
    "arguments", [{"bench": "mem"}, {"bench": None}, {"bench": "sched pipe", "operations": 0}]
)
def test_run_refuses_what_it_does_not_know(arguments):
    with pytest.raises(InvalidInput):
        perf_bench.run(**arguments)


def test_without_perf_the_package_is_named(monkeypatch):
    monkeypatch.setattr(perf_bench.shutil, "which", lambda _: None)
    monkeypatch.setattr(tracepoints.shutil, "which", lambda _: None)

    with pytest.raises(Unavailable, match="apt-get install linux-perf"):
        perf_bench.run("sched pipe")
    with pytest.raises(Unavailable, match="apt-get install linux-perf"):
        tracepoints.count(["syscalls:sys_enter_write"], ["true"])


@pytest.mark.kernel
@pytest.mark.needs("perf")
def test_perf_runs_as_many_operations_as_asked():
    assert perf_bench.run("sched pipe", operations=100, threads=True).operations == 100
    assert perf_bench.run("syscall basic", operations=5000).operations == 5000


def test_counts_of_perf_stat_by_event():
    text = "# started on Mon\n\n1,,a:b,1238326,100.00,,\n110,,raw_syscalls:sys_enter,9,100.00,,\n"

    assert tracepoints.parse(text) == {"a:b": 1, "raw_syscalls:sys_enter": 110}


def test_an_event_that_was_not_counted_is_no_zero():
    with pytest.raises(InvalidInput):
        tracepoints.parse("<not counted>,,a:b,0,100.00,,\n")


@pytest.mark.parametrize(
    ("events", "command"),
    [([], ["true"]), (["a:b"], []), (["-x"], ["true"]), ("a:b", ["true"]), (["a:b"], [""]), (1, 2)],
)
def test_malformed_events_and_commands_are_refused(events, command):
    with pytest.raises(InvalidInput):
        tracepoints.count(events, command)


@pytest.mark.kernel
@pytest.mark.needs("perf", "root")
def test_echo_writes_once():
    event = "syscalls:sys_enter_write"

    assert tracepoints.count([event], ["/bin/echo", "hi"]) == {event: 1}


@pytest.mark.kernel
def test_an_unknown_tracepoint_is_unavailable():
    with pytest.raises(Unavailable):
        tracepoints.count(["no_such:event"], ["true"])
