"""Small programs written out, to be changed and explored again where they are shown.

What stands in these functions is what a reader of the page edits: every word that a
program may say is imported here, so that an edit needs no import.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.explorer import explore_all
from oslab.sync.model.limits import limits
from oslab.sync.model.replay import replay
from oslab.sync.model.state_graph import state_graph
from oslab.sync.records import (  # noqa: F401 - for the reader
    Atomic,
    Barrier,
    Channel,
    Condition,
    Exploration,
    Moment,
    Mutex,
    Operation,
    Program,
    ReadWriteLock,
    Region,
    Semaphore,
)
from oslab.sync.records.operations import (  # noqa: F401 - for the reader
    acquire,
    arrive,
    broadcast,
    check,
    choose,
    compare_and_swap,
    enter,
    exchange,
    fence,
    fetch_add,
    leave,
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
from oslab.sync.records.state_graph import StateGraph

Steps = Generator[Operation, Any, Any]


@limits(threads=(1, 4), increments=(1, 12))
def race(threads: int = 2, increments: int = 1) -> Exploration:
    """Return all that can happen to threads that each add 1 to `n`, with no lock."""

    def increment() -> Steps:
        for _ in range(increments):
            n = yield load("n")
            yield store("n", n + 1)

    program = Program([increment] * threads, n=0)
    return explore_all(program, at_end=lambda shared: shared["n"] == threads * increments)


def turns(schedule: str = "A B A B", now: int = 4) -> Moment:
    """Return two threads that each add 1 to `n`, in this order of turns, after `now` steps.

    Args:
        schedule: turns of `A` and `B`, two of each.
        now: from 0 to the number of turns.

    Raises:
        InvalidInput: if it is the turn of one who has returned, or there is no such moment.
    """
    require_whole("now", now, 0)

    def increment(name: str) -> Steps:
        n = yield load("n")
        yield store("n", n + 1)

    program = Program([(increment, "A"), (increment, "B")], n=0)
    order = ["AB".find(turn) for turn in str(schedule).split()]
    return Moment(replay(program, order), now)


@limits(workers=(1, 5), claims=bool)
def fill_once(workers: int = 2, claims: bool = False) -> Exploration:
    """Return what can happen if each worker looks whether a cache is filled, then fills it."""

    def worker() -> Steps:
        if claims:  # looks and claims in one step
            mine = yield compare_and_swap("filled", False, True)
        else:
            mine = not (yield load("filled"))
        if mine:
            yield store("filled", True)
            yield fetch_add("reads", 1)

    program = Program([worker] * workers, filled=Atomic(False), reads=Atomic(0))
    return explore_all(program, at_end=lambda shared: shared["reads"] == 1)


@limits(threads=(1, 3), increments=(1, 3), symmetry=bool, dead_locals=bool)
def race_states(
    threads: int = 2, increments: int = 1, symmetry: bool = False, dead_locals: bool = False
) -> StateGraph:
    """Return every state of threads that each add 1 to `n`, and every step between them."""

    def increment() -> Steps:
        for _ in range(increments):
            n = yield load("n")
            yield store("n", n + 1)

    program = Program([increment] * threads, n=0)
    return state_graph(program, symmetry=symmetry, dead_locals=dead_locals)


@limits(fenced=bool)
def mutual_exclusion(memory: str = "sc", fenced: bool = False) -> Exploration:
    """Return what can happen under Peterson's lock, taken once by each of two threads."""

    def thread(me: int) -> Steps:
        other = 1 - me
        yield store(f"wants {me}", 1)
        yield store("turn", other)
        if fenced:
            yield fence()
        while (yield load(f"wants {other}")) and (yield load("turn")) == other:
            pass
        yield enter("critical")
        yield leave("critical")
        yield store(f"wants {me}", 0)

    shared = {"wants 0": Atomic(0), "wants 1": Atomic(0), "turn": Atomic(0), "critical": Region()}
    return explore_all(Program([(thread, 0), (thread, 1)], **shared), memory=memory, observe=())


@limits(fenced=bool)
def store_buffering(memory: str = "tso", fenced: bool = False) -> Exploration:
    """Return what two threads can read that each store one variable and load the other."""

    def left() -> Steps:
        yield store("x", 1)
        if fenced:
            yield fence()
        yield store("a", (yield load("y")))

    def right() -> Steps:
        yield store("y", 1)
        if fenced:
            yield fence()
        yield store("b", (yield load("x")))

    program = Program([left, right], x=Atomic(0), y=Atomic(0), a=0, b=0)
    return explore_all(
        program, memory=memory, observe=("a", "b"),
        at_end=lambda shared: shared["a"] == 1 or shared["b"] == 1,
    )  # fmt: skip
