"""Pure Python on two threads of an interpreter without the lock, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.measurement import Measurement

NAMES = ("python3.14t", "python3.13t", "python3.15t")
REMEDY = (
    "Install a free-threaded build (PEP 703), such as python3.14t, and put it on the PATH: "
    "uv python install 3.14t."
)

# Prints the version, whether the lock is on, and for each repeat the speed-up and the
# mean number of CPUs used. It must run under any CPython, without oslab.
_PROGRAM = """
import sys, sysconfig, threading, time
def work():
    total = 0
    for i in range(1_000_000):
        total += i * i
def run(count):
    threads = [threading.Thread(target=work) for _ in range(count)]
    wall, cpu = time.perf_counter(), time.process_time()
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return time.perf_counter() - wall, time.process_time() - cpu
print(sys.version.split()[0], getattr(sys, "_is_gil_enabled", lambda: True)())
for _ in range(int(sys.argv[2])):
    one, many = run(1), run(int(sys.argv[1]))
    print(int(sys.argv[1]) * one[0] / many[0], many[1] / many[0])
"""


def free_threading(
    *, workers: int = 2, repeats: int = 5, interpreter: str = ""
) -> tuple[Measurement, ...]:
    """Run pure Python on threads of an interpreter built without the global lock.

    Args:
        workers: threads, 1 to 64.
        repeats: 1 to 50.
        interpreter: its path; empty: this one if it has no lock, else the first of `NAMES`.

    Returns:
        The speed-up of `workers` threads, and the CPUs they used on average.

    Raises:
        InvalidInput: if an argument is wrong, or `interpreter` is no Python.
        Unavailable: if no free-threaded interpreter was found, or its lock is on.

    Source: PEP 703; Python documentation, "Python support for free threading".
    """
    require_whole("workers", workers, low=1, high=64)
    require_whole("repeats", repeats, low=1, high=50)
    require(
        isinstance(interpreter, str) and "\0" not in interpreter,
        "interpreter",
        interpreter,
        "a path",
    )
    version, locked, rows = _asked(interpreter or found(), workers, repeats)
    if locked and not interpreter:
        raise Unavailable("pure Python on several CPUs at once", REMEDY)
    where = replace(machine.this_machine(), python=version)
    return tuple(
        Measurement(
            name=f"{name} of {workers} threads, pure Python, Python {version}",
            samples=tuple(row[place] for row in rows),
            unit=unit,
            method="Wall and CPU time of n threads of one interpreter, against one thread.",
            machine=where,
            conditions={"workers": workers, "locked": locked},
        )
        for place, (name, unit) in enumerate((("speed-up", "times"), ("CPUs used", "CPUs")))
    )


def found() -> str:
    """Return the path of an interpreter without the global lock.

    Raises:
        Unavailable: if there is none.
    """
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return sys.executable
    for name in NAMES:
        path = shutil.which(name)
        # A version manager's stand-in is on the PATH whether or not the version is installed.
        if (
            path
            and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return path
    raise Unavailable("an interpreter without the global lock", REMEDY)


def _asked(path: str, workers: int, repeats: int) -> tuple[str, bool, list[tuple[float, float]]]:
    try:
        done = subprocess.run(
            [path, "-I", "-c", _PROGRAM, str(workers), str(repeats)],
            capture_output=True, text=True, check=True, timeout=120,
            env={**os.environ, "PYTHON_GIL": "0"} if path != sys.executable else None,
        )  # fmt: skip
        head, *lines = done.stdout.splitlines()
        version, locked = head.split()
        rows = [(float(a), float(b)) for a, b in map(str.split, lines)]
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise InvalidInput("interpreter", path, f"a Python that runs ({error})") from error
    return version, locked == "True", rows
