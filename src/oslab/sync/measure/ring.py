"""A deadlock made on purpose, and found from outside by `deadlock`."""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import c_program
from oslab.measurement import Condition, Measurement
from oslab.sync.measure.deadlock import deadlock
from oslab.sync.records.wait_for import Wait, WaitForGraph

MUTEX, INHERITING, RLOCK, LOCK = "mutex", "PI mutex", "RLock", "Lock"
C_KINDS, PYTHON_KINDS = (MUTEX, INHERITING), (RLOCK, LOCK)
KINDS = (*C_KINDS, *PYTHON_KINDS)
METHOD = (
    "A program takes locks in a ring until nobody can go on; its threads are looked at in /proc "
    "until two looks agree and everybody waits; then it is ended. 1 for a thread on a cycle."
)
_LOOKS, _PAUSE_S = 2_000, 0.01


def ring(
    *, kinds: Sequence[str] = KINDS, threads: int = 3, progress: timing.Progress | None = None
) -> tuple[Measurement, ...]:
    """Let programs deadlock, and tell who of their threads waits for whom.

    Known workload: `model.ring`, the same ring of locks. Overhead: none for the programs, which
    are only read. What glibc and CPython keep where is not promised: other libraries, and
    Python from 3.14 on, note owners elsewhere or not at all.

    Args:
        kinds: of `KINDS`: mutexes of C, plain and with priority inheritance, and the two locks
            of this Python.
        threads: 2 to 7 in the programs in C; those in Python have two.
        progress: told how many programs are done, of how many.

    Returns:
        One a waiting thread, conditions `kind`, `task`, `what`, `owners`, `note`; the number
        is 1 if it is on a cycle, else 0.

    Raises:
        InvalidInput: if an argument is wrong.
        Unavailable: without glibc and a C compiler, where C is asked for; with a Python that
            keeps its locks elsewhere; where a process may not read its own children.
    """
    ok = isinstance(kinds, tuple | list) and len(kinds) > 0
    require(ok, "kinds", kinds, "some of " + ", ".join(KINDS))
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    require_whole("threads", threads, 2, 7)
    timing.require_progress(progress)
    _able(kinds)
    taken: list[Measurement] = []
    for done, kind in enumerate(kinds, start=1):
        taken += _measurements(kind, _staged(kind, threads))
        if progress is not None:
            progress(done, len(kinds))
    return tuple(taken)


def found(measurements: Sequence[Measurement], kind: str) -> WaitForGraph:
    """Return what `ring` saw of one kind of lock as the graph that it was.

    Raises:
        InvalidInput: if these are no measurements of `ring`, or there is none of that kind.
    """
    require_choice("kind", kind, KINDS)
    ok = isinstance(measurements, tuple | list)
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "measurements of ring()")
    held = [one.conditions for one in measurements if one.conditions.get("kind") == kind]
    ok = len(held) > 0 and all({"task", "what", "owners", "note"} <= {*one} for one in held)
    require(ok, "measurements", measurements, f"measurements of ring() with {kind}")
    waits = tuple(map(_wait, held))
    return WaitForGraph(tuple(wait.task for wait in waits), waits)


def _wait(held: Mapping[str, Condition]) -> Wait:
    task, what, owners, note = (str(held[key]) for key in ("task", "what", "owners", "note"))
    return Wait(task, what, tuple(filter(None, owners.split("; "))), note)


def _able(kinds: Sequence[str]) -> None:
    library = platform.libc_ver()[0]
    if {*kinds} & {*C_KINDS} and library != "glibc":
        raise Unavailable(f"The owner of a mutex of {library or 'this C library'}", "Use glibc.")
    if {*kinds} & {*PYTHON_KINDS} and sys.version_info >= (3, 14):
        what = f"What Python {platform.python_version()} notes of its locks"
        raise Unavailable(what, "Use Python 3.11 to 3.13.")


def _staged(kind: str, threads: int) -> WaitForGraph:
    program = c_program.find("sync", "deadlock")
    command = [sys.executable, "-s", "-P", str(program.with_suffix(".py")), kind.lower()]
    if kind in C_KINDS:
        command = [str(c_program.compile(program)), str(threads)]
        command += ["pi"] if kind == INHERITING else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            if running.stdout is None or running.stdout.readline() != "ready\n":
                raise Unavailable("a program that deadlocks", "Ask when less else runs.")
            return _settled(running.pid)
        finally:
            running.kill()


def _settled(pid: int) -> WaitForGraph:
    """Look until two looks agree and every thread waits: nothing moves any more."""
    before = None
    for _ in range(_LOOKS):
        try:
            graph = deadlock(pid)
        except InvalidInput:
            break  # its own alarm ended it
        if graph == before and len(graph.waits) == len(graph.tasks):
            return graph
        before = graph
        time.sleep(_PAUSE_S)  # so that it gets there
    raise Unavailable("a program that stands still", "Ask when less else runs.")


def _measurements(kind: str, graph: WaitForGraph) -> list[Measurement]:
    here = machine.this_machine()
    return [
        Measurement(
            name=f"{kind}: {wait.task.rpartition(' ')[0]}",
            samples=(1 if wait.task in graph.cycle else 0,),
            unit="threads on a cycle",
            method=METHOD,
            machine=here,
            conditions={
                "kind": kind,
                "task": wait.task,
                "what": wait.what,
                "owners": "; ".join(wait.owners),
                "note": wait.note,
            },
        )
        for wait in graph.waits
    ]
