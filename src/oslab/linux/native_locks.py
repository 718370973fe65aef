"""Locks of the C library from compiled loops: Python's own cost is not inside.

Two Python threads call loops that numba compiled and that release the interpreter lock; the
loops call pthread_mutex_lock and its like through function pointers. What they add to the same
loop in C is a few per cent.
"""

from __future__ import annotations

import ctypes
import functools
import os
import resource
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from oslab.errors import InvalidInput, Unavailable, require_whole
from oslab.linux import affinity, futex

REMEDY = "Install the compiled loops: pip install 'oslab[measure]'."
_WAIT_PRIVATE = 128
_ROOM = 64  # glibc's mutex takes 40 bytes, its condition variable 48


@dataclass(frozen=True, slots=True)
class Passes:
    """What two threads used that passed a turn back and forth.

    Args:
        hand_offs: how often they passed it.
        cpu_ns: CPU time of both.
        wall_ns: from the first to the last.
        sleeps: voluntary context switches of both.
        preemptions: involuntary ones.
    """

    hand_offs: int
    cpu_ns: int
    wall_ns: int
    sleeps: int
    preemptions: int


def condition_hand_offs(rounds: int, cpus: tuple[int, int]) -> Passes:
    """Pass a turn between two threads by a mutex and two condition variables.

    Args:
        rounds: of two hand-offs each, 1 to 10 million. The first call also compiles the loop.
        cpus: where the two threads run.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without numba.

    Source: pthread_cond_wait(3), pthread_mutex_lock(3).
    """
    require_whole("rounds", rounds, 1, 10_000_000)
    places = _pair(cpus)
    loop, turn = _condition_loop()
    turn[0] = 0
    rooms = [ctypes.create_string_buffer(_ROOM) for _ in range(3)]
    mutex, first, second = map(ctypes.addressof, rooms)
    return _both(lambda me: loop(mutex, first, second, turn, me, rounds), places, rounds)


def python_hand_offs(rounds: int, cpus: tuple[int, int]) -> Passes:
    """Pass a turn between two threads by `threading.Condition`.

    Args:
        rounds: of two hand-offs each, 1 to a million.
        cpus: where the two threads run.

    Raises:
        InvalidInput: if an argument is out of range.
    """
    require_whole("rounds", rounds, 1, 1_000_000)
    places = _pair(cpus)
    condition, turn = threading.Condition(), [0]

    def work(me: int) -> None:
        for _ in range(rounds):
            with condition:
                while turn[0] != me:
                    condition.wait()
                turn[0] = 1 - me
                condition.notify()

    return _both(work, places, rounds)


def refused_waits(count: int) -> tuple[int, int]:
    """Wait at a futex for a value that it does not have; return nanoseconds of CPU and wall.

    Args:
        count: 1 to 100 million. The first call also compiles the loop.

    Raises:
        InvalidInput: if `count` is out of range.
        Unavailable: without numba, or where the number of futex(2) is not known.

    Source: futex(2), EAGAIN.
    """
    require_whole("count", count, 1, 100_000_000)
    loop = _refused_loop()
    word = ctypes.c_int(0)
    cpu, wall = time.thread_time_ns(), time.perf_counter_ns()
    loop(ctypes.addressof(word), count)
    return time.thread_time_ns() - cpu, time.perf_counter_ns() - wall


def _pair(cpus: object) -> tuple[int, int]:
    if not isinstance(cpus, tuple | list) or len(cpus) != 2:
        raise InvalidInput("cpus", cpus, "a pair of CPUs, such as (0, 0)")
    return affinity.require_cpu("cpus", cpus[0]), affinity.require_cpu("cpus", cpus[1])


def _both(work: Callable[[int], object], cpus: tuple[int, int], rounds: int) -> Passes:
    used: list[tuple[int, int, int]] = []
    gate = threading.Barrier(3)

    def run(me: int) -> None:
        os.sched_setaffinity(0, {cpus[me]})
        gate.wait()
        before, start = resource.getrusage(resource.RUSAGE_THREAD), time.thread_time_ns()
        work(me)
        cpu = time.thread_time_ns() - start
        after = resource.getrusage(resource.RUSAGE_THREAD)
        used.append((cpu, after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw))

    # Daemons: a reader who interrupts a measurement is not kept by its threads.
    threads = [threading.Thread(target=run, args=(me,), daemon=True) for me in (0, 1)]
    for one in threads:
        one.start()
    gate.wait()
    start = time.perf_counter_ns()
    for one in threads:
        one.join()
    wall = time.perf_counter_ns() - start
    cpu, sleeps, preemptions = (sum(column) for column in zip(*used, strict=True))
    return Passes(2 * rounds, cpu, wall, sleeps, preemptions)


def _libc(name: str, result: Any, *arguments: Any) -> Any:
    # A new handle for every function: its types are ours and no other module's.
    function = getattr(ctypes.CDLL(None), name)
    function.argtypes, function.restype = list(arguments), result
    return function


def _numba() -> Any:
    try:
        import numba
    except ImportError as error:
        raise Unavailable("native-speed loops", REMEDY) from error
    return numba


@functools.cache
def _condition_loop() -> tuple[Callable[..., int], Any]:
    """Return the compiled loop, and room for the turn."""
    numba = _numba()
    import numpy

    pointer = ctypes.c_void_p
    lock = _libc("pthread_mutex_lock", ctypes.c_int, pointer)
    unlock = _libc("pthread_mutex_unlock", ctypes.c_int, pointer)
    wait = _libc("pthread_cond_wait", ctypes.c_int, pointer, pointer)
    signal = _libc("pthread_cond_signal", ctypes.c_int, pointer)

    def loop(mutex: int, first: int, second: int, turn: Any, me: int, rounds: int) -> int:
        mine, other = (first, second) if me == 0 else (second, first)
        for _ in range(rounds):
            lock(mutex)
            while turn[0] != me:
                wait(mine, mutex)
            turn[0] = 1 - me
            signal(other)
            unlock(mutex)
        return rounds

    compiled = cast(Callable[..., int], numba.njit(nogil=True)(loop))
    turn = numpy.zeros(1, numpy.int64)
    compiled(0, 0, 0, turn, 0, 0)
    return compiled, turn


@functools.cache
def _refused_loop() -> Callable[[int, int], int]:
    numba = _numba()
    number = futex.NUMBERS.get(os.uname().machine)
    if number is None:
        raise Unavailable("The number of futex", "Use x86-64, ARM64 or RISC-V.")
    word, pointer = ctypes.c_long, ctypes.c_void_p
    call = _libc("syscall", word, word, pointer, word, word, pointer)
    operation = _WAIT_PRIVATE

    def loop(address: int, count: int) -> int:
        refused = 0
        for _ in range(count):
            refused -= call(number, address, operation, 1, 0)
        return refused

    compiled = cast(Callable[[int, int], int], numba.njit(nogil=True)(loop))
    spare = ctypes.c_int(0)
    compiled(ctypes.addressof(spare), 1)
    return compiled
