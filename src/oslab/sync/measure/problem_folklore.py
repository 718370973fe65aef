"""What people say about read-write locks, barriers and deadlock, each as one count."""

from __future__ import annotations

from dataclasses import replace

from oslab.measurement import Measurement
from oslab.sync.measure.barrier import barrier
from oslab.sync.measure.readers_writers import readers_writers
from oslab.sync.measure.ring import INHERITING, ring


def readers_that_pass_a_writer() -> Measurement:
    """Return how many readers pass a writer that waits at a read-write lock made by default.

    Raises:
        Unavailable: without a C compiler.
    """
    passed, _ = readers_writers(locks=("prefer reader",))
    return passed


def writers_that_pass_a_reader() -> Measurement:
    """Return how many writers pass a reader at a lock of the kind that is said to be ignored.

    Raises:
        Unavailable: without a C compiler.
    """
    _, passed = readers_writers(locks=("prefer writer",))
    return passed


def meetings_broken_by_one_gate() -> Measurement:
    """Return how many meetings a barrier of a counter and one semaphore breaks.

    Raises:
        Unavailable: without a C compiler.
    """
    (broken,) = barrier(barriers=("one gate",))
    return broken


def waits_refused() -> Measurement:
    """Return how many waits the kernel refuses while a ring of mutexes closes.

    Raises:
        Unavailable: as `ring`.
    """
    waits = ring(kinds=(INHERITING,))
    refused = sum(one.conditions["what"] == "nothing that can come" for one in waits)
    name = "waits that the kernel refused, as they would have closed a ring"
    return replace(waits[0], name=name, samples=(refused,), unit="waits")
