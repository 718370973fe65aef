"""Readers and writers under three rules of fairness.

Source: P. J. Courtois, F. Heymans and D. L. Parnas, Concurrent Control with "Readers" and
"Writers", CACM 14(10), 1971; A. B. Downey, The Little Book of Semaphores, 4.2.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require_choice
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

RULES = {"readers first": ("writer",), "writers first": ("reader",), "fair": ()}
"""By rule, who may starve, and does."""
_SENTENCE = "Let readers in together and a writer alone."
_TOLD = {
    "readers first": "No reader waits for a writer who is not in yet.",
    "writers first": "No reader comes in while a writer waits.",
    "fair": "Nobody starves.",
}
_HINTS = (
    "The first reader in locks the writers out, the last one out lets them in. These may be two "
    "threads, and a mutex has an owner: the room must be a semaphore.",
    "Writers first: the first writer locks new readers out, as readers do to writers.",
    "Fair: a turnstile that everybody passes, and that a writer keeps shut while it waits.",
)


def readers_writers(
    solution: Solution | str = "readers first",
    rule: str = "readers first",
    hint: int = 0,
    fairness: str = "strong",
) -> Verdict:
    """Return whether a solution lets in whom it should, and starves only whom the rule allows.

    Args:
        solution: the name of a known one, or pieces `start_read`, `end_read`,
            `start_write` and `end_write`.
        rule: `"readers first"`, `"writers first"` or `"fair"`.
        hint: how many hints to give, up to 3.
        fairness: `"strong"`, where who can go on again and again some time does, or `"weak"`,
            where others may always come first, as at locks of which nobody keeps a queue.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    chosen = _TASK.chosen(solution)
    given = pieces(chosen, "start_read", "end_read", "start_write", "end_write")
    require_choice("rule", rule, RULES)
    require_choice("fairness", fairness, ("strong", "weak"))

    def reader() -> Any:
        while True:
            yield from given["start_read"]()
            yield enter("reading")
            yield leave("reading")
            yield from given["end_read"]()

    def writer() -> Any:
        while True:
            yield from given["start_write"]()
            yield enter("writing")
            yield leave("writing")
            yield from given["end_write"]()

    program = Program([reader, reader, writer, writer],
                      **{**chosen.shared, "reading": Region(2), "writing": Region()})  # fmt: skip
    return _TASK.judged(
        program,
        invariant=lambda seen: not (seen["reading"] and seen["writing"]),
        reached={"two readers are never in together": lambda seen: seen["reading"] == 2},
        starves=RULES[rule],
        rule=_TOLD[rule],
        fairness=fairness,
        hint=hint,
    )


def _count_in(count: str, mutex: str, gate: str) -> Any:
    """Count oneself in; the first takes the gate for all of its kind."""
    yield lock(mutex)
    n = yield load(count)
    yield store(count, n + 1)
    if n == 0:
        yield acquire(gate)
    yield unlock(mutex)


def _count_out(count: str, mutex: str, gate: str) -> Any:
    """Count oneself out; the last gives the gate back."""
    yield lock(mutex)
    n = yield load(count)
    yield store(count, n - 1)
    if n == 1:
        yield release(gate)
    yield unlock(mutex)


def _start_read() -> Any:
    yield from _count_in("readers", "r", "room")


def _end_read() -> Any:
    yield from _count_out("readers", "r", "room")


def _start_write() -> Any:
    yield acquire("room")


def _end_write() -> Any:
    yield release("room")


def _start_read_late() -> Any:
    yield acquire("no readers")
    yield from _count_in("readers", "r", "room")
    yield release("no readers")


def _start_write_early() -> Any:
    yield from _count_in("writers", "w", "no readers")
    yield acquire("room")


def _end_write_early() -> Any:
    yield release("room")
    yield from _count_out("writers", "w", "no readers")


def _start_read_in_turn() -> Any:
    yield acquire("turnstile")
    yield release("turnstile")
    yield from _count_in("readers", "r", "room")


def _start_write_in_turn() -> Any:
    yield acquire("turnstile")
    yield acquire("room")
    yield release("turnstile")


_READING = {"end_read": _end_read, "readers": 0, "r": Mutex(), "room": Semaphore()}
_TASK = Task(_SENTENCE, _HINTS, {
    "readers first": Solution(
        start_read=_start_read, start_write=_start_write, end_write=_end_write, **_READING),
    "writers first": Solution(
        start_read=_start_read_late, start_write=_start_write_early, end_write=_end_write_early,
        writers=0, w=Mutex(), **{**_READING, "no readers": Semaphore()}),
    "fair": Solution(
        start_read=_start_read_in_turn, start_write=_start_write_in_turn, end_write=_end_write,
        turnstile=Semaphore(), **_READING),
})  # fmt: skip
SOLUTIONS = tuple(_TASK.known)
