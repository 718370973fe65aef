"""One small program for each way in which threads go wrong, and the same program mended."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from oslab.errors import require_choice
from oslab.sync.model.explorer import explore_all
from oslab.sync.model.limits import limits
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.operations import (
    Operation,
    enter,
    exchange,
    leave,
    load,
    lock,
    signal,
    store,
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Condition, Mutex, Region

Steps = Generator[Operation, Any, Any]


@limits(mended=bool)
def publish(mended: bool = False) -> Program:
    """Return a result published by a flag; mended, the flag is atomic."""

    def writer() -> Steps:
        yield store("result", 7)
        yield store("ready", True)

    def reader() -> Steps:
        if (yield load("ready")):
            yield load("result")

    return Program([writer, reader], result=0, ready=Atomic(False) if mended else False)


@limits(mended=bool)
def sleep_until(mended: bool = False) -> Program:
    """Return a sleeper who looks, then sleeps; mended, nobody can signal between the two."""

    def consumer() -> Steps:
        yield lock("mutex")
        while (yield load("items")) == 0:
            yield wait("filled", "mutex")
        yield unlock("mutex")

    def producer() -> Steps:
        if mended:
            yield lock("mutex")
        yield store("items", 1)
        yield signal("filled")
        if mended:
            yield unlock("mutex")

    shared = {"items": 0 if mended else Atomic(0), "mutex": Mutex(), "filled": Condition()}
    return Program([consumer, producer], **shared)


@limits(mended=bool)
def two_orders(mended: bool = False) -> Program:
    """Return two locks taken in two orders; mended, in one."""

    def move(first: str, second: str) -> Steps:
        yield lock(first)
        yield lock(second)
        yield unlock(second)
        yield unlock(first)

    back = ("a", "b") if mended else ("b", "a")
    return Program([(move, "a", "b"), (move, *back)], a=Mutex(), b=Mutex())


@limits(mended=bool)
def spin(mended: bool = False) -> Program:
    """Return a lock tried in a loop, which may be missed for ever; mended, waiters sleep."""

    def worker() -> Steps:
        while True:
            if mended:
                yield lock("mutex")
            else:
                while (yield exchange("busy", True)):
                    pass
            yield enter("critical")
            yield leave("critical")
            yield unlock("mutex") if mended else store("busy", False)

    shared = {"critical": Region()} | ({"mutex": Mutex()} if mended else {"busy": Atomic(False)})
    return Program([worker, worker], **shared)


TRAPS: Mapping[str, Callable[[bool], Program]] = {
    "data race": publish,
    "lost wake-up": sleep_until,
    "deadlock": two_orders,
    "starvation": spin,
}


@limits(mended=bool)
def trap(kind: str = "data race", mended: bool = False) -> Exploration:
    """Return all that can happen in a small program that falls into a trap, or is mended.

    Args:
        kind: one of `TRAPS`.
        mended: whether to take the program with the mistake put right.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    return explore_all(TRAPS[require_choice("kind", kind, tuple(TRAPS))](mended))
