"""Single numbers for the claims about threads and processes, each from one measurement."""

from __future__ import annotations

from dataclasses import replace

from oslab.errors import Unavailable, require_choice
from oslab.linux import c_program
from oslab.measurement import Measurement
from oslab.processes.measure.creation import creation
from oslab.processes.measure.gil import KINDS, convoy, speedup
from oslab.processes.measure.pool import pool


def fork_over_thread() -> Measurement:
    """Return how many native threads cost as much as one fork, both in a small C program.

    Raises:
        Unavailable: without a C compiler.
    """
    try:
        thread, fork = creation(kinds=("pthread, C", "fork, C"))
    except (Unavailable, ValueError) as error:
        raise Unavailable("a C program's threads and processes", c_program.REMEDY) from error
    return _ratio("one fork in threads, in a C program", fork, thread)


def runnable_threads(kind: str) -> Measurement:
    """Return how many of three threads of one kind of work could run at a time.

    Args:
        kind: one of `measure.gil.KINDS`.

    Raises:
        InvalidInput: if `kind` is no such kind.
        Unavailable: if a child failed.
    """
    require_choice("kind", kind, KINDS)
    taken = speedup(kinds=(kind,), workers=(3,), repeats=3)
    return next(
        one
        for one in taken
        if (one.conditions["quantity"], one.conditions["how"], one.conditions["workers"])
        == ("runnable workers", "threads", 3)
    )


def pool_over_loop() -> Measurement:
    """Return the gain of two processes with sixty tasks of about 10 microseconds.

    Raises:
        Unavailable: if a child failed.
    """
    by = {one.conditions["by"]: one for one in pool(tasks_us=(10,), tasks=60, workers=2)}
    return _ratio("gain of a pool of two with short tasks", by["loop"], by["pool"])


def convoy_wait() -> Measurement:
    """Return what one spinning thread adds to a request of an I/O thread, in milliseconds.

    Raises:
        Unavailable: if a child failed.
    """
    alone, beside = convoy(spinners=(0, 1), switch_intervals_us=(5_000,))
    added = tuple(b - a for a, b in zip(alone.samples, beside.samples, strict=True))
    return replace(
        beside,
        name="added to a request by one spinning thread",
        samples=tuple(ns / 1e6 for ns in added),
        unit="ms",
    )


def _ratio(name: str, above: Measurement, below: Measurement) -> Measurement:
    """Divide samples of the same repeat: what disturbed both does not count."""
    return replace(
        above,
        name=name,
        samples=tuple(a / b for a, b in zip(above.samples, below.samples, strict=True)),
        unit="times",
        method=f"{above.method} Over: {below.method}",
    )
