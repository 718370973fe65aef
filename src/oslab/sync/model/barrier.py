"""A barrier that can be used again and again, made of a mutex and semaphores.

Source: A. B. Downey, The Little Book of Semaphores, 3.7.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require_whole
from oslab.sync.model.judge import Task, pieces
from oslab.sync.records.operations import acquire, load, lock, release, store, unlock
from oslab.sync.records.problem import Solution, Verdict
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Atomic, Mutex, Semaphore

_SENTENCE = "Nobody begins a round before everybody has ended the one before."
_HINTS = (
    "Count who has come; the last opens the gate.",
    "One gate is not enough: a fast thread comes round again and slips through it.",
    "Two gates: the last to come opens the second and shuts the first, and the other way round.",
)


def barrier(solution: Solution | str = "one gate", parties: int = 2, hint: int = 0) -> Verdict:
    """Return whether `meet(parties)` keeps threads in the same round.

    Args:
        solution: the name of a known one, or a piece `meet`.
        parties: how many threads, 2 or 3.
        hint: how many hints to give, up to 3.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    chosen = _TASK.chosen(solution)
    given = pieces(chosen, "meet")
    require_whole("parties", parties, 2, 3)

    def thread(me: int) -> Any:
        for number in (1, 2, 3):
            yield store(f"round {me}", number)
            yield from given["meet"](parties)

    rounds = {f"round {me}": Atomic(0) for me in range(parties)}

    def level(seen: Any) -> bool:
        now: list[int] = [seen[name] for name in rounds]
        return max(now) - min(now) <= 1

    program = Program([(thread, me) for me in range(parties)], **{**chosen.shared, **rounds})
    return _TASK.judged(program, invariant=level, hint=hint)


def _one_gate(parties: int) -> Any:
    yield lock("m")
    count = yield load("count")
    count = (count + 1) % parties
    yield store("count", count)
    yield unlock("m")
    if count == 0:
        for _ in range(parties - 1):
            yield release("gate")
    else:
        yield acquire("gate")


def _two_gates(parties: int) -> Any:
    """Downey's: each gate is a turnstile, and only one of them is ever open."""
    yield lock("m")
    count = yield load("count")
    yield store("count", count + 1)
    if count + 1 == parties:
        yield acquire("second")
        yield release("first")
    yield unlock("m")
    yield acquire("first")
    yield release("first")
    yield lock("m")
    count = yield load("count")
    yield store("count", count - 1)
    if count == 1:
        yield acquire("first")
        yield release("second")
    yield unlock("m")
    yield acquire("second")
    yield release("second")


_TASK = Task(_SENTENCE, _HINTS, {
    "one gate": Solution(meet=_one_gate, m=Mutex(), count=0, gate=Semaphore(0)),
    "two gates": Solution(
        meet=_two_gates, m=Mutex(), count=0, first=Semaphore(0), second=Semaphore(1)),
})  # fmt: skip
SOLUTIONS = tuple(_TASK.known)
