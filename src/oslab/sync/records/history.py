"""One history of a program: who took which step, and what stood where after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from oslab.errors import require, require_choice, require_whole
from oslab.sync.records.operations import Operation, Value

FINISHED, DEADLOCK, FAILED, OPEN = "finished", "deadlock", "failed", "open"
ENDS = (FINISHED, DEADLOCK, FAILED, OPEN)
"""All threads returned; some wait and none can go on; one failed; there is more to come."""


class Turn(NamedTuple):
    """Whose step it is; a schedule is a sequence of turns.

    Args:
        thread: its name; a store buffer is called by its thread's name and `" buffer"`.
        choice: which way, where its step can go several: whom a signal wakes, for instance.
    """

    thread: str
    choice: int = 0

    def __str__(self) -> str:
        return self.thread if self.choice == 0 else f"{self.thread} #{self.choice}"


class Asks(NamedTuple):
    """What a thread asks for next.

    Args:
        thread: its name.
        operation: the step in words; `""` if it asks for no more.
        enabled: whether it can be taken now.
        waits_for: the names of those who hold what it asks for.
    """

    thread: str
    operation: str
    enabled: bool
    waits_for: tuple[str, ...] = ()


class State(NamedTuple):
    """Everything between two steps.

    Args:
        shared: name and contents, in words.
        asks: one for each thread.
    """

    shared: tuple[tuple[str, str], ...]
    asks: tuple[Asks, ...]


class Step(NamedTuple):
    """One step of a history.

    Args:
        turn: whose, and which way it went.
        operation: what it did.
        answer: what the thread was told.
        failure: why the thread failed by it, `""` if it did not.
    """

    turn: Turn
    operation: Operation
    answer: Value
    failure: str = ""

    def __str__(self) -> str:
        told = "" if self.answer is None else f" -> {self.answer!r}"
        return f"{self.turn.thread}: {self.operation}{told}{self.failure and ' FAILS'}"


@dataclass(frozen=True, slots=True)
class History:
    """Steps, and the states before, between and after them.

    Args:
        threads: the names of all threads.
        steps: in order.
        states: one more than there are steps.
        ended: one of `ENDS`.
        outcome: what variables held and threads returned, if it finished.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    threads: tuple[str, ...]
    steps: tuple[Step, ...]
    states: tuple[State, ...]
    ended: str = OPEN
    outcome: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        for name in ("threads", "steps", "states", "outcome"):
            value = getattr(self, name)
            require(isinstance(value, tuple), name, value, "a tuple")
        require(all(isinstance(one, str) for one in self.threads), "threads", self.threads, "names")
        for name, shape in (("steps", Step), ("states", State)):
            rows = getattr(self, name)
            ok = all(isinstance(row, shape) for row in rows)
            require(ok, name, rows, f"{shape.__name__}s")
        ok = len(self.states) == len(self.steps) + 1
        require(ok, "states", len(self.states), f"one more than the {len(self.steps)} steps")
        require_choice("ended", self.ended, ENDS)

    @property
    def schedule(self) -> tuple[Turn, ...]:
        """The turns that repeat it."""
        return tuple(step.turn for step in self.steps)

    def __str__(self) -> str:
        lines = [f"{number:3} {step}" for number, step in enumerate(self.steps, 1)]
        end = ", ".join(f"{name}={value!r}" for name, value in self.outcome)
        return "\n".join([*lines, f"{self.ended}{end and ': ' + end}"])


@dataclass(frozen=True, slots=True)
class Moment:
    """A history, looked at after `now` of its steps.

    Args:
        history: the whole of it.
        now: from 0, before the first step, to the number of steps.

    Raises:
        InvalidInput: if it has no such moment.
    """

    history: History
    now: int

    def __post_init__(self) -> None:
        require(isinstance(self.history, History), "history", self.history, "a History")
        require_whole("now", self.now, 0, len(self.history.steps))
