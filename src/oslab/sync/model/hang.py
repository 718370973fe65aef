"""Jobs that hang, written out so that a reader can change them where they are shown."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.classics import philosophers
from oslab.sync.model.deadlock import wait_for
from oslab.sync.model.explorer import explore_all
from oslab.sync.model.limits import limits
from oslab.sync.model.replay import replay
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.operations import (  # noqa: F401 - all but a few are for the reader
    Operation,
    acquire,
    arrive,
    broadcast,
    enter,
    leave,
    load,
    lock,
    pause,
    release,
    signal,
    store,
    try_acquire,
    try_lock,
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import (  # noqa: F401 - all but a few are for the reader
    Atomic,
    Barrier,
    Condition,
    Mutex,
    Region,
    Semaphore,
)
from oslab.sync.records.wait_for import WaitForGraph

Steps = Generator[Operation, Any, Any]


@limits(opposite=bool, back_off=bool)
def two_locks(opposite: bool = True, back_off: bool = False) -> Exploration:
    """Return all that can happen to a thread that saves the model and one that writes the log."""

    def take(first: str, second: str, gives_way: bool) -> Steps:
        yield lock(first)
        if gives_way:
            while not (yield try_lock(second)):
                yield unlock(first)
                yield lock(first)
        else:
            yield lock(second)
        yield unlock(second)
        yield unlock(first)

    def saver() -> Steps:
        yield from take("model", "log", back_off)

    def logger() -> Steps:
        first, second = ("log", "model") if opposite else ("model", "log")
        yield from take(first, second, back_off)

    return explore_all(Program([saver, logger], model=Mutex(), log=Mutex()))


@limits(ranks=(2, 4), opposite=bool, one_batch_less=bool)
def collectives(ranks: int = 2, opposite: bool = True, one_batch_less: bool = False) -> Exploration:
    """Return all that can happen to ranks that sum the gradients of two layers, twice.

    A sum is a barrier: nobody has it before all have brought their part.
    """

    def rank(me: int) -> Steps:
        layers = ("sum A", "sum B")
        if me == 0 and opposite:
            layers = ("sum B", "sum A")
        batches = 1 if me == 0 and one_batch_less else 2
        for _ in range(batches):
            for layer in layers:
                yield arrive(layer)

    sums = {"sum A": Barrier(ranks), "sum B": Barrier(ranks)}
    return explore_all(Program([(rank, me) for me in range(ranks)], **sums))


def ring(threads: int = 3, holding: int = 3) -> WaitForGraph:
    """Return who waits for whom while a ring closes, each holding what the one before wants.

    Args:
        threads: 2 to 6, each of which takes its own fork and then the next one.
        holding: how many of them have theirs, 0 to 6; more than there are is all.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_whole("threads", threads, 2, 6)
    require_whole("holding", holding, 0, 6)
    turns = list(range(min(threads, holding)))
    return wait_for(replay(philosophers(threads), turns))
