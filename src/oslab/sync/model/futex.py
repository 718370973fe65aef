"""A lock made of one word and two system calls, right and with the mistakes that people make."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.errors import require_choice
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
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Condition, Mutex, Region

Steps = Generator[Operation, Any, Any]
RULES = ("three states", "always calls", "no second look", "forgets the others")


@limits(threads=(1, 3))
def futex_lock(rule: str = "three states", threads: int = 2) -> Exploration:
    """Return all that can happen to threads that take a lock once, and how often they call.

    The word is 0 for free, 1 for taken, 2 for taken and somebody may sleep. The kernel looks at
    it once more before it lets a thread sleep, under a lock of its own.

    Args:
        rule: one of `RULES`; the last two are mistakes.
        threads: 1 to 3.

    Raises:
        InvalidInput: if an argument is wrong.

    Source: U. Drepper, Futexes Are Tricky, 2011, mutex 2.
    """
    require_choice("rule", rule, RULES)

    def futex_wait() -> Steps:
        yield lock("kernel")
        yield fetch_add("calls", 1)
        if rule == "no second look" or (yield load("word")) == 2:
            yield wait("asleep", "kernel")
        yield unlock("kernel")

    def futex_wake() -> Steps:
        yield lock("kernel")
        yield fetch_add("calls", 1)
        yield signal("asleep")
        yield unlock("kernel")

    def thread() -> Steps:
        mine = yield compare_and_swap("word", 0, 1)
        while not mine and (yield exchange("word", 2)) != 0:
            yield from futex_wait()
            mine = rule == "forgets the others" and (yield compare_and_swap("word", 0, 1))
        yield enter("critical")
        yield leave("critical")
        if (yield exchange("word", 0)) == 2 or rule == "always calls":
            yield from futex_wake()

    shared = {"word": Atomic(0), "calls": Atomic(0), "kernel": Mutex(), "asleep": Condition()}
    program = Program([thread] * threads, critical=Region(), **shared)
    return explore_all(program, observe=["calls"])
