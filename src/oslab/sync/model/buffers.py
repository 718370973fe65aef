"""Buffers between threads, written out: change them and explore them where they are shown."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.errors import require_choice, require_whole
from oslab.sync.model.buffer import VARIANTS, buffer, buffer_program
from oslab.sync.model.explorer import explore_all
from oslab.sync.model.limits import limits
from oslab.sync.model.replay import replay, run
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.history import Moment
from oslab.sync.records.operations import (
    Operation,
    acquire,
    broadcast,
    check,
    fetch_add,
    load,
    lock,
    receive,
    release,
    send,
    signal,
    store,
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Channel, Condition, Mutex, Semaphore

Steps = Generator[Operation, Any, Any]
RECHECKS = ("while", "if")
TELLS = ("signal", "broadcast", "unlock, then signal")
ORDERS = ("semaphore, then mutex", "mutex, then semaphore", "no mutex")
ENDINGS = (
    "the last loader, one a trainer", "the last loader, one in all", "every loader, one each",
)  # fmt: skip


@limits(conditions=(1, 2), pairs=(1, 3), spurious=bool)
def condition_buffer(
    recheck: str = "while", conditions: int = 2, tell: str = "signal", pairs: int = 2,
    spurious: bool = False,
) -> Exploration:  # fmt: skip
    """Return all that can happen around a buffer of one slot, with condition variables.

    Args:
        recheck: `"while"`, or `"if"`: whether who wakes looks again.
        conditions: one for both roles, or one a role.
        tell: one of `TELLS`.
        pairs: how many producers of one item, and as many consumers.
        spurious: whether a sleeper may wake although nobody signalled.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_choice("recheck", recheck, RECHECKS)
    require_choice("tell", tell, TELLS)
    room = "room" if conditions == 2 else "items"

    def told(condition: str) -> Steps:
        inside = [broadcast(condition) if tell == "broadcast" else signal(condition), unlock("m")]
        yield from inside[::-1] if tell == "unlock, then signal" else inside

    def producer() -> Steps:
        yield lock("m")
        full = (yield load("count")) == 1
        while full:
            yield wait(room, "m")
            full = recheck == "while" and (yield load("count")) == 1
        yield check((yield load("count")) == 0, "puts into a full buffer")
        yield store("count", 1)
        yield from told("items")

    def consumer() -> Steps:
        yield lock("m")
        empty = (yield load("count")) == 0
        while empty:
            yield wait("items", "m")
            empty = recheck == "while" and (yield load("count")) == 0
        yield check((yield load("count")) == 1, "takes from an empty buffer")
        yield store("count", 0)
        yield from told(room)

    threads = [producer] * pairs + [consumer] * pairs
    shared = {"count": 0, "m": Mutex(), "room": Condition(), "items": Condition()}
    return explore_all(Program(threads, **shared), spurious=spurious)


@limits(slots=(1, 2), pairs=(1, 2))
def semaphore_buffer(
    order: str = "semaphore, then mutex", slots: int = 2, pairs: int = 2
) -> Exploration:
    """Return all that can happen around a ring of slots with two semaphores.

    Args:
        order: one of `ORDERS`.
        slots: how many items fit.
        pairs: how many producers of one item, and as many consumers.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_choice("order", order, ORDERS)

    def enter(semaphore: str) -> Steps:
        if order == "mutex, then semaphore":
            yield lock("m")
        yield acquire(semaphore)
        if order == "semaphore, then mutex":
            yield lock("m")

    def leave(semaphore: str) -> Steps:
        if order != "no mutex":
            yield unlock("m")
        yield release(semaphore)

    def producer() -> Steps:
        yield from enter("room")
        at = yield load("tail")
        yield store(f"slot {at}", "full")
        yield store("tail", (at + 1) % slots)
        yield from leave("items")

    def consumer() -> Steps:
        yield from enter("items")
        at = yield load("head")
        yield check((yield load(f"slot {at}")) == "full", "takes what nobody put there")
        yield store(f"slot {at}", "empty")
        yield store("head", (at + 1) % slots)
        yield from leave("room")

    ring = {f"slot {number}": "empty" for number in range(slots)}
    counts = {"room": Semaphore(slots), "items": Semaphore(0)}
    threads = [producer] * pairs + [consumer] * pairs
    program = Program(threads, head=0, tail=0, m=Mutex(), **counts, **ring)
    return explore_all(program, observe=())


@limits(loaders=(1, 3), trainers=(1, 3), batches=(1, 2))
def prefetch_queue(
    end: str = "every loader, one each", loaders: int = 2, trainers: int = 2, batches: int = 1
) -> Exploration:
    """Return all that can happen to loaders that end a queue of one batch by None.

    Args:
        end: one of `ENDINGS`: who sends None, and how often.
        loaders: how many threads fill the queue.
        trainers: how many empty it; each returns at the first None.
        batches: of each loader.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_choice("end", end, ENDINGS)

    def loader() -> Steps:
        for _ in range(batches):
            yield send("q", "batch")
        last = (yield fetch_add("left", -1)) == 1
        if end == "every loader, one each":
            yield send("q", None)
        elif last:
            for _ in range(trainers if end == "the last loader, one a trainer" else 1):
                yield send("q", None)

    def trainer() -> Steps:
        while (yield receive("q")) is not None:
            pass

    program = Program(
        [loader] * loaders + [trainer] * trainers,
        q=Channel(1),
        left=Atomic(loaders),
    )
    return explore_all(program)


def buffer_step(variant: str = "if for while", step: int = 0) -> Moment:
    """Return the shortest way in which a variant of the buffer breaks, after so many steps.

    Args:
        variant: one of `VARIANTS`; of a harmless one, some history that ends well.
        step: from 0; past the end of the history, its end.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_choice("variant", variant, VARIANTS)
    require_whole("step", step, 0, 1_000)
    program, found = buffer_program(variant), buffer(variant).findings
    told = replay(program, found[0].schedule) if found else run(program, seed=1)
    return Moment(told, min(step, len(told.steps)))
