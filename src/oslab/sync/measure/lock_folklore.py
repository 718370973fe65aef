"""What people say of locks, measured: one number for each sentence."""

from __future__ import annotations

from oslab import machine
from oslab.errors import Unavailable
from oslab.linux import affinity
from oslab.measurement import Measurement, by_condition
from oslab.sync.measure.convoy import convoy
from oslab.sync.measure.lock_cost import lock_cost
from oslab.sync.measure.spin_or_sleep import spin_or_sleep

_MICROSECOND = 1_000


def calls_of_a_free_mutex() -> Measurement:
    """Return how many calls of futex a thread alone makes for a lock and unlock.

    Raises:
        Unavailable: without a C compiler, or a way to count calls.
    """
    taken = lock_cost(kinds=("mutex",), threads=(1,), repeats=1)
    return by_condition(taken, "what")["futex calls"]


def free_mutex() -> Measurement:
    """Return the nanoseconds of a lock and unlock by one thread, the loop taken off.

    Raises:
        Unavailable: without a C compiler.
    """
    taken = lock_cost(kinds=("none", "mutex"), threads=(1,), repeats=5, calls=False)
    found = by_condition(taken, "kind", "what")
    loop, mutex = found["none", "CPU time"], found["mutex", "CPU time"]
    samples = tuple(max(0.0, ns - loop.minimum) for ns in mutex.samples)
    return _measurement("a lock and unlock, alone", samples, "ns", mutex.method)


def losers_that_sleep() -> Measurement:
    """Return how many sleeps there are to a hundred pairs of calls of futex, with two threads.

    Raises:
        Unavailable: without a C compiler, a second CPU, or a way to count calls.
    """
    affinity.pair()
    taken = lock_cost(kinds=("mutex",), threads=(2,), cpus=2)
    found = by_condition(taken, "what")
    pairs = found["futex calls"].median / 2
    if pairs == 0:
        raise Unavailable("two threads at one lock", "Try again when less else runs.")
    samples = tuple(100 * share / pairs for share in found["sleeps"].samples)
    return _measurement("threads that lose, and sleep", samples, "%", found["sleeps"].method)


def spinning_for_a_microsecond() -> Measurement:
    """Return what two spinners on two CPUs burn, over what two that sleep do.

    Raises:
        Unavailable: without a C compiler, or a second CPU.
    """
    affinity.pair()
    return _spinning(threads=2, cpus=2)


def spinning_on_one_cpu() -> Measurement:
    """Return what four spinners on one CPU burn, over what four that sleep do.

    Raises:
        Unavailable: without a C compiler.
    """
    return _spinning(threads=4, cpus=1)


def two_readers() -> Measurement:
    """Return the CPU time of a read lock and unlock by two threads, over that by one.

    Raises:
        Unavailable: without a C compiler, or a second CPU.
    """
    affinity.pair()
    taken = lock_cost(kinds=("read",), threads=(1, 2), cpus=2, repeats=5, calls=False)
    found = by_condition(taken, "threads", "what")
    alone, two = found[1, "CPU time"], found[2, "CPU time"]
    samples = tuple(ns / alone.median for ns in two.samples)
    return _measurement("two readers over one", samples, "times", two.method)


def sleeps_at_a_lock_hardly_held() -> Measurement:
    """Return which share of operations sleeps at a fair lock after somebody held it for long.

    Raises:
        Unavailable: without a C compiler.
    """
    taken = convoy(kinds=("fair",), repeats=9)
    after = by_condition(taken, "part", "what")["after", "sleeps"]
    samples = tuple(100 * share for share in after.samples)
    return _measurement("operations that sleep", samples, "%", after.method)


def _spinning(threads: int, cpus: int) -> Measurement:
    taken = spin_or_sleep(
        holds_ns=(_MICROSECOND,), threads=threads, cpus=cpus, duration_ms=200, repeats=5
    )
    found = by_condition(taken, "kind", "what")
    spin, sleep = found["spin", "CPU time"], found["futex", "CPU time"]
    samples = tuple(ns / sleep.median for ns in spin.samples)
    return _measurement("spinning over sleeping", samples, "times", spin.method)


def _measurement(name: str, samples: tuple[float, ...], unit: str, method: str) -> Measurement:
    return Measurement(name, samples, unit, method, machine.this_machine())
