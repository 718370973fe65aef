"""A thread as an automaton: its next step depends only on where it stands and the last answer.

A generator cannot be copied, so an unseen pair (place, answer) is found by starting the
thread anew and giving it the answers that lead there. That happens once a pair, tens to
hundreds of times in all; afterwards the search looks things up.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from oslab.errors import InvalidInput, require
from oslab.sync.model.local_state import mark
from oslab.sync.model.semantics import ASLEEP, SECOND_STEP, checked
from oslab.sync.records.operations import Operation, plain
from oslab.sync.records.program import Program, Thread

MOST_PLACES = 10_000
Running = Generator[Operation, Any, Any]


class Place(NamedTuple):
    """Where a thread stands.

    Args:
        operation: the step it asks for; None if it asks for no more.
        failure: why it failed, `""` if it did not.
        returned: what it returned.
        before: the place it came from, and the answer it got there; None at the start.
    """

    operation: Operation | None
    failure: str
    returned: Any
    before: tuple[int, Any] | None


class Automaton:
    """The places of one thread, found as they are needed; it starts at place 0."""

    def __init__(self, thread: Thread, program: Program, dead_locals: bool = True) -> None:
        self.thread = thread
        self.places: list[Place] = []
        self._program = program
        self._dead_locals = dead_locals
        self._known: dict[object, int] = {}
        self._next: dict[tuple[int, object], int] = {}
        self._waiting: dict[int, Running] = {}
        self._advance(thread.start(), None, None)

    def follow(self, place: int, answer: Any) -> int:
        """Return the place after `answer` was given at `place`."""
        key = (place, typed(answer))
        if key not in self._next:
            self._next[key] = self._find(place, answer)
        return self._next[key]

    def fail(self, place: int, message: str) -> int:
        """Return the place where the thread failed at `place` with `message`."""
        return self._settle(("failed", message), Place(None, message, None, (place, None)))

    def _find(self, place: int, answer: Any) -> int:
        asked = self.places[place].operation
        assert asked is not None  # noqa: S101 - a place that asks for nothing is never left
        if answer is ASLEEP:
            second = asked._replace(kind=SECOND_STEP[asked.kind])
            return self._settle(("second", place, second), Place(second, "", None, (place, ASLEEP)))
        return self._advance(self._at(place), answer, (place, answer))

    def _at(self, place: int) -> Running:
        """Return the thread waiting at `place`, run there if it is not there already."""
        if place in self._waiting:
            return self._waiting.pop(place)
        way: list[tuple[int, Any]] = []
        before = self.places[place].before
        while before is not None:
            if before[1] is not ASLEEP:
                way.append(before)
            before = self.places[before[0]].before
        running, answer = self.thread.start(), None
        for here, following in reversed(way):
            self._again(running, answer, here)
            answer = following
        self._again(running, answer, place)
        return running

    def _again(self, running: Running, answer: Any, place: int) -> None:
        """Take a step that was taken before; it must ask for the same."""
        known = self.places[place].operation
        try:
            asked = checked(running.send(answer), self._program)
        except Exception:  # it did not do so before
            asked = None
        ok = known is not None and asked is not None and asked[1:] == known[1:]
        allowed = "generators that do the same when started again"
        require(ok, "threads", self.thread.name, allowed)

    def _advance(self, running: Running, answer: Any, before: tuple[int, Any] | None) -> int:
        try:
            asked = running.send(answer)
        except StopIteration as end:
            value = plain("a thread's return value", end.value)
            return self._settle(("returned", typed(value)), Place(None, "", value, before))
        except InvalidInput:
            raise
        except AssertionError as error:
            return self._failed(str(error).partition("\n")[0] or "an assertion failed", before)
        except Exception as error:  # what a reader's thread raises is a finding
            return self._failed(f"{type(error).__name__}: {error}", before)
        operation = checked(asked, self._program)
        key = (mark(running, self._dead_locals), operation.kind, operation.names,
               typed(operation.values))  # fmt: skip
        place = self._settle(key, Place(operation, "", None, before))
        self._waiting.setdefault(place, running)
        return place

    def _failed(self, message: str, before: tuple[int, Any] | None) -> int:
        return self._settle(("failed", message), Place(None, message, None, before))

    def _settle(self, key: object, place: Place) -> int:
        if key not in self._known:
            if len(self.places) == MOST_PLACES:
                raise InvalidInput(
                    "threads", self.thread.name,
                    f"of at most {MOST_PLACES} places; keep plain values in local variables",
                )  # fmt: skip
            self._known[key] = len(self.places)
            self.places.append(place)
        return self._known[key]


def typed(value: Any) -> object:
    """Return `value` as a key that tells 1 from True, which Python calls equal."""
    if isinstance(value, tuple):
        return (tuple, *map(typed, value))
    return (type(value), value)
