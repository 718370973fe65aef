"""Which CPUs the calling thread may run on, and holding it on one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from oslab.errors import InvalidInput, Unavailable, require_whole


def allowed() -> tuple[int, ...]:
    """Return the CPUs the calling thread may run on, in increasing order."""
    return tuple(sorted(os.sched_getaffinity(0)))


def require_cpu(argument: str, value: object) -> int:
    """Return `value` if it is the number of a CPU the calling thread may run on.

    Raises:
        InvalidInput: otherwise.
    """
    cpu = require_whole(argument, value, low=0)
    if cpu not in allowed():
        raise InvalidInput(argument, value, f"one of the allowed CPUs {allowed()}")
    return cpu


def pair() -> tuple[int, int]:
    """Return two different CPUs the calling thread may use.

    Raises:
        Unavailable: if there is only one.
    """
    cpus = allowed()
    if len(cpus) < 2:
        raise Unavailable("a second CPU", "Run on a machine, or with a CPU mask, of two or more.")
    return cpus[0], cpus[1]


@contextmanager
def pinned(cpu: int) -> Iterator[None]:
    """Hold the calling thread on one CPU, then give it back the CPUs it had.

    Threads and processes started inside inherit the one CPU.

    Raises:
        InvalidInput: if `cpu` is not one the thread may use.

    Source: sched_setaffinity(2).
    """
    require_cpu("cpu", cpu)
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cpu})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
