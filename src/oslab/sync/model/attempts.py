"""The classic problems, each with a first attempt that is wrong: what a reader changes.

The text of these functions is what stands in the edit box of a page, and it is no more than
the solution; the problem around it is in `dining`, `readers_writers` and the others.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.sync.model.barber import barber
from oslab.sync.model.barrier import barrier
from oslab.sync.model.dining import dining
from oslab.sync.model.limits import limits
from oslab.sync.model.readers_writers import readers_writers
from oslab.sync.model.smokers import smokers
from oslab.sync.records.operations import (  # noqa: F401 - all but a few are for the reader
    Operation,
    acquire,
    broadcast,
    check,
    compare_and_swap,
    exchange,
    fetch_add,
    load,
    lock,
    pause,
    read_lock,
    read_unlock,
    receive,
    release,
    send,
    signal,
    store,
    try_acquire,
    try_lock,
    unlock,
    wait,
    write_lock,
    write_unlock,
)
from oslab.sync.records.problem import Solution, Verdict
from oslab.sync.records.shared import (  # noqa: F401 - all but a few are for the reader
    Atomic,
    Barrier,
    Channel,
    Condition,
    Mutex,
    ReadWriteLock,
    Semaphore,
)

Steps = Generator[Operation, Any, Any]


@limits(number=(2, 5), hint=(0, 3))
def seat_philosophers(number: int = 4, hint: int = 0) -> Verdict:
    """Judge `take` and `put`: forks are mutexes called `fork 0`, `fork 1`, ..."""

    def take(me: int, number: int) -> Steps:
        yield lock(f"fork {me}")
        yield lock(f"fork {(me + 1) % number}")

    def put(me: int, number: int) -> Steps:
        yield unlock(f"fork {me}")
        yield unlock(f"fork {(me + 1) % number}")

    return dining(Solution(take=take, put=put), number, hint)


@limits(hint=(0, 3))
def admit_readers(rule: str = "fair", hint: int = 0) -> Verdict:
    """Judge four pieces: readers share the room, a writer has it alone."""

    def start_read() -> Steps:
        yield lock("counting")
        readers = yield load("readers")
        yield store("readers", readers + 1)
        if readers == 0:
            yield lock("room")
        yield unlock("counting")

    def end_read() -> Steps:
        yield lock("counting")
        readers = yield load("readers")
        yield store("readers", readers - 1)
        if readers == 1:
            yield unlock("room")
        yield unlock("counting")

    def start_write() -> Steps:
        yield lock("room")

    def end_write() -> Steps:
        yield unlock("room")

    shared = {"counting": Mutex(), "room": Mutex(), "readers": 0}
    reading = {"start_read": start_read, "end_read": end_read}
    writing = {"start_write": start_write, "end_write": end_write}
    return readers_writers(Solution(**reading, **writing, **shared), rule, hint)


@limits(chairs=(1, 2), hint=(0, 3))
def open_shop(chairs: int = 1, hint: int = 0) -> Verdict:
    """Judge the customer's `sit` and `rise`, and the barber's `next_customer` and `done`."""

    def sit(chairs: int) -> Steps:
        yield lock("door")
        waiting = yield load("waiting")
        if waiting == chairs:
            yield unlock("door")
            return False
        yield store("waiting", waiting + 1)
        yield unlock("door")
        yield release("customers")
        yield acquire("your turn")
        return True

    def next_customer() -> Steps:
        yield acquire("customers")
        yield lock("door")
        waiting = yield load("waiting")
        yield store("waiting", waiting - 1)
        yield unlock("door")
        yield release("your turn")

    def rise() -> Steps:
        yield from ()

    def done() -> Steps:
        yield from ()

    shared = {"door": Mutex(), "waiting": 0, "customers": Semaphore(0), "your turn": Semaphore(0)}
    solution = Solution(sit=sit, rise=rise, next_customer=next_customer, done=done, **shared)
    return barber(solution, chairs, hint)


@limits(rounds=(1, 3), hint=(0, 3))
def call_smokers(rounds: int = 2, hint: int = 0) -> Verdict:
    """Judge `fetch(mine)`, and `help(thing)` if there is one: it runs for each thing laid down."""

    def fetch(mine: str) -> Steps:
        for thing in ("tobacco", "paper", "match"):
            if thing != mine:
                yield acquire(thing)

    return smokers(Solution(fetch=fetch), rounds, hint)


@limits(parties=(2, 3), hint=(0, 3))
def meet_again(parties: int = 2, hint: int = 0) -> Verdict:
    """Judge `meet`: nobody begins a round before all have ended the one before."""

    def meet(parties: int) -> Steps:
        yield lock("counting")
        count = yield load("count")
        count = (count + 1) % parties
        yield store("count", count)
        yield unlock("counting")
        if count == 0:
            for _ in range(parties - 1):
                yield release("gate")
        else:
            yield acquire("gate")

    return barrier(Solution(meet=meet, counting=Mutex(), count=0, gate=Semaphore(0)), parties, hint)
