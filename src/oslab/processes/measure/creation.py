"""What a worker costs before it has done anything: threads and processes, created and joined."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_whole
from oslab.linux import c_program, native_threads
from oslab.linux.procfs import status
from oslab.measurement import Condition, Measurement

KINDS: dict[str, tuple[str, str]] = {
    "pthread, C": ("thread", "pthread_create and pthread_join in a C program"),
    "pthread, compiled": ("thread", "pthread_create and pthread_join from compiled Python (numba)"),
    "threading.Thread": ("thread", "threading.Thread, start and join"),
    "fork, C": ("process", "fork, _exit and waitpid in a C program of a few hundred KiB"),
    "os.fork": ("process", "os.fork, os._exit and os.waitpid in this interpreter"),
    "posix_spawn": ("process", "os.posix_spawn of /bin/true and os.waitpid"),
    "multiprocessing fork": ("process", "multiprocessing.Process, start and join, method fork"),
    "multiprocessing forkserver": (
        "process", "multiprocessing.Process, start and join, method forkserver (server warm)",
    ),
    "multiprocessing spawn": (
        "process", "multiprocessing.Process, start and join, method spawn: a new interpreter",
    ),
}  # fmt: skip
"""Every way to start a worker, what it makes, and how it is timed."""

_LOOPS = {"pthread, C": 500, "pthread, compiled": 500, "threading.Thread": 200, "fork, C": 100}
_LOOPS |= {"os.fork": 10, "posix_spawn": 10}

# Run in a fresh interpreter, for two reasons: its parent is as small as a new
# script, and spawn imports the parent's main module again, which must not be yours.
# The target is a built-in, so nothing of ours is imported in the child.
_START_METHOD = """
import multiprocessing, os, sys, time
context = multiprocessing.get_context(sys.argv[1])
for turn in range(2 if sys.argv[1] == "spawn" else 5):
    start = time.perf_counter_ns()
    process = context.Process(target=os.getpid)
    process.start()
    process.join()
    taken = time.perf_counter_ns() - start
    best = taken if turn < 2 else min(best, taken)  # the first one starts the helpers
print(best)
"""


def creation(
    *,
    kinds: tuple[str, ...] = tuple(KINDS), repeats: int = 7,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time one worker, from the call that creates it to the call that has seen it end.

    All kinds take turns on one CPU. `multiprocessing` pays for a pickled target,
    a sentinel pipe and, for spawn, a whole interpreter; its three methods are timed
    in a fresh interpreter, and what your own script imports in a child comes on top.

    Args:
        kinds: some of `KINDS`.
        repeats: samples of each kind, 1 to 100.
        progress: told after every repeat.

    Returns:
        One measurement a kind, in nanoseconds a worker; kinds that need a compiler
        or numba are left out where there is none.

    Raises:
        InvalidInput: if a kind is unknown or `repeats` out of range.
        Unavailable: if none of the kinds can be measured here.

    Source: pthread_create(3), fork(2), posix_spawn(3), Lib/multiprocessing/popen_*.py.
    """
    timing.require_progress(progress)
    require(isinstance(kinds, tuple | list) and len(kinds) > 0, "kinds", kinds, "some of KINDS")
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    require_whole("repeats", repeats, low=1, high=100)
    tasks = {kind: task for kind in dict.fromkeys(kinds) if (task := _task(kind))}
    if not tasks:
        raise Unavailable("this kind of worker", f"{native_threads.REMEDY} {c_program.REMEDY}")
    with on_one_cpu():
        for task in tasks.values():  # compile, start the fork server, warm the caches
            task()
        taken = timing.interleaved(tasks, repeats=repeats, gate=0.05, progress=progress)
    return tuple(_measurement(kind, samples) for kind, samples in taken.samples.items())


def _measurement(kind: str, samples: tuple[float, ...]) -> Measurement:
    makes, method = KINDS[kind]
    conditions: dict[str, Condition] = {"kind": kind, "makes": makes, "cpus_used": 1}
    if not kind.endswith(", C") and not kind.startswith("multiprocessing"):
        conditions["resident_bytes"] = resident_bytes()
    return Measurement(
        name=f"create and join a {makes}: {kind}",
        samples=samples,
        unit="ns",
        method=f"{method}, one after the other on one CPU.",
        machine=machine.this_machine(),
        conditions=conditions,
    )


def _task(kind: str) -> Callable[[], float] | None:
    """Return what takes one sample, or None where this machine cannot."""
    if kind.startswith("multiprocessing"):
        return lambda: _multiprocessing(kind.split()[1])
    loops = _LOOPS[kind]
    if kind.endswith(", C"):
        try:
            program = c_program.compile(c_program.find("processes", "thread_create"))
        except Unavailable:
            return None
        return lambda: _c_program(program, "fork" if kind == "fork, C" else "thread", loops)
    if kind == "pthread, compiled":
        try:
            native_threads.create_and_join(1)
        except Unavailable:
            return None
        return lambda: _each(lambda: native_threads.create_and_join(loops), 1) / loops
    one = {"threading.Thread": _thread, "os.fork": _fork, "posix_spawn": _spawn}[kind]
    return lambda: _each(one, loops)


def _each(work: Callable[[], object], loops: int) -> float:
    return timing.sample(work, batches=1, loops=loops, warmups=0)[0]


def _thread() -> None:
    thread = threading.Thread(target=os.getpid)
    thread.start()
    thread.join()


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _spawn() -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["/bin/true"], os.environ), 0)


def _multiprocessing(method: str) -> float:
    done = subprocess.run(
        [sys.executable, "-I", "-c", _START_METHOD, method],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return float(done.stdout)


def _c_program(program: Path, kind: str, loops: int) -> float:
    done = subprocess.run(
        [program, kind, str(loops)], capture_output=True, text=True, check=True, timeout=60
    )
    return float(done.stdout)


def resident_bytes() -> int:
    """Return how much memory of this process is resident now, in bytes."""
    return status.read().vm_rss


@contextmanager
def on_one_cpu() -> Iterator[int]:
    """Keep the calling thread, and what it starts, on one CPU; give the rest back after."""
    before = os.sched_getaffinity(0)
    cpu = max(before)  # the first CPU takes most interrupts
    os.sched_setaffinity(0, {cpu})
    try:
        yield cpu
    finally:
        os.sched_setaffinity(0, before)
