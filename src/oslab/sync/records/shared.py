"""What threads may share besides plain variables, as it is before the first step."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require_whole
from oslab.sync.records.operations import Value, plain

MOST = 10**6


@dataclass(frozen=True, slots=True)
class Atomic:
    """A variable that is meant to be raced for, as `_Atomic` in C: no race is reported.

    What order its stores reach memory in is the machine's affair: see `fence`.

    Args:
        value: what it holds at first.

    Raises:
        InvalidInput: if a variable cannot hold that.
    """

    value: Value = 0

    def __post_init__(self) -> None:
        plain("value", self.value)


@dataclass(frozen=True, slots=True)
class Mutex:
    """A lock with an owner, free at first; not recursive."""


@dataclass(frozen=True, slots=True)
class Semaphore:
    """A counter that never falls below 0. Whoever comes when it is above 0 may take.

    Args:
        count: at first, 0 or more.

    Raises:
        InvalidInput: if it is no such number.
    """

    count: int = 1

    def __post_init__(self) -> None:
        require_whole("count", self.count, 0, MOST)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition variable: a place to sleep. It has no memory of signals."""


@dataclass(frozen=True, slots=True)
class ReadWriteLock:
    """A lock that readers share and a writer has alone; it prefers nobody."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """A place where threads wait until enough have come; then it is as new.

    Args:
        parties: how many, at least 1.

    Raises:
        InvalidInput: if it is no such number.
    """

    parties: int

    def __post_init__(self) -> None:
        require_whole("parties", self.parties, 1, MOST)


@dataclass(frozen=True, slots=True)
class Channel:
    """A queue of values, first in, first out.

    Args:
        capacity: how many it holds before `send` waits, at least 1.
        items: what is in it at first, the oldest first.

    Raises:
        InvalidInput: if there are more items than it holds, or one cannot be sent.
    """

    capacity: int = 1
    items: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        require_whole("capacity", self.capacity, 1, MOST)
        ok = isinstance(self.items, tuple) and len(self.items) <= self.capacity
        if not ok:
            raise InvalidInput("items", self.items, f"at most {self.capacity} values in a tuple")
        plain("items", self.items)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a program that at most so many threads may be in; it keeps nobody out.

    To enter it is progress: a thread that never does so again starves.

    Args:
        most: how many threads, at least 1.

    Raises:
        InvalidInput: if it is no such number.
    """

    most: int = 1

    def __post_init__(self) -> None:
        require_whole("most", self.most, 1, MOST)


OBJECTS = (Atomic, Mutex, Semaphore, Condition, ReadWriteLock, Barrier, Channel, Region)
Shared = Value
"""One of `OBJECTS`, or the value that a plain variable holds at first."""
