"""The sleeping barber: a customer who finds no chair leaves, and nobody waits in vain.

Source: E. W. Dijkstra, EWD 123 (1965); A. B. Downey, The Little Book of Semaphores, 5.2.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.judge import Task, pieces
from oslab.sync.records.operations import (
    acquire,
    enter,
    leave,
    load,
    lock,
    release,
    store,
    unlock,
)
from oslab.sync.records.problem import Solution, Verdict
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Mutex, Region, Semaphore

_SENTENCE = (
    "A barber cuts one customer at a time and sleeps when there is none; who finds all chairs "
    "taken leaves; whoever sat down is cut and goes."
)
_HINTS = (
    "The barber waits for a customer, and the customer for the barber: two semaphores.",
    "The next must not sit down before the last has risen: two more.",
    "Look for a chair and sit down while holding the same lock.",
)


def barber(solution: Solution | str = "two semaphores", chairs: int = 1, hint: int = 0) -> Verdict:
    """Return whether everybody who sat down is cut, and nobody waits in vain.

    Args:
        solution: the name of a known one, or pieces `sit(chairs)`, which returns False if
            there was no chair and True when it is the customer's turn, and `rise()`; of the
            barber `next_customer()` and `done()`.
        chairs: how many customers may be in the shop, 1 or 2.
        hint: how many hints to give, up to 3.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    chosen = _TASK.chosen(solution)
    given = pieces(chosen, "sit", "rise", "next_customer", "done")
    require_whole("chairs", chairs, 1, 2)

    def the_barber() -> Any:
        while True:
            yield from given["next_customer"]()
            yield enter("cutting")
            yield leave("cutting")
            yield from given["done"]()

    def customer() -> Any:
        if (yield from given["sit"](chairs)):
            yield enter("in the chair")
            yield leave("in the chair")
            yield from given["rise"]()

    shop = {"cutting": Region(), "in the chair": Region()}
    program = Program([the_barber, *[customer] * 3], **{**chosen.shared, **shop})
    reached = {
        "nobody is ever cut": lambda seen: seen["in the chair"] and seen["cutting"],
    }
    return _TASK.judged(program, reached=reached, daemons=("the barber",), hint=hint)


def _sit(chairs: int) -> Any:
    yield lock("m")
    waiting = yield load("waiting")
    if waiting == chairs:
        yield unlock("m")
        return False
    yield store("waiting", waiting + 1)
    yield unlock("m")
    yield release("customers")
    yield acquire("your turn")
    return True


def _sit_unlocked(chairs: int) -> Any:
    """Two customers may see the same chair."""
    waiting = yield load("waiting")
    if waiting == chairs:
        return False
    yield store("waiting", waiting + 1)
    yield release("customers")
    yield acquire("your turn")
    return True


def _next_customer() -> Any:
    yield acquire("customers")
    yield lock("m")
    waiting = yield load("waiting")
    yield store("waiting", waiting - 1)
    yield unlock("m")
    yield release("your turn")


def _rise() -> Any:
    yield release("up")
    yield acquire("paid")


def _done() -> Any:
    yield acquire("up")
    yield release("paid")


def _hurry() -> Any:
    yield from ()


_SHOP = {
    "next_customer": _next_customer, "waiting": 0, "m": Mutex(), "customers": Semaphore(0),
    "your turn": Semaphore(0), "up": Semaphore(0), "paid": Semaphore(0),
}  # fmt: skip
_TASK = Task(_SENTENCE, _HINTS, {
    "four semaphores": Solution(sit=_sit, rise=_rise, done=_done, **_SHOP),
    "two semaphores": Solution(sit=_sit, rise=_hurry, done=_hurry, **_SHOP),
    "no lock": Solution(sit=_sit_unlocked, rise=_rise, done=_done, **_SHOP),
})  # fmt: skip
SOLUTIONS = tuple(_TASK.known)
