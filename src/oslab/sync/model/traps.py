"""One small program for each way in which threads go wrong, and the same program mended."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from oslab.errors import require_choice
from oslab.sync.model.endings import Invariant
from oslab.sync.model.explorer import explore_all
from oslab.sync.model.limits import limits
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.operations import (
    Operation,
    compare_and_swap,
    enter,
    exchange,
    fetch_add,
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
Parts = tuple[Program, Invariant | None]


def _race(mended: bool) -> Parts:
    """A result is published by a flag; mended, the flag is atomic."""

    def writer() -> Steps:
        yield store("result", 7)
        yield store("ready", True)

    def reader() -> Steps:
        if (yield load("ready")):
            yield load("result")

    return Program([writer, reader], result=0, ready=Atomic(False) if mended else False), None


def _check_then_act(mended: bool) -> Parts:
    """A cache is filled once, if nobody has; mended, to look and to claim are one step."""

    def worker() -> Steps:
        if mended:
            mine = yield compare_and_swap("filled", False, True)
        else:
            mine = not (yield load("filled"))
        if mine:
            yield store("filled", True)
            yield fetch_add("reads", 1)

    program = Program([worker, worker], filled=Atomic(False), reads=Atomic(0))
    return program, lambda shared: shared["reads"] == 1


def _lost_wakeup(mended: bool) -> Parts:
    """A sleeper looks, then sleeps; mended, nobody can signal between the two."""

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
    return Program([consumer, producer], **shared), None


def _deadlock(mended: bool) -> Parts:
    """Two locks, taken in two orders; mended, in one."""

    def move(first: str, second: str) -> Steps:
        yield lock(first)
        yield lock(second)
        yield unlock(second)
        yield unlock(first)

    back = ("a", "b") if mended else ("b", "a")
    return Program([(move, "a", "b"), (move, *back)], a=Mutex(), b=Mutex()), None


def _starvation(mended: bool) -> Parts:
    """A lock that is tried in a loop may be missed for ever; mended, its waiters sleep."""

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
    return Program([worker, worker], **shared), None


TRAPS: Mapping[str, Callable[[bool], Parts]] = {
    "data race": _race,
    "check, then act": _check_then_act,
    "lost wake-up": _lost_wakeup,
    "deadlock": _deadlock,
    "starvation": _starvation,
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
    program, at_end = TRAPS[require_choice("kind", kind, tuple(TRAPS))](mended)
    return explore_all(program, at_end=at_end)
