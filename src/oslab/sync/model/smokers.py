"""The cigarette smokers: an agent that cannot be changed, and a deadlock in the obvious answer.

Source: S. S. Patil, MIT Project MAC Memo 57 (1971); D. L. Parnas, CACM 18(3), 1975; A. B. Downey,
The Little Book of Semaphores, 4.5.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.judge import Task, pieces
from oslab.sync.records.operations import (
    acquire,
    choose,
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

THINGS = ("tobacco", "paper", "match")
_SENTENCE = (
    "The agent lays two of three things on the table; the smoker who has the third, and nobody "
    "else, takes them and smokes."
)
_HINTS = (
    "Who takes one thing may have taken it from under the nose of another.",
    "Let helpers, one a thing, take what is laid down and note it.",
    "The second helper to come knows which smoker to wake.",
)


def smokers(solution: Solution | str = "take both", rounds: int = 2, hint: int = 0) -> Verdict:
    """Return whether the right smoker smokes, round after round.

    Args:
        solution: the name of a known one, or a piece `fetch(mine)` that a smoker who has
            `mine` goes through before it smokes, and if need be `help(thing)`.
        rounds: how often the agent lays things down, 1 to 3.
        hint: how many hints to give, up to 3.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    chosen = _TASK.chosen(solution)
    given = pieces(chosen, "fetch")
    require_whole("rounds", rounds, 1, 3)

    def smoker(mine: str) -> Any:
        while True:
            yield from given["fetch"](mine)
            yield enter("smoking")
            yield leave("smoking")
            yield release("smoked")

    def helper(thing: str) -> Any:
        while True:
            yield acquire(thing)
            yield from given["help"](thing)

    helpers = [(helper, thing) for thing in THINGS] if "help" in given else []
    table = {**{thing: Semaphore(0) for thing in THINGS}, "smoked": Semaphore(0),
             "smoking": Region()}  # fmt: skip
    program = Program([_agent(rounds), *[(smoker, mine) for mine in THINGS], *helpers],
                      **{**chosen.shared, **table})  # fmt: skip
    return _TASK.judged(program, daemons=("smoker", "helper"), hint=hint)


def _agent(rounds: int) -> Any:
    def agent() -> Any:
        for _ in range(rounds):
            spared = yield choose(*THINGS)
            for thing in THINGS:
                if thing != spared:
                    yield release(thing)
            yield acquire("smoked")

    return agent


def _take_both(mine: str) -> Any:
    for thing in THINGS:
        if thing != mine:
            yield acquire(thing)


def _be_called(mine: str) -> Any:
    yield acquire(f"has {mine}")


def _note(thing: str) -> Any:
    """Note what lies there; with the second thing it is clear who is meant."""
    yield lock("m")
    lies = yield load("lies")
    if lies is None:
        yield store("lies", thing)
    else:
        yield store("lies", None)
        (spared,) = (one for one in THINGS if one not in (lies, thing))
        yield release(f"has {spared}")
    yield unlock("m")


_TASK = Task(_SENTENCE, _HINTS, {
    "take both": Solution(fetch=_take_both),
    "helpers": Solution(
        fetch=_be_called, help=_note, m=Mutex(), lies=None,
        **{f"has {thing}": Semaphore(0) for thing in THINGS}),
})  # fmt: skip
SOLUTIONS = tuple(_TASK.known)
