"""strace's table and trace are read back call by call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import strace
from oslab.linux.strace import Call, Count

TABLE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 30.22    0.000391          13        30        13 openat
  1.85    0.000024          24         1           write
  0.00    0.000000           0         1         1 access
------ ----------- ----------- --------- --------- ----------------
100.00    0.001294          11       110        14 total
"""
TRACE = """12353 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>
12354 set_robust_list(0x7f, 24)         = 0
12353 <... clone resumed>, child_tidptr=0x7f) = 12354
12354 openat(AT_FDCWD, "/x", O_RDONLY)  = -1 ENOENT (No such file or directory)
12354 exit_group(0)                     = ?
12354 +++ exited with 0 +++
12353 <... wait4 resumed>[{WIFEXITED(s)}], 0, NULL) = 12354
12353 --- SIGCHLD {si_signo=SIGCHLD} ---
"""


def test_the_table_leaves_the_total_out_and_keeps_errors():
    assert strace.parse_counts(TABLE) == {
        "openat": Count("openat", 30, 13),
        "write": Count("write", 1, 0),
        "access": Count("access", 1, 1),
    }


def test_a_trace_puts_unfinished_calls_together_and_leaves_signals_out():
    assert [(call.task, call.name, call.result) for call in strace.parse_trace(TRACE)] == [
        (12354, "set_robust_list", "0"),
        (12353, "clone", "12354"),
        (12354, "openat", "-1 ENOENT (No such file or directory)"),
        (12354, "exit_group", "?"),
        (12353, "wait4", "12354"),
    ]


def test_an_unfinished_call_keeps_the_arguments_of_both_halves():
    clone = strace.parse_trace(TRACE)[1]

    assert clone.arguments.startswith("child_stack=NULL")
    assert clone.arguments.endswith("child_tidptr=0x7f")


def test_a_trace_without_task_numbers_is_read_too():
    assert strace.parse_trace('write(1, "a) = 1", 6) = 6\n') == (
        Call(0, "write", '1, "a) = 1", 6', "6"),
    )


def test_calls_are_counted_by_name():
    assert strace.counted(strace.parse_trace(TRACE))["openat"] == 1


@given(st.text())
def test_any_text_is_a_trace_of_some_calls(text):
    assert all(isinstance(call, Call) for call in strace.parse_trace(text))


@pytest.mark.parametrize("nonsense", [None, 3, b"", [], float("nan")])
def test_nonsense_is_refused(nonsense):
    for function in (strace.parse_trace, strace.parse_counts, strace.count, strace.trace):
        with pytest.raises(InvalidInput):
            function(nonsense)
    if nonsense != []:
        with pytest.raises(InvalidInput):
            strace.counted(nonsense)


@pytest.mark.parametrize("only", ["read;write", "-o/etc/x", None, 1])
def test_a_filter_holds_only_names(only):
    with pytest.raises(InvalidInput):
        strace.trace(["true"], only=only)


@pytest.mark.kernel
@pytest.mark.needs("strace")
def test_a_filter_that_strace_does_not_know_is_refused():
    with pytest.raises(InvalidInput):
        strace.trace(["true"], only="no_such_call")


def test_without_strace_the_package_is_named(monkeypatch):
    monkeypatch.setattr(strace.shutil, "which", lambda _: None)

    with pytest.raises(Unavailable, match="apt-get install strace"):
        strace.count(["true"])


@pytest.mark.kernel
@pytest.mark.needs("strace")
def test_table_and_trace_of_one_program_agree():
    command = ["/bin/echo", "hi"]
    counted = strace.counted(strace.trace(command))

    table = strace.count(command)
    assert {name: row.calls for name, row in table.items()} == {
        name: count for name, count in counted.items() if name != "exit_group"
    }


@pytest.mark.kernel
@pytest.mark.needs("strace")
def test_children_are_followed():
    calls = strace.trace(["sh", "-c", "/bin/true; :"], only="%process")

    assert len({call.task for call in calls}) == 2
    assert strace.counted(calls)["execve"] == 2
