"""A deadlock made on purpose is found from outside, by the kernel's files alone."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oslab import cli
from oslab.errors import InvalidInput
from oslab.linux import c_program
from oslab.sync import measure
from oslab.sync.records.wait_for import Wait, WaitForGraph

PYTHON = Path(measure.__file__).parents[1] / "programs" / "deadlock.py"
pytestmark = pytest.mark.kernel


@contextmanager
def stuck(*command: str | Path) -> Iterator[int]:
    """Run a program that says when it is about to stand still."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            yield program.pid
        finally:
            program.kill()


def settled(pid: int) -> WaitForGraph:
    """Look until two looks agree, every thread waits, and none of them still at the barrier."""
    before = None
    for _ in range(1000):
        graph = measure.deadlock(pid)
        if graph == before and len(graph.waits) == len(graph.tasks):
            return graph
        before = graph
        time.sleep(0.01)  # so that it can get there
    raise AssertionError(f"it never stood still: {graph}")


def c_ring(*words: str) -> list[str | Path]:
    return [c_program.compile(c_program.find("sync", "deadlock")), *words]


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_a_ring_of_mutexes_in_c_is_found_whole(threads: int) -> None:
    with stuck(*c_ring(str(threads))) as pid:
        graph = settled(pid)
    ring = [name.split()[0] for name in graph.cycle]

    assert ring == [f"philosopher-{number}" for number in range(threads)]
    main = next(wait for wait in graph.waits if wait.task.endswith(f"({pid})"))
    assert main.what == "the end of a thread"
    assert main.owners == (graph.cycle[0],)


def test_the_kernel_itself_refuses_a_cycle_of_mutexes_with_priority_inheritance() -> None:
    with stuck(*c_ring("3", "pi")) as pid:
        graph = settled(pid)
    kinds = sorted(wait.what.split(" at ")[0] for wait in graph.waits)

    assert kinds == ["PI mutex", "PI mutex", "nothing that can come", "the end of a thread"]
    assert graph.cycle == ()  # one of the three was parked instead
    [parked] = [wait for wait in graph.waits if wait.what == "nothing that can come"]
    assert parked.task in {owner for wait in graph.waits for owner in wait.owners}


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="locks are no semaphores since 3.14")
def test_two_rlocks_of_python_are_found_with_their_owners() -> None:
    with stuck(sys.executable, PYTHON, "rlock") as pid:
        graph = settled(pid)
    waits = [wait for wait in graph.waits if wait.what.startswith("RLock")]

    assert len(graph.cycle) == len(waits) == 2
    assert waits[0].owners == (waits[1].task,)
    assert waits[1].owners == (waits[0].task,)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="locks are no semaphores since 3.14")
def test_the_owner_of_a_plain_lock_of_python_is_called_unknowable() -> None:
    with stuck(sys.executable, PYTHON, "lock") as pid:
        graph = settled(pid)

    assert graph.cycle == ()
    assert {wait.note for wait in graph.waits} == {"owner unknowable: a Lock notes none"}
    assert str(graph).endswith("No cycle among the owners that are known.")


def test_a_process_that_sleeps_is_no_deadlock() -> None:
    with subprocess.Popen(["sleep", "60"]) as program:
        try:
            graph = settled(program.pid)
        finally:
            program.kill()

    [wait] = graph.waits
    assert graph.cycle == ()
    assert "nanosleep" in wait.what


def test_the_command_tells_it_and_exits_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    with stuck(*c_ring("2")) as pid:
        settled(pid)
        assert cli.main(["deadlock", str(pid)]) == 1
        told = capsys.readouterr().out
        assert cli.main(["deadlock", str(pid), "--json"]) == 1
        data = json.loads(capsys.readouterr().out)

    assert "waits for mutex at 0x" in told
    assert told.splitlines()[-1].startswith("A cycle: philosopher-0 (")
    assert len(data["cycle"]) == 2
    assert {wait["task"] for wait in data["waits"]} == set(data["tasks"])


def test_a_process_that_is_not_there_is_refused() -> None:
    with subprocess.Popen(["true"]) as program:
        program.wait()

    with pytest.raises(InvalidInput):
        measure.deadlock(program.pid)


def test_a_wait_for_nobody_is_no_cycle() -> None:
    assert WaitForGraph(("a",), (Wait("a", "a futex"),)).cycle == ()
