"""Programs that every course knows, as the explorer takes them."""

from __future__ import annotations

from typing import Any

from oslab.errors import require, require_whole
from oslab.sync.records.operations import (
    acquire,
    enter,
    fence,
    fetch_add,
    leave,
    load,
    lock,
    release,
    store,
    unlock,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Mutex, Region, Semaphore

MOST = 30


def lost_update(threads: int = 2, increments: int = 1) -> Program:
    """Return threads that each add 1 to `n` so many times, by a load and a store.

    Raises:
        InvalidInput: if a number is no whole number from 1.
    """
    require_whole("threads", threads, 1, MOST)
    require_whole("increments", increments, 1, 1_000)

    def increment() -> Any:
        for _ in range(increments):
            n = yield load("n")
            yield store("n", n + 1)

    return Program([increment] * threads, n=0)


def philosophers(number: int = 5, *, eat: bool = False) -> Program:
    """Return philosophers who take the fork on their left, then the one on their right.

    Args:
        number: how many, from 2.
        eat: whether the meal is a region, and so counts as progress.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_whole("number", number, 2, MOST)
    require(isinstance(eat, bool), "eat", eat, "True or False")

    def philosopher(me: int) -> Any:
        left, right = f"fork {me}", f"fork {(me + 1) % number}"
        while True:
            yield lock(left)
            yield lock(right)
            if eat:
                yield enter(f"meal {me}")
                yield leave(f"meal {me}")
            yield unlock(left)
            yield unlock(right)

    shared: dict[str, object] = {f"fork {place}": Mutex() for place in range(number)}
    if eat:
        shared |= {f"meal {place}": Region() for place in range(number)}
    return Program([(philosopher, me) for me in range(number)], **shared)


def bounded_buffer(pairs: int = 2, slots: int = 2) -> Program:
    """Return producers and consumers around a counter, two semaphores and a mutex.

    Args:
        pairs: how many producers, and how many consumers, from 1.
        slots: how many items fit, from 1.

    Raises:
        InvalidInput: if a number is no whole number from 1.
    """
    require_whole("pairs", pairs, 1, MOST // 2)
    require_whole("slots", slots, 1, 1_000)

    def producer() -> Any:
        while True:
            yield acquire("room")
            yield lock("mutex")
            yield fetch_add("count", 1)
            yield unlock("mutex")
            yield release("items")

    def consumer() -> Any:
        while True:
            yield acquire("items")
            yield lock("mutex")
            yield fetch_add("count", -1)
            yield unlock("mutex")
            yield release("room")

    return Program(
        [producer] * pairs + [consumer] * pairs,
        room=Semaphore(slots), items=Semaphore(0), count=0, mutex=Mutex(),
    )  # fmt: skip


def peterson(*, rounds: int = 0, fenced: bool = False) -> Program:
    """Return two threads that keep each other out by Peterson's algorithm.

    Args:
        rounds: how often each enters; 0 for again and again.
        fenced: whether each waits, before it looks, until its stores have reached memory.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_whole("rounds", rounds, 0, 1_000)
    require(isinstance(fenced, bool), "fenced", fenced, "True or False")

    def thread(me: int) -> Any:
        left = rounds
        while True:
            yield store(f"wants {me}", 1)
            yield store("turn", 1 - me)
            if fenced:
                yield fence()
            while (yield load(f"wants {1 - me}")) and (yield load("turn")) != me:
                pass
            yield enter("critical")
            yield leave("critical")
            yield store(f"wants {me}", 0)
            left -= left > 0
            if left == 0 < rounds:
                return

    shared = {"wants 0": Atomic(0), "wants 1": Atomic(0), "turn": Atomic(0), "critical": Region()}
    return Program([(thread, 0), (thread, 1)], **shared)


def filter_lock(number: int = 3) -> Program:
    """Return threads that climb number - 1 levels, at each of which one stays behind.

    Raises:
        InvalidInput: if `number` is no whole number from 2.

    Source: G. L. Peterson, Myths About the Mutual Exclusion Problem, IPL 12(3), 1981.
    """
    require_whole("number", number, 2, MOST)

    def thread(me: int) -> Any:
        while True:
            for level in range(1, number):
                yield store(f"level {me}", level)
                yield store(f"victim {level}", me)
                for other in range(number):
                    if other != me:
                        while (yield load(f"level {other}")) >= level and (
                            yield load(f"victim {level}")
                        ) == me:
                            pass
            yield enter("critical")
            yield leave("critical")
            yield store(f"level {me}", 0)

    shared: dict[str, object] = {f"level {one}": Atomic(0) for one in range(number)}
    shared |= {f"victim {level}": Atomic(0) for level in range(1, number)}
    return Program([(thread, me) for me in range(number)], critical=Region(), **shared)
