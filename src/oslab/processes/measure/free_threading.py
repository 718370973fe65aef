"""Pure Python on two threads of an interpreter without the lock, where there is one."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux.interpreter import REMEDY, free_threaded
from oslab.measurement import Measurement

# Prints the version, whether the lock was on, the speed-up, and the mean number of
# threads running or ready to run. It must run under any CPython, without oslab.
_PROGRAM = """
import sys, threading, time
spent = []
def seen():
    with open("/proc/thread-self/schedstat") as file:
        run, delay, _ = file.read().split()
    return int(run) + int(delay)
def work(gate):
    gate.wait()
    before, total = seen(), 0
    for i in range(1_500_000):
        total += i * i
    spent.append(seen() - before)
def run(count):
    gate = threading.Barrier(count + 1)
    threads = [threading.Thread(target=work, args=(gate,)) for _ in range(count)]
    for thread in threads: thread.start()
    spent.clear()
    start = time.perf_counter_ns()
    gate.wait()
    for thread in threads: thread.join()
    wall = time.perf_counter_ns() - start
    return wall, sum(spent) / wall
count = int(sys.argv[1])
one, many = run(1), run(count)
print(sys.version.split()[0], getattr(sys, "_is_gil_enabled", lambda: True)())
print(count * one[0] / many[0], many[1])
"""


def free_threading(
    *, workers: int = 2, repeats: int = 5, interpreter: str = ""
) -> tuple[Measurement, ...]:
    """Run pure Python on threads of an interpreter that can do without the global lock.

    Such an interpreter can also be told to keep the lock (`PYTHON_GIL=1`); both
    ways take turns, so that the lock is the only difference.

    Args:
        workers: threads, 1 to 64.
        repeats: 1 to 50.
        interpreter: its path; empty: this one if it has no lock, else one on the PATH.

    Returns:
        With the lock and without it: the speed-up of `workers` threads over one, and
        how many were running or ready to run on average.

    Raises:
        InvalidInput: if an argument is wrong, or `interpreter` is no Python.
        Unavailable: if no free-threaded interpreter was found.

    Source: PEP 703; Python documentation, "Python support for free threading".
    """
    require_whole("workers", workers, low=1, high=64)
    require_whole("repeats", repeats, low=1, high=50)
    ok = isinstance(interpreter, str) and "\0" not in interpreter
    require(ok, "interpreter", interpreter, "a path")
    path = interpreter or free_threaded()
    rows: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for _ in range(repeats):
        for wanted, taken in rows.items():
            version, locked, row = _asked(path, workers, wanted)
            if locked is not wanted:
                raise Unavailable("an interpreter without the global lock", REMEDY)
            taken.append(row)
    where = replace(machine.this_machine(), python=f"{version} (free-threaded)")
    return tuple(
        Measurement(
            name=f"{quantity} of {workers} threads {'with' if locked else 'without'} the lock",
            samples=tuple(row[place] for row in rows[locked]),
            unit=unit,
            method="Wall time and schedstat of threads of pure Python, against one thread.",
            machine=where,
            conditions={"quantity": quantity, "workers": workers, "locked": locked},
        )
        for locked in rows
        for place, (quantity, unit) in enumerate(
            (("speed-up", "times"), ("runnable workers", "workers"))
        )
    )


def _asked(path: str, workers: int, locked: bool) -> tuple[str, bool, tuple[float, float]]:
    """Return the version, whether the lock was on, speed-up and runnable threads of one run."""
    try:
        done = subprocess.run(
            [path, "-s", "-P", "-c", _PROGRAM, str(workers)],
            capture_output=True, text=True, check=True, timeout=120, start_new_session=True,
            # A build that has nothing but the lock refuses to be told to drop it.
            env=os.environ | {"PYTHON_GIL": "1" if locked else "0"},
        )  # fmt: skip
        version, on, gain, used = done.stdout.split()
        return version, on == "True", (float(gain), float(used))
    except subprocess.CalledProcessError as error:
        if "PYTHON_GIL" in error.stderr or "GIL" in error.stderr:
            raise Unavailable("an interpreter without the global lock", REMEDY) from error
        raise InvalidInput("interpreter", path, "a Python that runs") from error
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise InvalidInput("interpreter", path, f"a Python that runs ({error})") from error
