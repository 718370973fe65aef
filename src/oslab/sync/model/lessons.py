"""Small programs written out, to be changed and explored again where they are shown."""

from __future__ import annotations

from typing import Any

from oslab.errors import require, require_whole
from oslab.sync.model.explorer import explore_all
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.operations import enter, fence, leave, load, store
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Region


def race(threads: int = 2, increments: int = 1) -> Exploration:
    """Return what can happen to threads that each add 1 to `n`, without a lock.

    Raises:
        InvalidInput: if there are not 1 to 4 threads of 1 to 12 increments.
    """
    require_whole("threads", threads, 1, 4)
    require_whole("increments", increments, 1, 12)

    def increment() -> Any:
        for _ in range(increments):
            n = yield load("n")
            yield store("n", n + 1)

    return explore_all(Program([increment] * threads, n=0))


def mutual_exclusion(memory: str = "sc", fenced: bool = False) -> Exploration:
    """Return what can happen under Peterson's lock, taken once by each of two threads.

    Args:
        memory: `"sc"`, or `"tso"` with store buffers.
        fenced: whether a thread waits for its stores before it looks at the other.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require(isinstance(fenced, bool), "fenced", fenced, "True or False")

    def thread(me: int) -> Any:
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


def store_buffering(memory: str = "tso", fenced: bool = False) -> Exploration:
    """Return what two threads can read that each store one variable and load the other.

    Args:
        memory: `"sc"`, or `"tso"` with store buffers.
        fenced: whether each waits for its store before it loads.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require(isinstance(fenced, bool), "fenced", fenced, "True or False")

    def thread(mine: str, other: str) -> Any:
        yield store(mine, 1)
        if fenced:
            yield fence()
        return (yield load(other))

    program = Program([(thread, "x", "y"), (thread, "y", "x")], x=Atomic(0), y=Atomic(0))
    return explore_all(program, memory=memory, observe=())
