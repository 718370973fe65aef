"""The dining philosophers as a problem, and five remedies.

Source: E. W. Dijkstra, EWD 310 (1971); A. B. Downey, The Little Book of Semaphores, 4.4.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.judge import Task, pieces
from oslab.sync.records.operations import (
    acquire,
    broadcast,
    enter,
    leave,
    load,
    lock,
    release,
    store,
    try_lock,
    unlock,
    wait,
)
from oslab.sync.records.problem import Solution, Verdict
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Condition, Mutex, Region, Semaphore

_SENTENCE = (
    "Let philosophers eat, each with the two forks beside it: no deadlock, nobody starves, and "
    "two who share no fork may eat at once."
)
_HINTS = (
    "All can hold their left fork at once. Make that impossible.",
    "Number the forks. What if everybody takes the lower number first?",
    "Or let one less sit down than there are forks: a semaphore.",
)


def dining(solution: Solution | str = "none", number: int = 4, hint: int = 0) -> Verdict:
    """Return whether `take(me, number)` and `put(me, number)` keep philosophers fed.

    Args:
        solution: the name of a known one, or pieces `take` and `put`; forks are mutexes
            called `"fork 0"`, `"fork 1"`, ...
        number: of philosophers, from 2 to 6.
        hint: how many hints to give, up to 3.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    chosen = _TASK.chosen(solution)
    given = pieces(chosen, "take", "put")
    require_whole("number", number, 2, 6)

    def philosopher(me: int) -> Any:
        while True:
            yield from given["take"](me, number)
            yield enter(f"meal {me}")
            yield leave(f"meal {me}")
            yield from given["put"](me, number)

    shared = {f"fork {place}": Mutex() for place in range(number)}
    meals = {f"meal {place}": Region() for place in range(number)}
    seats = {"seats": Semaphore(number - 1)} if "seats" in chosen.shared else {}
    own = {name: one for name, one in chosen.shared.items() if name != "seats"}
    program = Program([(philosopher, me) for me in range(number)],
                      **{**shared, **meals, **own, **seats})  # fmt: skip

    def apart(seen: Any) -> bool:
        return not any(seen[f"meal {one}"] and seen[f"meal {(one + 1) % number}"]
                       for one in range(number))  # fmt: skip

    def together(seen: Any) -> bool:
        return len([one for one in range(number) if seen[f"meal {one}"]]) > 1

    reached = {"two never eat at once": together} if number > 3 else {}
    return _TASK.judged(program, invariant=apart, reached=reached, hint=hint)


def _forks(me: int, number: int) -> tuple[str, str]:
    return f"fork {me}", f"fork {(me + 1) % number}"


def _put(me: int, number: int) -> Any:
    left, right = _forks(me, number)
    yield unlock(right)
    yield unlock(left)


def _left_first(me: int, number: int) -> Any:
    left, right = _forks(me, number)
    yield lock(left)
    yield lock(right)


def _lower_first(me: int, number: int) -> Any:
    for place in sorted([me, (me + 1) % number]):
        yield lock(f"fork {place}")


def _one_left_handed(me: int, number: int) -> Any:
    left, right = _forks(me, number)
    if me == 0:
        left, right = right, left
    yield lock(left)
    yield lock(right)


def _sit_down(me: int, number: int) -> Any:
    yield acquire("seats")
    yield from _left_first(me, number)


def _stand_up(me: int, number: int) -> Any:
    yield from _put(me, number)
    yield release("seats")


def _both_at_once(me: int, number: int) -> Any:
    """Wait until neither neighbour eats, then eat: a monitor, and the forks are only told of."""
    yield lock("table")
    left, right = (me - 1) % number, (me + 1) % number
    while (yield load("eating")) & (1 << left | 1 << right):
        yield wait("done", "table")
    eating = yield load("eating")
    yield store("eating", eating | 1 << me)
    yield unlock("table")


def _both_back(me: int, number: int) -> Any:
    yield lock("table")
    eating = yield load("eating")
    yield store("eating", eating & ~(1 << me))
    yield broadcast("done")
    yield unlock("table")


def _one_table(me: int, number: int) -> Any:
    yield lock("table")


def _leave_table(me: int, number: int) -> Any:
    yield unlock("table")


def _give_back(me: int, number: int) -> Any:
    left, right = _forks(me, number)
    yield lock(left)
    while not (yield try_lock(right)):
        yield unlock(left)
        yield lock(left)


_TASK = Task(_SENTENCE, _HINTS, {
    "none": Solution(take=_left_first, put=_put),
    "lower number first": Solution(take=_lower_first, put=_put),
    "one left-handed": Solution(take=_one_left_handed, put=_put),
    "one seat less": Solution(take=_sit_down, put=_stand_up, seats=Semaphore()),
    "both forks at once": Solution(
        take=_both_at_once, put=_both_back, table=Mutex(), done=Condition(), eating=0),
    "try and give back": Solution(take=_give_back, put=_put),
    "one eats at a time": Solution(take=_one_table, put=_leave_table, table=Mutex()),
})  # fmt: skip
REMEDIES = tuple(_TASK.known)
"""Known answers; the first is none, and the last three lack something: who is it that starves?"""
